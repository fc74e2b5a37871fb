"""Every key of the app, once: what is bound, and so what the hints show, the help says and the palette offers."""

from typing import NamedTuple

from textual.binding import Binding, BindingType

from countwatch.present.vocabulary import msg


class Key(NamedTuple):
    """One thing that a key does. `id` names it in the settings, `bound` are Textual's names of its keys.

    `message` is the English text.
    """

    id: str
    bound: str
    action: str
    message: str


WATCHING = (
    Key("show_live", "1", "show_mode('live')", "live"),
    Key("show_regions", "2", "show_mode('regions')", "regions"),
    Key("show_timeline", "3", "show_mode('timeline')", "timeline"),
    Key("show_log", "4", "show_mode('log')", "log"),
    Key("show_feeds", "5", "show_mode('feeds')", "feeds side by side, where there are several"),
    Key("next_panel", "tab", "app.focus_next", "to the next panel"),
    Key("previous_panel", "shift+tab", "app.focus_previous", "to the previous panel"),
    Key("maximise", "m", "maximise", "maximise the panel in focus, and back"),
    Key("search", "slash", "search", "search the regions"),
    Key("map", "v", "turn_map", "the regions as a map of tiles, or as a table"),
    Key("axis", "x", "turn_axis", "the chart of the lead over the count, or over time"),
    Key("freeze", "f", "freeze", "freeze the screen while the count goes on, and back"),
    Key("bulletin", "b", "copy_bulletin", "copy the bulletin, ready to be cited"),
    Key("picture", "s", "save_picture", "save a picture of the screen (SVG)"),
    Key("poll_now", "r", "poll_now", "poll now (live feeds)"),
    Key("repaint", "ctrl+l", "repaint", "paint the whole screen anew"),
    Key("palette", "ctrl+p,colon", "open_palette", "every action and every region, by name"),
    Key("help", "question_mark,f1", "help", "help"),
    Key("quit", "q", "leave", "quit"),
)

REPLAYING = (
    Key("pause", "space", "toggle_pause", "pause or play"),
    Key("back", "left", "nudge(-1)", "back by a fiftieth"),
    Key("ahead", "right", "nudge(1)", "ahead by a fiftieth"),
    Key("update_back", "left_square_bracket", "step(-1)", "one update back"),
    Key("update_ahead", "right_square_bracket", "step(1)", "one update ahead"),
    Key("faster", "plus,equals_sign", "pace(1)", "faster"),
    Key("slower", "minus", "pace(-1)", "slower"),
    Key("next_event", "n", "next_event", "next event"),
    Key("previous_event", "N", "previous_event", "previous event"),
    Key("go_to_time", "g,ctrl+g", "go_to_time", "go to a time"),
    Key("start", "0", "ends(0)", "to the start"),
    Key("end", "dollar_sign", "ends(1)", "to the end"),
)

IN_LISTS = (
    Key("up", "up,k", "move(-1)", "up"),
    Key("down", "down,j", "move(1)", "down"),
    Key("page_up", "pageup", "page(-1)", "a page up"),
    Key("page_down", "pagedown", "page(1)", "a page down"),
    Key("first_row", "home,g", "edge(0)", "first row"),
    Key("last_row", "end,G", "edge(1)", "last row"),
    Key("open", "enter,l", "activate", "open the row; in what happened, move the replay there"),
)

IN_REGIONS = (
    Key("sort", "o", "sort_next", "sort the regions by the next column (or click its name)"),
    Key("sort_back", "O", "sort_back", "sort the other way round"),
    Key("fold", "space", "fold", "fold or unfold the units inside this one"),
    Key("close", "escape,h", "go_back", "close the detail, then the search"),
)
"""On the screen of the regions, whatever has the focus there."""

IN_MAP = (
    Key("tile_left", "left,h", "go(-1, 0)", "the tile to the left"),
    Key("tile_right", "right,l", "go(1, 0)", "the tile to the right"),
    Key("tile_up", "up,k", "go(0, -1)", "the tile above"),
    Key("tile_down", "down,j", "go(0, 1)", "the tile below"),
    Key("open_tile", "enter", "activate", "open the region (or click its tile)"),
)
"""On the map while it has the focus."""

