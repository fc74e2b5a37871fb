"""The command line of the builder."""

import argparse
from pathlib import Path

from tools.samples.peru_2021 import build_peru_2021
from tools.samples.small import build_small

FIGURES = "peru-2021"


def main() -> None:
    """Build all samples; without figures, only the invented ones."""
    parser = argparse.ArgumentParser(prog="python -m tools.samples", description=__doc__)
    parser.add_argument("--data", type=Path, help=f"folder whose {FIGURES}/ holds the figures of 2021 as CSV")
    parser.add_argument("--out", type=Path, required=True, help="folder of the samples, such as sample_feeds")
    options = parser.parse_args()
    built = build_small(options.out / "small")
    if options.data is None:
        print("no --data: the recording of 2021 is left as it is")
    else:
        built += build_peru_2021(options.data / FIGURES, options.out / "peru-2021-runoff")
    for path in built:
        print(f"{path.relative_to(options.out)}: {path.stat().st_size:,} bytes")


main()
