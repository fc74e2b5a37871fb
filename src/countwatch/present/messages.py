"""One sentence for every code: what was wrong, where, and what was expected.

A code whose facts differ from place to place has several variants, the fullest first. The path, the
document and the unit are put before the sentence where it does not name them itself. A key such as
`does_not_add_up:annulled` is the code's sentence where its fact `what` has that value.
"""

from typing import Final

from countwatch.present.delivery_codes import FETCHING, RECORDINGS
from countwatch.present.document_codes import BODIES, FORMATS
from countwatch.present.feed_codes import FEEDS, HISTORY, LOCAL
from countwatch.present.settings_codes import MAPPINGS, SETTINGS
from countwatch.present.update_codes import UPDATES
from countwatch.present.vocabulary import EXPECTED, FIGURES, Variants, msg

__all__ = ["CODES", "EXPECTED", "FIGURES", "msg"]

CODES: Final[dict[str, Variants]] = {
    **UPDATES,
    **BODIES,
    **FORMATS,
    **FETCHING,
    **RECORDINGS,
    **SETTINGS,
    **MAPPINGS,
    **FEEDS,
    **LOCAL,
    **HISTORY,
}
"""The templates by code."""