IN_CANDIDATE = (
    Key("strongholds", "enter", "strongholds", "the regions, sorted by the share of this candidate (or click twice)"),
)
"""On the panel of a candidate while it has the focus."""

GROUPS = (
    (msg("Watching"), WATCHING),
    (msg("Moving a replay"), REPLAYING),
    (msg("In a list"), IN_LISTS),
    (msg("In the regions"), IN_REGIONS),
    (msg("On the map"), IN_MAP),
    (msg("On a candidate"), IN_CANDIDATE),
)
"""Every key, by where it works: the first two everywhere, the others before them while their panel has the focus."""

KEYS = {key.id: key for _, keys in GROUPS for key in keys}
"""Every key by its name in the settings."""


def bindings(keys: tuple[Key, ...]) -> list[BindingType]:
    """The keys as Textual wants them; our own hints show them, so Textual's footer does not."""
    return [Binding(key.bound, key.action, key.message, show=False, id=key.id) for key in keys]


class Hint(NamedTuple):
    """One entry of the bottom line: the keys to press, for what, and the action that a click runs.

    `between` stands between what two keys show.
    """

    keys: tuple[str, ...]
    message: str
    action: str
    between: str = " "


PANEL_HINTS = (Hint(("maximise",), "maximise", "maximise"),)
CANDIDATE_HINTS = (Hint(("strongholds",), "regions", "focused.strongholds"), *PANEL_HINTS)
LIST_HINTS = (
    Hint(("up", "down"), "move", "focused.move(1)", between=""),
    Hint(("open",), "open it", "focused.activate"),
)
TABLE_HINTS = (*LIST_HINTS, Hint(("search",), "search", "search"), Hint(("map",), "map", "turn_map"))
TYPING_HINTS = (
    Hint(("open",), "to the list", "focused.submit"),
    Hint(("close",), "close", "screen.go_back"),
)
MAP_HINTS = (
    Hint(("tile_left", "tile_down", "tile_up", "tile_right"), "move", "focused.go(1, 0)", between=""),
    Hint(("open_tile",), "open it", "focused.activate"),
    Hint(("map",), "table", "turn_map"),
)
"""Those of the panel in focus; they come before the others."""

_PAUSE = Hint(("pause",), "pause", "toggle_pause")
_PLAY = Hint(("pause",), "play", "toggle_pause")
_MOVES = (
    Hint(("back", "ahead"), "seek", "nudge(1)", between=""),
    Hint(("update_back", "update_ahead"), "step", "step(1)"),
    Hint(("faster", "slower"), "speed", "pace(1)"),
    Hint(("next_event",), "next event", "next_event"),
)
REPLAY_HINTS = {
    "playing": (_PAUSE, *_MOVES),
    "paused": (_PLAY, *_MOVES),
    "ended": (Hint(("start",), "from the start", "ends(0)"), *_MOVES[:2]),
}
"""By what the replay does."""
SCREEN_HINTS_SHORT = (
    Hint(("show_live", "show_log"), "screens", "next_mode", between="-"),
    Hint(("help",), "help", "help"),
    Hint(("quit",), "quit", "leave"),
)
LIVE_HINTS = (Hint(("poll_now",), "poll now", "poll_now"),)
TROUBLE_HINTS = (Hint(("show_log",), "what came", "show_mode('log')"),)
"""Where something is wrong with a live feed."""
FROZEN_HINTS = (Hint(("freeze",), "unfreeze", "freeze"),)
FEEDS_HINTS = (Hint(("show_feeds",), "feeds", "show_mode('feeds')"),)
"""Only where more than one feed is watched."""
SCREEN_HINTS = (
    Hint(("show_live",), "live", "show_mode('live')"),
    Hint(("show_regions",), "regions", "show_mode('regions')"),
    Hint(("show_timeline",), "timeline", "show_mode('timeline')"),
    Hint(("show_log",), "log", "show_mode('log')"),
    Hint(("help",), "help", "help"),
    Hint(("quit",), "quit", "leave"),
)
