from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.count.percent import percent
from countwatch.count.stated import places, stated_differ
from countwatch.model.part import Part, StatedShare
from tests.unit.count.tallies import NATION, needs_figures, rows, tally, tally_of

SHARES = {
    "actas_procesadas_pct": ("processed", "total_sheets"),
    "actas_contabilizadas_pct": ("counted", "total_sheets"),
    "pct_castillo": ("castillo", "valid"),
    "pct_fujimori": ("fujimori", "valid"),
    "pct_participacion": ("turnout", "registered_counted"),
    "pct_emitidos_castillo": ("castillo", "cast"),
    "pct_emitidos_fujimori": ("fujimori", "cast"),
}
EVENING = tally(
    votes={"castillo": 8_548_929, "fujimori": 8_457_547}, counted=81_712, under_review=1_284, pending=3_492,
    cast=18_150_627, blank=117_313, null=1_026_838, registered_counted=23_894_437,
)  # fmt: skip


def differences(*shares: StatedShare) -> list[dict[str, Any]]:
    part = Part("k", (EVENING,), stated=shares)
    return [dict(finding.facts) for finding in stated_differ(part)]


@needs_figures
@pytest.mark.parametrize("name", ["national", "peru_extranjero", "departamento"])
def test_every_percentage_that_onpe_printed_is_ours(name: str) -> None:
    checked = 0
    for row in rows(name):
        unit_id = row.get("ubigeo", NATION)
        stated = tuple(StatedShare(unit_id, what, of, row[field]) for field, (what, of) in SHARES.items() if row[field])
        checked += len(stated)
        assert list(stated_differ(Part("k", (tally_of(row, unit_id),), stated=stated))) == []
    assert checked > 400


@pytest.mark.parametrize(
    ("what", "of", "digits"),
    [
        ("castillo", "valid", "50.269"),
        ("castillo", "valid", "50.27"),
        ("castillo", "cast", "47.100"),
        ("blank", "cast", "0.646"),
        ("null", "cast", "5.657"),
        ("turnout", "registered_counted", "75.962"),
        ("counted", "total_sheets", "94.478"),
        ("processed", "total_sheets", "95.962"),
        ("pending", "total_sheets", "4.038"),
        ("castillo", "valid", "not a number"),
        ("castillo", "valid", "NaN"),
        ("nobody", "valid", "50.269"),
        ("castillo", "nothing", "50.269"),
    ],
)
def test_equal_to_the_last_digit_or_nothing_to_compare(what: str, of: str, digits: str) -> None:
    assert differences(StatedShare(NATION, what, of, digits)) == []


@pytest.mark.parametrize(
    ("what", "of", "digits", "ours", "cause"),
    [
        ("castillo", "valid", "50.268", "50.269", "truncated"),
        ("castillo", "valid", "50.270", "50.269", "last_digit"),
        ("castillo", "valid", "47.100", "50.269", "other_base"),
        ("castillo", "valid", "51.269", "50.269", "other_figures"),
    ],
)
def test_a_difference_has_both_values_and_a_cause(what: str, of: str, digits: str, ours: str, cause: str) -> None:
    assert differences(StatedShare(NATION, what, of, digits)) == [
        {"what": what, "of": of, "stated": digits, "ours": ours, "cause": cause}
    ]


def test_a_percentage_of_a_unit_that_the_document_does_not_tell_is_left_alone() -> None:
    assert differences(StatedShare("elsewhere", "castillo", "valid", "1.0")) == []


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 6))
def test_what_we_print_is_never_a_difference(part: int, rest: int, decimals: int) -> None:
    shown = percent(part, part + rest, decimals)
    share = StatedShare(NATION, "a", "valid", str(shown))
    assert list(stated_differ(Part("k", (tally(votes={"a": part, "b": rest}),), stated=(share,)))) == []


def test_digits_that_are_no_plain_number() -> None:
    assert places("1e3") is None
    assert places("Infinity") is None
    assert places("50,27") is None
    assert places("50.270") == (Decimal("50.270"), 3)
    assert places("7") == (Decimal(7), 0)
