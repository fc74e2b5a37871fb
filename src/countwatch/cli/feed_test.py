"""One body, read for its author: field by field where a mapping reads it, and the totals that it makes."""

from dataclasses import dataclass
from pathlib import Path

from countwatch.cli.compose import body_watch, live_watch
from countwatch.cli.definitions import definition_for
from countwatch.cli.feed_fields import FieldRow, field_rows, shape_in
from countwatch.cli.formats import mapping_path
from countwatch.cli.nearby import no_such_file
from countwatch.cli.settings import load_settings
from countwatch.engine.watch import Watch
from countwatch.formats import registry
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState
from countwatch.model.errors import ConfigError, NotUsable
from countwatch.model.text import clean
from countwatch.model.update import Update


@dataclass(frozen=True, slots=True)
class Body:
    """What came of it. `rows` are empty where no mapping reads it, or where it is no JSON."""

    rows: tuple[FieldRow, ...]
    state: WatchState


async def tested(source: str, form: str | None, contest: str | None, election: str | None) -> Body:
    """One body of a file, or of one poll of an address or of a feed by name.

    `ConfigError` no_such_file (path, near), unknown_feed (name, known, near), no_format (url).
    """
    if _is_file(source):
        if form is None:
            raise ConfigError("no_format", url=clean(source))
        return await _one(body_watch(Path(source), form, election, contest), form)
    if "/" in source and "://" not in source:
        raise no_such_file(Path(source))
    flags = {"format": form, "election": election, "contest": contest}
    definition = definition_for(source, load_settings(format=form, election=election), flags=flags)
    return await _one(live_watch(definition), definition.format)


def _is_file(source: str) -> bool:
    return Path(source).is_file()


def body_of(path: Path) -> bytes:
    """A file's bytes. `ConfigError` no_such_file (path, near)."""
    if not path.is_file():
        raise no_such_file(path)
    return path.read_bytes()


async def _one(watch: Watch, form_name: str) -> Body:
    """What the first update comes to. Judged here rather than by the watch, for a refused body is looked at too."""
    try:
        async for update in watch.feed.updates():
            if isinstance(update, Update):
                state = advance(watch.state, update)
                return Body(_rows(form_name, update, state.form.root_key), state)
        return Body((), watch.state)
    finally:
        await watch.aclose()


def _rows(form_name: str, update: Update, root_key: str) -> tuple[FieldRow, ...]:
    """The fields of a mapping; none for a format, or where the body is no JSON (the state then says why)."""
    path = mapping_path(form_name) if form_name not in registry.names() else None
    root = next((document for document in update.documents if document.key == root_key), None)
    if path is None or root is None:
        return ()
    try:
        return field_rows(shape_in(path), root.body)
    except NotUsable:
        return ()
