"""Where the bundled samples lie: inside the wheel, or beside `src` in an editable install."""

from importlib.resources import files
from pathlib import Path

from countwatch.model.errors import ConfigError
from countwatch.model.text import excerpt

SAMPLE_SUFFIXES = frozenset({".cwrec", ".json"})
_FOLDER = "sample_feeds"


def sample(name: str) -> Path:
    """The bundled sample of that name, such as `peru-2021-runoff/peru-2021-runoff.cwrec`.

    `ConfigError` unknown_sample (name, known) where there is none.
    """
    listed = _listed()
    if name not in listed:
        raise ConfigError("unknown_sample", name=excerpt(name), known=", ".join(sorted(listed)))
    return listed[name]


def sample_folder() -> Path | None:
    """The folder of all samples; None in an install that has none."""
    package = Path(str(files("countwatch")))
    beside_src = package.parent.parent / _FOLDER
    return next((folder for folder in (package / _FOLDER, beside_src) if folder.is_dir()), None)


def _listed() -> dict[str, Path]:
    folder = sample_folder()
    paths = folder.glob("*/*") if folder else ()
    return {f"{path.parent.name}/{path.name}": path for path in paths if path.suffix in SAMPLE_SUFFIXES}
