import json
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter

from countwatch.formats.registry import load
from countwatch.formats.snapshot_schema import snapshot_schema
from countwatch.model.snapshot import Snapshot

from .bodies import encoded, native, spoilt


def shapes(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *schema["$defs"].values()]


def test_every_shape_and_field_is_described() -> None:
    schema = snapshot_schema()
    for shape in shapes(schema):
        assert shape["description"]
        for name, field in shape["properties"].items():
            assert field.get("description"), name


def test_apart_from_words_it_is_the_schema_of_the_model() -> None:
    def bare(shape: dict[str, Any]) -> set[str]:
        return set(shape["properties"]) | set(shape.get("required", ()))

    ours, model = shapes(snapshot_schema()), shapes(TypeAdapter(Snapshot).json_schema())
    assert [bare(shape) for shape in ours] == [bare(shape) for shape in model]


def test_what_we_print_is_valid_by_our_own_schema_and_reads_back_the_same() -> None:
    chosen = load("countwatch")
    part = chosen.decode("root", encoded(native()), None)
    snapshot = chosen.assemble({"root": part}, None).snapshot
    printed = TypeAdapter(Snapshot).dump_json(snapshot)
    jsonschema.validate(json.loads(printed), snapshot_schema())
    again = chosen.assemble({"root": chosen.decode("root", printed, None)}, None).snapshot
    assert again == snapshot


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema_version", 2),
        ("tallies", []),
        ("tallies.0.votes.a", -1),
        ("tallies.0.votes.a", "5"),
        ("root_id", ...),
    ],
)
def test_it_refuses_what_we_refuse(path: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spoilt(native(), path, value), snapshot_schema())
