"""The pictures in the documents are of the app as it is: what they say is compared, line by line."""

import pytest
from tools.pictures import FOLDER, SHOTS, Shot, picture, said


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
async def test_the_picture_says_what_the_app_says(shot: Shot) -> None:
    kept = (FOLDER / f"{shot.name}.svg").read_text(encoding="utf-8")
    assert said(kept) == said(await picture(shot)), "run python -m tools.pictures and look at them"


def test_the_readme_shows_one_of_them() -> None:
    readme = (FOLDER.parent.parent / "README.md").read_text(encoding="utf-8")
    assert "docs/pictures/live-120x40.svg" in readme


def test_a_picture_calls_nobody() -> None:
    for path in FOLDER.glob("*.svg"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        assert "http" not in text, path.name
