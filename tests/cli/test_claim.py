"""Claims of June 2021 against the bundled record: expected answers from the real figures."""

from pathlib import Path

import pytest

from tests.cli.program import countwatch

PERCENT_50_27 = "CASTILLO 50.27 %: 4 recorded bulletins, 7 Jun 18:18, 7 Jun 19:23, 7 Jun 19:54, 8 Jun 17:41"


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        (["--lead", "91382"], ["a lead of 91,382: 1 recorded bulletin, 7 Jun 19:23"]),
        (["--lead", "44,058"], ["a lead of 44,058: 1 recorded bulletin, 15 Jun 15:19"]),
        (["--processed", "95.96"], ["processed 95.96 %: 1 recorded bulletin, 7 Jun 19:23"]),
        (["--counted", "95.96"], ["no recorded bulletin has it", "*processed*, not *counted*, in 7 Jun 19:23"]),
        (["--share", "castillo=50.27"], [PERCENT_50_27]),
        (
            ["--share", "castillo=50.125", "--share", "fujimori=49.875", "--lead", "44058"],
            ["4 recorded bulletins, 7 Jun 12:48, 15 Jun 15:19, 21 Jun 18:33, 25 Jun 23:52",
             "all of these figures: 15 Jun 15:19"],
        ),
        (
            ["--share", "castillo=50.18", "--share", "fujimori=49.80"],
            ["99.98", "CASTILLO 50.18 %: 2 recorded bulletins, 7 Jun 15:21, 10 Jun 19:53",
             "FUJIMORI 49.80 %: 8 recorded bulletins", "no recorded bulletin has all of these figures"],
        ),
        (["--lead", "40053"],
            ["no recorded bulletin has it", "nearest: CASTILLO +41,922 (7 Jun 12:48), off by −1,869"]),
        (["--lead", "40053", "--after", "2021-06-15"], ["nearest: CASTILLO +44,058 (15 Jun 15:19), off by −4,005"]),
        (["--turnout", "75.95"], ["turnout 75.95 %: 1 recorded bulletin, 7 Jun 19:54"]),
        (["--counted", "42.030"], ["known only from the press, first bulletin, 6 June 23:30, as the press gave it"]),
    ],
)  # fmt: skip
def test_a_claim_is_held_against_the_record(claim: list[str], told: list[str], tmp_path: Path) -> None:
    ran = countwatch("claim", *claim, home=tmp_path)
    assert ran.code == 0, ran.err
    for sentence in told:
        assert sentence in ran.out


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ([], "at least one figure"),
        (["--share", "50.2"], "expected ID=NUMBER"),
        (["--share", "castilo=50.2"], "did you mean 'castillo'?"),
        (["--votes", "castillo=8.5"], "expected a whole number"),
        (["--lead", "many"], "expected a whole number"),
        (["--counted", "95,96"], "expected a percentage"),
        (["--lead", "1", "--after", "soon"], "soon"),
    ],
)
def test_a_claim_that_cannot_be_read_is_a_usage_error(claim: list[str], told: str, tmp_path: Path) -> None:
    ran = countwatch("claim", *claim, home=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "Traceback" not in ran.err
