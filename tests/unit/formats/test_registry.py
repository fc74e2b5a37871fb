import subprocess
import sys

import pytest

from countwatch.formats import registry
from countwatch.model.errors import ConfigError


def test_every_name_loads_the_format_of_that_name() -> None:
    assert {"countwatch", "onpe-2021"} <= set(registry.names())
    assert registry.names() == tuple(sorted(registry.names()))
    for name in registry.names():
        assert registry.load(name).name == name


def test_an_unknown_name_is_said_with_those_that_are_known() -> None:
    with pytest.raises(ConfigError) as caught:
        registry.load("onpe\x1b2020")
    assert caught.value.finding.code == "unknown_format"
    assert caught.value.finding.facts == {"name": "onpe\ufffd2020", "known": ", ".join(registry.names())}


def test_formats_are_imported_only_when_asked_for() -> None:
    code = (
        "import sys, countwatch.formats.registry as registry; registry.names();"
        "sys.exit('countwatch.formats.onpe_2021' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
