"""Tables for a terminal: columns end where they should, whatever the letters."""

from countwatch.model.text import cell_width
from countwatch.output.table import columns


def test_wide_letters_and_marks_do_not_push_a_column_aside() -> None:
    rows = [("name", "votes"), ("日本の党", "1,204"), ("Lucı\u0301a", "987"), ("B", "3")]
    lines = columns(rows, right={1}).splitlines()
    assert {cell_width(line) for line in lines} == {len("日本の党") * 2 + len("  1,204")}
    assert [line.split()[-1] for line in lines] == ["votes", "1,204", "987", "3"]
