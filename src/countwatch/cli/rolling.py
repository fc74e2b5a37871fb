"""When a recording goes on in the next file, as one writes it: `100MB`, `2 GiB`, `day`."""

import re
from datetime import UTC

from countwatch.model.election import Election
from countwatch.model.errors import ConfigError
from countwatch.model.text import excerpt
from countwatch.record.rolling import Roll

DAY = "day"
SIZE_BYTES_MIN = 10_000

_SIZE = re.compile(r"([0-9]{1,9})\s*([kMG])(i?)B", re.ASCII)
_POWERS = {"k": 1, "M": 2, "G": 3}


def roll_of(text: str, election: Election | None) -> Roll:
    """At midnight on the election's clock (UTC where there is none), or at a size. `ConfigError` bad_roll (found)."""
    if text.strip() == DAY:
        return Roll(midnight_in=election.zone if election else UTC)
    found = _SIZE.fullmatch(text.strip().replace("K", "k"))
    if found is None:
        raise ConfigError("bad_roll", found=excerpt(text))
    size_bytes = int(found[1]) * (1024 if found[3] else 1000) ** _POWERS[found[2]]
    if size_bytes < SIZE_BYTES_MIN:
        raise ConfigError("bad_roll", found=excerpt(text))
    return Roll(size_bytes=size_bytes)
