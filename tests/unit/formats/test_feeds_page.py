import re
from pathlib import Path

from countwatch.formats import registry
from countwatch.formats.countwatch import FORMAT

PAGE = (Path(__file__).parents[3] / "docs" / "feeds.md").read_text("utf-8")


def test_the_sample_in_the_page_is_a_native_body_without_a_finding() -> None:
    sample = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert sample
    part = FORMAT.decode("root", sample[1].encode(), None)
    assert part.tallies[0].votes == {"ortega": 1204, "hale": 1187}
    assert part.tallies[0].cast == 1204 + 1187 + 31 + 12
    assert part.findings == ()


def test_every_format_has_its_row_and_its_chapter() -> None:
    for name in registry.names():
        assert re.search(rf"^\| \[`{name}`\]", PAGE, re.MULTILINE), name
        assert re.search(rf"^## `{name}`", PAGE, re.MULTILINE), name
