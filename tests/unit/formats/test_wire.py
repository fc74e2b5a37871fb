import pytest
from pydantic import BaseModel, Field

from countwatch.formats.converters import CommaInteger
from countwatch.formats.wire import WIRE, checked, path
from countwatch.model.errors import NotUsable
from countwatch.model.types import Count, Text

from .bodies import facts


class Row(BaseModel):
    model_config = WIRE
    votes: CommaInteger = Field(alias="VOTES")
    name: Text | None = None


class Table(BaseModel):
    model_config = WIRE
    rows: list[Row] = Field(max_length=2)
    by_id: dict[str, Count] = Field(default_factory=dict)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({}, {"code": "missing_field", "field": "rows"}),
        ({"rows": [{}]}, {"code": "missing_field", "field": "rows[0].VOTES"}),
        ({"rows": [{"VOTES": "1"}] * 3}, {"code": "too_many", "field": "rows", "limit": 2}),
        (
            {"rows": [{"VOTES": "1"}, {"VOTES": "5.000"}]},
            {
                "code": "wrong_value",
                "field": "rows[1].VOTES",
                "found": '"5.000"',
                "expected": "comma_integer",
            },
        ),
        ({"rows": {}}, {"code": "wrong_value", "field": "rows", "found": "{}", "expected": "list"}),
        ({"rows": ["x"]}, {"code": "wrong_value", "field": "rows[0]", "found": '"x"', "expected": "object"}),
        (
            {"rows": [{"VOTES": "1", "name": 7}]},
            {"code": "wrong_value", "field": "rows[0].name", "found": "7", "expected": "text"},
        ),
        (
            {"rows": [], "by_id": {"a\x1b[2J": True}},
            {"code": "wrong_value", "field": "by_id.a\ufffd[2J", "found": "true", "expected": "count"},
        ),
        ([], {"code": "wrong_value", "field": "$", "found": "[]", "expected": "object"}),
    ],
)
def test_the_first_error_becomes_one_problem_with_its_field(value: object, problem: dict[str, object]) -> None:
    with pytest.raises(NotUsable) as caught:
        checked(lambda: Table.model_validate(value))
    assert facts(caught.value) == problem


def test_a_path_reads_as_one_would_write_it() -> None:
    assert path(("tallies", 0, "votes", "castillo", "[key]")) == "tallies[0].votes.castillo"
