"""Every key of the app, once: what is bound, what the hints show and what the help says."""

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a key does. `bound` is Textual's names, `shown` what is printed, `message` the English text."""

    bound: str
    action: str
    shown: str
    message: str


WATCHING = (
    Key("1", "show_mode('live')", "1", "live"),
    Key("2", "show_mode('regions')", "2", "regions"),
    Key("3", "show_mode('timeline')", "3", "timeline"),
    Key("4", "show_mode('log')", "4", "log"),
    Key("5", "show_mode('feeds')", "5", "feeds side by side, where there are several"),
    Key("m", "maximise", "m", "maximise the panel in focus, and back"),
    Key("slash", "search", "/", "search the regions"),
    Key("v", "turn_map", "v", "the regions as a map of tiles, or as a table"),
    Key("x", "turn_axis", "x", "the chart of the lead over the count, or over time"),
    Key("b", "copy_bulletin", "b", "copy the bulletin, ready to be cited"),
    Key("r", "poll_now", "r", "poll now (live feeds)"),
    Key("question_mark,f1", "help", "?", "help"),
    Key("q", "leave", "q", "quit"),
)

REPLAYING = (
    Key("space", "toggle_pause", "space", "pause or play"),
    Key("left", "nudge(-1)", "←", "back by a fiftieth"),
    Key("right", "nudge(1)", "→", "ahead by a fiftieth"),
    Key("left_square_bracket", "step(-1)", "[", "one update back"),
    Key("right_square_bracket", "step(1)", "]", "one update ahead"),
    Key("plus,equals_sign", "pace(1)", "+", "faster"),
    Key("minus", "pace(-1)", "-", "slower"),
    Key("n", "next_event", "n", "next event"),
    Key("N", "previous_event", "N", "previous event"),
    Key("0", "ends(0)", "0", "to the start"),
    Key("dollar_sign", "ends(1)", "$", "to the end"),
)

IN_LISTS = (
    Key("up,k", "move(-1)", "↑ k", "up"),
    Key("down,j", "move(1)", "↓ j", "down"),
    Key("pageup", "page(-1)", "PgUp", "a page up"),
    Key("pagedown", "page(1)", "PgDn", "a page down"),
    Key("home,g", "edge(0)", "Home g", "first row"),
    Key("end,G", "edge(1)", "End G", "last row"),
    Key("enter", "activate", "Enter", "open the row; in what happened, move the replay there"),
)

IN_REGIONS = (
    Key("o", "sort_next", "o", "sort the regions by the next column (or click its name)"),
    Key("O", "sort_back", "O", "sort the other way round"),
    Key("space", "fold", "space", "fold or unfold the units inside this one"),
)
"""On the screen of the regions. Enter, of every list, opens the detail there; Escape closes it."""

IN_MAP = (
    Key("left,h", "go(-1, 0)", "← h", "the tile to the left"),
    Key("right,l", "go(1, 0)", "→ l", "the tile to the right"),
    Key("up,k", "go(0, -1)", "↑ k", "the tile above"),
    Key("down,j", "go(0, 1)", "↓ j", "the tile below"),
    Key("enter", "activate", "Enter", "open the region (or click its tile)"),
)
"""On the map while it has the focus."""


def bindings(keys: tuple[Key, ...]) -> list[BindingType]:
    """The keys as Textual wants them; our own hints show them, so Textual's footer does not."""
    return [Binding(key.bound, key.action, key.message, show=False) for key in keys]


@dataclass(frozen=True, slots=True)
class Hint:
    """One entry of the bottom line: what to press, for what, and the action that a click runs."""

    shown: str
    message: str
    action: str


REPLAY_HINTS = (
    Hint("space", "pause", "toggle_pause"),
    Hint("←→", "seek", "nudge(1)"),
    Hint("[ ]", "step", "step(1)"),
    Hint("+ -", "speed", "pace(1)"),
    Hint("n", "next event", "next_event"),
)
SCREEN_HINTS_SHORT = (
    Hint("1-4", "screens", "next_mode"),
    Hint("?", "help", "help"),
    Hint("q", "quit", "leave"),
)
LIVE_HINTS = (Hint("r", "poll now", "poll_now"),)
FEEDS_HINTS = (Hint("5", "feeds", "show_mode('feeds')"),)
"""Only where more than one feed is watched."""
SCREEN_HINTS = (
    Hint("1", "live", "show_mode('live')"),
    Hint("2", "regions", "show_mode('regions')"),
    Hint("3", "timeline", "show_mode('timeline')"),
    Hint("4", "log", "show_mode('log')"),
    Hint("?", "help", "help"),
    Hint("q", "quit", "leave"),
)
