"""A feed definition: where to ask, how often, and how to read the answer."""

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from countwatch.model.alert import AlertRule
from countwatch.model.limits import (
    DECODED_BYTES_MAX,
    DECODED_BYTES_MOST,
    INTERVAL_SECONDS_DEFAULT,
    INTERVAL_SECONDS_MIN,
)
from countwatch.model.types import VALUE, Id, Text


@dataclass(frozen=True, slots=True, config=VALUE)
class FeedDefinition:
    """One feed. `url` is the root document; the format finds the others relative to it.

    `url` may also be the path of a file or a folder, `format` and `election` the path of a mapping or an
    election file; `contest` chooses one where bodies hold several.

    `headers_from_env` maps a header name to the environment variable that holds its value, and
    `headers_from_file` to a file of one line that only its owner can read, so that a key is never
    written in a definition, a URL or a recording. `trust_env` lets the environment's
    proxies and certificate files be used; without it they are not looked at.
    """

    url: Text
    format: Text
    name: Text | None = None
    election: Text | None = None
    contest: Text | None = None
    interval_seconds: Annotated[float, Field(ge=INTERVAL_SECONDS_MIN, le=86_400)] = INTERVAL_SECONDS_DEFAULT
    deadline_seconds: Annotated[float, Field(gt=0, le=600)] = 30.0
    decoded_bytes_max: Annotated[int, Field(ge=1024, le=DECODED_BYTES_MOST)] = DECODED_BYTES_MAX
    headers_from_env: dict[Id, Id] = Field(default_factory=dict)
    headers_from_file: dict[Id, Text] = Field(default_factory=dict)
    trust_env: bool = False
    alerts: tuple[AlertRule, ...] = ()
