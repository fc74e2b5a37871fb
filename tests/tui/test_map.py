"""The map of tiles: where tiles stand, what they say without colour, and the hands on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from countwatch.present.tile_views import Tile, TileMap
from countwatch.present.views import LiveView
from countwatch.tui import paint
from countwatch.tui.app import CountwatchApp
from countwatch.tui.colours import CONTRAST_MIN, contrast
from countwatch.tui.palette import DARK, LIGHT, TINTS, palette
from countwatch.tui.widgets.region import RegionDetail
from countwatch.tui.widgets.region_map import RegionMap
from countwatch.tui.widgets.regions import RegionsTable
from countwatch.tui.widgets.tiles import draw_tile, gauge, labels, layout, neighbour
from tests.tui.stage import painted, screen_text, show, text_of, until
from tests.tui.views import CASTILLO, FUJIMORI, LIVE, NAMES, picture

STYLES = palette(DARK)
TILES = tuple(
    Tile(f"{index:06}", index // 3, index % 3, name, index % 2, str(10 + index), 1 + index % 3, index / 10)
    for index, name in enumerate(NAMES)
    if index != 4
)
"""Three columns of tiles, with a hole in the middle."""
MAP = TileMap(TILES, 4, 3, "points ahead", "counted")
MAPPED: LiveView = LIVE._replace(regions=LIVE.regions._replace(tiles=MAP))


def named(name: str, short: str = "") -> Tile:
    return Tile(name, 0, 0, name, None, "–", 0, None, short)


def plain(rows: list[paint.Pieces]) -> list[str]:
    return ["".join(part.text for part in row) for row in rows]


@given(st.integers(0, 220), st.integers(0, 60))
def test_tiles_stay_in_their_room_and_apart(width: int, height: int) -> None:
    place = layout(MAP, width, height)
    if place is None:
        assert width < 27 or height < 4
        return
    seen: dict[str, int] = {}
    for y in range(height):
        for x in range(width):
            tile = place.at(TILES, x, y)
            if tile is not None:
                seen[tile.id] = seen.get(tile.id, 0) + 1
                assert y < height - place.has_legend
    assert seen == {tile.id: place.width * place.height for tile in TILES}


@pytest.mark.parametrize("size", [(8, 1), (9, 1), (8, 2), (12, 2), (16, 3)])
def test_a_tile_says_who_by_how_much_and_how_much_is_in_without_colour(size: tuple[int, int]) -> None:
    tile = TILES[0]._replace(leader=0, points="<0.1", counted=0.5)
    rows = draw_tile(tile, size, "Ama", CASTILLO, STYLES)
    assert len(rows) == size[1]
    assert {paint.measure(row) for row in rows} == {size[0]}
    seen = "\n".join(plain(rows))
    assert "■" in seen
    assert "A" in seen
    assert "<0.1" in seen
    assert "▄" in seen or seen.count("━") in {seen.count("─") - 1, seen.count("─"), seen.count("─") + 1}
    other = "\n".join(plain(draw_tile(tile._replace(leader=1), size, "Ama", FUJIMORI, STYLES)))
    assert "◆" in other


def test_nothing_is_full_that_is_not() -> None:
    assert gauge(0.999) != gauge(1.0) == "█"
    assert gauge(0.0) == "▁"
    assert gauge(None) == " "


def test_names_cut_short_stay_apart() -> None:
    short = labels([named(name) for name in ("Huancavelica", "Huánuco", "Lima", "La Libertad", "Lambayeque")], 3)
    assert short == {
        "Huancavelica": "Hua", "Huánuco": "Huo", "Lima": "Lim", "La Libertad": "LaL", "Lambayeque": "Lam",
    }  # fmt: skip
    assert all(paint.cells(text) <= 8 for text in labels([named(name) for name in NAMES], 8).values())


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_every_tint_can_be_read(theme: type) -> None:
    from textual.color import Color

    styles = palette(theme)  # type: ignore[arg-type]  # a theme of ours
    for strength in range(1, len(TINTS)):
        for colour in ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#999999"):
            ground = styles.tint(colour, strength)
            assert ground.bgcolor is not None
            back = Color.parse(ground.bgcolor.name)
            for style in (styles.text_on(ground), styles.ink_on(colour, ground)):
                assert style.color is not None
                assert contrast(Color.parse(style.color.name), back) >= CONTRAST_MIN


def test_the_next_tile_is_the_nearest_on_that_side() -> None:
    by_name = {tile.name: tile for tile in TILES}
    assert neighbour(TILES, by_name["Áncash"], 0, 1).name == "Ica"
    assert neighbour(TILES, by_name["Arequipa"], 1, 0).name == "Cajamarca"
    assert neighbour(TILES, by_name["Amazonas"], -1, 0).name == "Amazonas"


def map_of(app: CountwatchApp) -> RegionMap:
    return app.screen.query_one(RegionMap)


async def test_v_turns_the_table_into_a_map_on_every_screen() -> None:
    async with painted(picture(MAPPED), (120, 40), "regions") as (app, pilot):
        app.picture = picture(MAPPED)
        assert not map_of(app).display
        await pilot.press("v")
        assert app.focused is map_of(app)
        assert not app.screen.query_one(RegionsTable).display
        seen = screen_text(app)
        for text in ("■ CASTILLO", "◆ FUJIMORI", "points ahead", "counted", *(tile.name for tile in TILES)):
            assert text in seen
        await pilot.press("1")
        assert map_of(app).display
        await pilot.press("v")
        assert not map_of(app).display
        assert app.screen.query_one(RegionsTable).display


async def test_where_there_is_no_room_for_regions_v_goes_to_their_screen() -> None:
    wide = MAPPED._replace(regions=MAPPED.regions._replace(tiles=MAP._replace(columns=6)))
    async with painted(picture(wide), (80, 24), "live") as (app, pilot):
        app.picture = picture(wide)
        await pilot.press("v")
        assert app.current_mode == "regions"
        assert map_of(app).display


async def test_a_large_live_screen_has_the_map_beside_the_table() -> None:
    async with painted(picture(MAPPED), (200, 50), "live") as (app, _):
        assert map_of(app).display
        assert app.screen.query_one(RegionsTable).display
    async with painted(picture(LIVE), (200, 50), "live") as (app, _):
        assert not map_of(app).display


async def test_without_tiles_v_says_so() -> None:
    async with painted(picture(), (120, 40), "regions") as (app, pilot):
        app.picture = picture()
        await pilot.press("v")
        assert "no map of the regions" in next(iter(app._notifications)).message
        assert not map_of(app).display


async def test_arrows_and_hjkl_go_from_tile_to_tile_and_the_table_follows() -> None:
    async with painted(picture(MAPPED), (120, 40), "regions") as (app, pilot):
        app.picture = picture(MAPPED)
        await pilot.press("v", "right", "down", "l", "h")
        chosen = app.screen.query_one(RegionsTable).selected()
        assert chosen is not None
        assert map_of(app).selected_id == chosen.id
        assert f"{chosen.name} · ■ +" in screen_text(app)
        await pilot.press("v", "home")
        assert map_of(app).selected_id == TILES[0].id


async def test_enter_opens_the_region_and_escape_returns_to_the_map() -> None:
    async with painted(picture(MAPPED), (80, 24), "regions") as (app, pilot):
        app.picture = picture(MAPPED)
        await pilot.press("v", "enter")
        await until(pilot, lambda: app.screen.query_one(RegionDetail).display)
        assert not map_of(app).is_on_screen
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is map_of(app))


async def test_v_in_a_detail_that_fills_the_screen_shows_the_map_behind_it() -> None:
    async with painted(picture(MAPPED), (80, 24), "regions") as (app, pilot):
        app.picture = picture(MAPPED)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.screen.query_one(RegionDetail).display)
        await pilot.press("v")
        await until(pilot, lambda: app.focused is map_of(app))
        assert map_of(app).is_on_screen
        assert map_of(app).selected_id == TILES[1].id


async def test_the_mouse_tells_a_tile_and_a_click_opens_it_from_the_live_screen() -> None:
    async with painted(picture(MAPPED), (200, 50), "live") as (app, pilot):
        app.picture = picture(MAPPED)
        tiles = map_of(app)
        place = tiles._layout(*tiles.size)
        assert place is not None
        cell = (2 + place.left + place.pitch[0], 1 + place.top)
        await pilot.hover(tiles, offset=cell)
        assert "Áncash · ■ +" in screen_text(app)
        await pilot.click(tiles, offset=cell)
        await until(pilot, lambda: app.current_mode == "regions" and app.screen.has_class("-detail"))
        show(app, picture(MAPPED))
        assert map_of(app).selected_id == TILES[1].id


async def test_a_search_takes_the_first_match_in_hand() -> None:
    async with painted(picture(MAPPED), (120, 40), "regions") as (app, pilot):
        app.picture = picture(MAPPED)
        await pilot.press("v", "slash", *"apurim")
        assert app.focused is app.screen.query_one(Input)
        assert map_of(app).selected_id == "000002"


async def test_a_map_without_room_says_what_to_press() -> None:
    async with painted(picture(MAPPED), (120, 40), "regions") as (app, pilot):
        app.picture = picture(MAPPED)
        await pilot.press("v")
        await pilot.resize_terminal(40, 8)
        await pilot.pause()
        assert "m gives it the whole screen" in " ".join(text_of(map_of(app)).split())


async def test_a_candidate_of_the_legend_has_the_next_of_its_own_taken_in_hand() -> None:
    async with painted(picture(MAPPED), (120, 40), mode="regions") as (app, pilot):
        app.regions_as_map = True
        tiles = app.screen.query_one(RegionMap)
        await until(pilot, lambda: bool(tiles.size) and "FUJIMORI" in text_of(tiles).splitlines()[-1])
        last = text_of(tiles).splitlines()[-1]
        at = (tiles.gutter.left + last.index("FUJIMORI"), tiles.gutter.top + tiles.size.height - 1)
        seen = []
        for _ in range(3):
            await pilot.click(tiles, offset=at)
            assert tiles._cursor is not None
            assert tiles._cursor.leader == 1
            seen.append(tiles._cursor.id)
        assert len(set(seen)) == 3
