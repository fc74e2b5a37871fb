"""The recording of Peru's runoff of 6 June 2021, rebuilt from its figures."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from countwatch.model.update import Update
from countwatch.record.codec import Header
from tools.samples.figures import Bulletin, bulletins
from tools.samples.onpe_body import body
from tools.samples.recordings import CREATED_AT, document, encode, update, write

NAME = "peru-2021-runoff"
URL = "https://api.resultadossep.eleccionesgenerales2021.pe/results/10/{ubigeo}?name=param"
"""The address of the API of 2021, which no longer answers."""

HEADER = Header(
    feed="ONPE",
    decoder="onpe-2021",
    created_at=CREATED_AT,
    election=NAME,
    ends_at=datetime.fromisoformat("2021-07-29T00:00:00-05:00"),
    provenance="reconstructed",
    notes=(
        "Bodies rebuilt from published figures in the shape of the API; they are not the bytes that it sent.",
        "An update is a stamp of ONPE's, received at that very instant; a stamp that nobody recorded is not here.",
        "56 documents abroad are the nation minus Perú at the same bulletin, exactly.",
    ),
    sources=(
        "ONPE results API 2021, by github.com/jmcastagnetto/2021-segunda-vuelta-eleccion-presidencial-peru",
        "ONPE results API 2021, by github.com/joseluisq/peru-elecciones-generales-2021-scraper",
    ),
)


def build_peru_2021(figures: Path, folder: Path) -> list[Path]:
    """Write the recording. `figures` holds the CSV files that `tools.samples.figures` names."""
    recording = encode(HEADER, updates(bulletins(figures)))
    return [write(folder / f"{NAME}.cwrec", recording)]


def updates(stamped: Iterable[tuple[datetime, Bulletin]]) -> Iterator[Update]:
    """One update a stamp, with the documents whose figures of that stamp are known, the nation first."""
    for n, (at, units) in enumerate(stamped, start=1):
        documents = (
            document(ubigeo, URL.format(ubigeo=ubigeo), body(ubigeo, at, row)) for ubigeo, row in units.items()
        )
        yield update(n, at, documents)
