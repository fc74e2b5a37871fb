"""`show --svg`: the live screen without a terminal."""

import re
from pathlib import Path

import pytest

from tests.cli.program import countwatch


def described(svg: str) -> str:
    found = re.search(r"<desc>(.*?)</desc>", svg, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_screen_at_a_time_in_a_file(tmp_path: Path) -> None:
    arguments = ("show", "--svg", "now.svg", "--size", "80x24", "--at", "2021-06-07T19:25", "--lang", "en")
    (tmp_path / "now.svg").write_text("an older one")
    ran = countwatch(*arguments, home=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    said = described((tmp_path / "now.svg").read_text(encoding="utf-8"))
    assert "8,548,929" in said
    assert "7 Jun 19:25" in said
    assert len(said.splitlines()) <= 24
    assert [path.name for path in tmp_path.iterdir() if path.suffix] == ["now.svg"]


def test_without_a_time_it_is_the_end_and_a_pipe_takes_it_too(tmp_path: Path) -> None:
    ran = countwatch("show", "--svg", "-", "--lang", "es", home=tmp_path)
    assert ran.code == 0
    assert ran.out.startswith("<svg")
    assert "actualizado 9 jul 18:23" in described(ran.out)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--size", "80"), 2, "'80' is no size; expected one such as 120x40"),
        (("--size", "10x10"), 2, "'10x10' is no size; expected from 40x12 to 400x200"),
        (("--json",), 2, "--svg draws the whole screen; expected none of the other ways beside it"),
        (("--at", "2020-01-01"), 3, "nothing was on screen at 2020-01-01 00:00"),
        (("--at", "yesterday"), 2, "yesterday is no time"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(
    arguments: tuple[str, ...], code: int, sentence: str, tmp_path: Path
) -> None:
    ran = countwatch("show", "--svg", "now.svg", "--lang", "en", *arguments, home=tmp_path)
    assert ran.code == code
    assert sentence in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (tmp_path / "now.svg").exists()


def test_a_size_without_a_picture_is_told(tmp_path: Path) -> None:
    ran = countwatch("show", "--size", "80x24", "--lang", "en", home=tmp_path)
    assert (ran.code, ran.err) == (2, "countwatch: --size is that of a picture; expected --svg beside it\n")
