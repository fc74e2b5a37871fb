"""Everything that countwatch raises on purpose. Each error carries a code and facts, and no prose:
`countwatch.present.problems` turns it into one sentence in the reader's language.

CountwatchError
├── NotUsable       a document is not data, or not the data that was expected   → outcome `rejected`
├── ConfigError     settings, an election file or a feed definition             → exit 2
├── NoData          nothing that could be shown                                 → exit 3
└── RecordingError  a recording that cannot be read, or does not verify         → exit 4
"""

import errno

from countwatch.model.finding import Fact, Finding


class CountwatchError(Exception):
    """The root of the tree. `finding` says what was wrong, where, and what was expected."""

    def __init__(self, code: str, *, unit_id: str | None = None, document: str | None = None, **facts: Fact) -> None:
        super().__init__(code)
        self.finding = Finding(code, facts, unit_id, document)

    def __str__(self) -> str:
        """The code and its facts, for a log; people read the sentence instead."""
        facts = ", ".join(f"{name}={value!r}" for name, value in self.finding.facts.items())
        return f"{self.finding.code}({facts})"


def system_code(error: OSError) -> str:
    """What the system calls an error, such as ENOENT: a name that is the same in every language."""
    return errno.errorcode.get(error.errno or 0, type(error).__name__)


class NotUsable(CountwatchError):  # noqa: N818 - it names what the document is, as httpx's exceptions do
    """A document that cannot be read as what it claims to be."""


class ConfigError(CountwatchError):
    """Settings, an election file or a feed definition that cannot be used."""


class NoData(CountwatchError):  # noqa: N818 - same reason
    """Nothing usable came from the place that was asked."""


class RecordingError(CountwatchError):
    """A recording that cannot be read, or whose chain does not hold."""
