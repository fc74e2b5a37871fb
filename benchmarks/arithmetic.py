"""What the arithmetic of 2,000 units costs against decoding them: ratios in the same run, medians of many.

python -m benchmarks.arithmetic [--units 2000] [--runs 15]
"""

import argparse
import json
import statistics
import sys
from time import perf_counter
from typing import TYPE_CHECKING

from countwatch.count.checks import consistency
from countwatch.count.outlook import outlook
from countwatch.formats import registry

if TYPE_CHECKING:
    from collections.abc import Callable

STAMP = "2021-06-07T19:23:00-05:00"


def body(units: int) -> bytes:
    """A native body of that many regions whose figures add up to the whole."""
    regions = [
        {
            "unit_id": f"r{number}",
            "published_at": STAMP,
            "votes": {"a": 100 + number, "b": 90 + number},
            "blank": 3,
            "null": 4,
            "cast": 197 + 2 * number,
            "registered": 1_000 + 3 * number,
            "registered_counted": 900 + 2 * number,
            "sheets": {"total": 10, "counted": 7, "under_review": 1, "pending": 2},
        }
        for number in range(units)
    ]
    ballots = ("blank", "null", "cast", "registered", "registered_counted")
    whole = {
        "unit_id": "all",
        "published_at": STAMP,
        "votes": {name: sum(region["votes"][name] for region in regions) for name in ("a", "b")},  # type: ignore[index]  # the literals above
        **{name: sum(region[name] for region in regions) for name in ballots},  # type: ignore[misc]  # same
        "sheets": {"total": 10 * units, "counted": 7 * units, "under_review": units, "pending": 2 * units},
    }
    return json.dumps(
        {
            "schema_version": 1,
            "root_id": "all",
            "published_at": STAMP,
            "candidates": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
            "units": [{"id": "all", "name": "All", "kind": "nation"}]
            + [{"id": f"r{n}", "name": f"R{n}", "kind": "region", "parent_id": "all"} for n in range(units)],
            "tallies": [whole, *regions],
        }
    ).encode()


def main() -> int:
    """Measure, interleaved, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    form, whole = registry.load("countwatch"), body(arguments.units)
    tree = form.assemble({form.root_key: form.decode(form.root_key, whole, None)}, None).tree
    if consistency(tree):
        raise AssertionError(consistency(tree)[0])
    measures: dict[str, Callable[[], object]] = {
        "decode": lambda: form.decode(form.root_key, whole, None),
        "outlook": lambda: outlook(tree),
        "consistency": lambda: consistency(tree),
    }
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(arguments.runs):
        for name, measure in measures.items():
            begin = perf_counter()
            measure()
            taken[name].append(perf_counter() - begin)
    floor = statistics.median(taken["decode"])
    for name, times in taken.items():
        seconds = statistics.median(times)
        sys.stdout.write(f"{name:12} {seconds * 1000:8.2f} ms  {seconds / floor:5.2f} of decoding\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
