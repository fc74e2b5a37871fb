"""What a recorded feed had to say at an instant, by address: the documents of its updates, and its failures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from countwatch.feeds.urls import redact
from countwatch.model.update import Document, Failure, Update

_MIN_REFUSAL = 400


@dataclass(frozen=True, slots=True)
class Moment:
    """The feed between two updates: its documents by key, and why the whole poll failed, if it did."""

    n: int = 0
    documents: Mapping[str, Document] = field(default_factory=dict)
    failure: Failure | None = None

    def after(self, update: Update) -> "Moment":
        """The feed once this update has come. A document that is absent carries over."""
        came = {document.key: document for document in update.documents}
        return Moment(update.n, {**self.documents, **came}, update.failure)


@dataclass(slots=True)
class Address:
    """Which document each address names. Recorded addresses keep their path and query; names become paths."""

    root_key: str
    _keys: dict[str, str] = field(default_factory=dict)
    _plain: dict[str, str] = field(default_factory=dict)
    root_target: str | None = None

    def learn(self, documents: Mapping[str, Document]) -> None:
        """Take the addresses of these documents in; the first document without its query keeps the plain path."""
        for key, document in documents.items():
            target = target_of(document.url)
            self._keys[target] = key
            self._plain.setdefault(target.partition("?")[0], key)
            if key == self.root_key and self.root_target is None:
                self.root_target = target

    def key(self, target: str) -> str | None:
        """The key of the document at a request's target; a query that was never recorded is not looked at."""
        found = self._keys.get(target)
        return found if found is not None else self._plain.get(target.partition("?")[0])


def target_of(url: str) -> str:
    """The path and query of a recorded address: `/results/10/000000?name=param`; `/r.json` for a file's name."""
    parts = urlsplit(redact(url))
    path = parts.path if parts.netloc else "/" + parts.path.lstrip("/")
    return f"{path or '/'}?{parts.query}" if parts.query else path or "/"


def status_of(moment: Moment, document: Document | None, *, is_root: bool) -> int | None:
    """The status with which the feed answered; None where it did not answer at all.

    404 for a document that has not come yet. A document that was refused by us, not by the server, was
    answered with what came.
    """
    if is_root and moment.failure is not None:
        return _of_failure(moment.failure, document)
    if document is None:
        return 404
    if document.problem is not None and not document.body:
        return document.status if document.status >= _MIN_REFUSAL else 503
    return 200


def _of_failure(failure: Failure, document: Document | None) -> int | None:
    stated = failure.problem.facts.get("status")
    if isinstance(stated, int) and (stated >= _MIN_REFUSAL or stated == 204):
        return stated
    came = document is not None and document.problem is not None and document.body
    return 200 if came else None
