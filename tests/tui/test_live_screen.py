"""Every panel's facts, at every size."""

import pytest

from countwatch.present.views import CandidateView, Line
from countwatch.tui.widgets.digits import big
from tests.tui.stage import SIZES, painted, screen_text, show, text_of
from tests.tui.views import CASTILLO, HEADER, LIVE, picture

FACTS = (
    "8,548,929", "8,457,547",
    "CASTILLO", "FUJIMORI", "+5,784",
    "so far", "0.537 points",
    "counted 94.478 % 81,712", "at the boards 1.485 % 1,284", "pending 4.038 % 3,492",
    "processed 95.962 %", "turnout on counted actas 75.962 %", "blank 117,313", "null 1,026,838",
    "needs more than 54.596 %",
    "Proclamation", "counted is not proclaimed",
    "lead changed: CASTILLO +25,499", "correction: FUJIMORI −276",
    "600×", "7 Jun 19:23", "29 Jul",
    "REPLAY", "updated 19:23 (2 min ago)",
)  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
async def test_all_facts_are_on_the_screen(size: tuple[int, int]) -> None:
    async with painted(picture(), size) as (app, _):
        panels = (text_of(widget) for widget in app.screen.query("Painted, Rows"))
        seen = " ".join("\n".join([screen_text(app), *panels]).replace("│", " ").split())
        assert [fact for fact in FACTS if fact not in seen] == []


async def test_a_small_screen_tells_shares_lead_and_countdown_in_plain_figures() -> None:
    async with painted(picture(), (80, 24)) as (app, _):
        seen = screen_text(app)
        for fact in ("50.269 %", "49.731 %", "+91,382", "50 d 4 h 37 m"):
            assert fact in seen
        assert "Amazonas" in seen
        assert "…" not in seen


@pytest.mark.parametrize("size", SIZES[1:])
async def test_a_larger_screen_draws_shares_and_countdown_big(size: tuple[int, int]) -> None:
    async with painted(picture(), size) as (app, _):
        for id_, figure in (
            ("#first", "50.269 %"),
            ("#second", "49.731 %"),
            ("#proclamation", "50d 04:37:00"),
        ):
            shown = text_of(app.screen.query_one(id_))
            for row in big(figure, app.screen.query_one("#sheets").rich_style):
                assert "".join(part.text for part in row).rstrip() in shown
        assert "Amazonas" in screen_text(app)


async def test_the_largest_screen_has_the_feeds_health_and_more_columns() -> None:
    async with painted(picture(), (200, 50)) as (app, _):
        seen = screen_text(app)
        assert "32 updates: accepted 31, correction 1" in " ".join(text_of(app.screen.query_one("#health")).split())
        assert "170,515" in seen
        assert "18:18" in seen
        assert "━■◆━" in seen


async def test_numbers_of_the_table_stand_under_each_other() -> None:
    async with painted(picture(), (120, 40)) as (app, _):
        head, *rows = text_of(app.screen.query_one("#regions")).splitlines()
        edge = head.index("FUJIMORI") + len("FUJIMORI")
        assert len(rows) > 3
        assert all(row[:edge].endswith("34.66") for row in rows)


async def test_resizing_keeps_the_facts() -> None:
    async with painted(picture(), (200, 50)) as (app, pilot):
        for size in ((80, 24), (120, 40), (100, 60), (72, 20), (200, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            seen = screen_text(app)
            assert "8,548,929" in seen
            assert "REPLAY" in seen
            assert all(len(line) == size[0] for line in seen.splitlines())


async def test_before_the_watch_opens_there_is_a_frame_with_empty_panels() -> None:
    async with painted(None, (120, 40)) as (app, _):
        seen = screen_text(app)
        for text in ("countwatch", "opening", "Still out", "Proclamation", "What happened", "q quit"):
            assert text in seen


async def test_a_live_feed_has_no_replay_bar_and_other_hints() -> None:
    async with painted(picture(LIVE._replace(replay=None)), (120, 40)) as (app, _):
        assert not app.screen.query_one("#replay").display
        assert "poll now" in screen_text(app)
        assert "next event" not in screen_text(app)


async def test_a_banner_comes_and_goes() -> None:
    alarm = Line("rejected: not JSON · the last good numbers stay", "alert")
    async with painted(picture(LIVE._replace(header=HEADER._replace(banner=alarm))), (80, 24)) as (
        app,
        pilot,
    ):
        assert alarm.text in screen_text(app)
        show(app, picture())
        await pilot.pause()
        assert alarm.text not in screen_text(app)


async def test_not_recording_outlives_everything_else_in_the_top_line() -> None:
    loud = HEADER._replace(recording=Line("NOT RECORDING since 19:20", "alert"))
    async with painted(picture(LIVE._replace(header=loud)), (80, 24)) as (app, _):
        first = screen_text(app).splitlines()[0]
        assert "NOT RECORDING since 19:20" in first
        assert "REPLAY" in first
        assert "chain" not in first


async def test_more_than_two_candidates_become_a_list() -> None:
    field = tuple(
        CandidateView(
            f"c{index}", f"Candidate {index}", "", f"{20 - index}.000 %", f"{9 - index},000", "", "#009E73", "▲",
            ahead=index == 0, fraction=(20 - index) / 100,
        )
        for index in range(14)
    )  # fmt: skip
    async with painted(picture(LIVE._replace(candidates=field)), (120, 40)) as (app, _):
        shown = text_of(app.screen.query_one("#field"))
        assert "Candidate 0" in shown
        assert "20.000 %" in shown
        assert "9,000" in shown
        assert not app.screen.query_one("#first").display


@pytest.mark.parametrize(
    "theme", ["countwatch-light", "textual-dark", "nord", "ansi-dark", "ansi-light", "solarized-light"]
)
async def test_every_theme_paints(theme: str) -> None:
    async with painted(picture(), (120, 40), theme=theme) as (app, _):
        assert app.theme == theme
        assert "8,548,929" in screen_text(app)


async def test_without_colour_candidates_and_states_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with painted(picture(), (200, 50)) as (app, _):
        strips = app.screen._compositor.render_strips()
        hues = {
            part.style.color.get_truecolor() for strip in strips for part in strip if part.style and part.style.color
        }
        assert {len({colour.red, colour.green, colour.blue}) for colour in hues} == {1}
        seen = screen_text(app)
        for sign in (
            "■ CASTILLO",
            "◆ FUJIMORI",
            "▆ counted",
            "▒ at the boards",
            "░ pending",
            "↑ CASTILLO",
            "━■◆━",
        ):
            assert sign in seen


async def test_only_changed_lines_are_painted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with painted(picture(), (120, 40)) as (app, pilot):
        panel = app.screen.query_one("#first")
        asked: list[int] = []
        monkeypatch.setattr(panel, "refresh", lambda *regions, **_: asked.extend(region.y for region in regions))
        show(app, picture())
        assert asked == []
        show(app, picture(LIVE._replace(candidates=(CASTILLO._replace(change="+1"), LIVE.candidates[1]))))
        await pilot.pause()
        assert len(asked) == 1


async def test_a_long_banner_takes_the_lines_that_it_needs() -> None:
    long = Line("fetch failed: the server answered with status 500; expected 200 and the results · kept", "alert")
    async with painted(picture(LIVE._replace(header=HEADER._replace(banner=long))), (72, 24)) as (app, pilot):
        assert "kept" in screen_text(app)
        assert "…" not in "".join(screen_text(app).splitlines()[1:3])
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert app.screen.query_one("#banner").size.height == 1


async def test_trouble_with_a_live_feed_leads_to_the_log_and_the_end_of_a_replay_to_its_start() -> None:
    alarm = Line("rejected: not JSON", "alert")
    live = LIVE._replace(replay=None, header=HEADER._replace(banner=alarm))
    async with painted(picture(live), (80, 24)) as (app, pilot):
        assert "4 what came" in screen_text(app)
        assert LIVE.replay is not None
        for replay, hint in (
            (LIVE.replay, "space pause"),
            (LIVE.replay._replace(paused=True), "space play"),
            (LIVE.replay._replace(paused=True, ended=True), "0 from the start"),
        ):
            show(app, picture(LIVE._replace(replay=replay)))
            await pilot.pause()
            assert hint in screen_text(app)


async def test_the_age_gives_way_before_the_stamp() -> None:
    quiet = HEADER._replace(age="1 963 days ago, unchanged", title="A title of some length, 2021")
    async with painted(picture(LIVE._replace(header=quiet)), (80, 24)) as (app, _):
        first = screen_text(app).splitlines()[0]
        assert "updated 19:23" in first
        assert "unchanged" not in first


async def test_how_old_the_numbers_are_is_said_even_beside_two_badges() -> None:
    alarm = Line("NOT RECORDING since 01:02", "alert")
    stale = HEADER._replace(badge="STALE", stamp="updated 24 Nov 20:00", age="5 h 1 min ago", recording=alarm)
    async with painted(picture(LIVE._replace(header=stale)), (80, 24)) as (app, _):
        first = screen_text(app).splitlines()[0]
        assert "NOT RECORDING since 01:02" in first
        assert "STALE" in first
        assert "5 h 1 min ago" in first


async def test_lists_without_rows_say_why() -> None:
    nothing = LIVE._replace(regions=LIVE.regions._replace(rows=(), caption=Line("no units in this feed yet", "dim")))
    async with painted(picture(nothing), (80, 24)) as (app, _):
        assert "no units in this feed yet" in text_of(app.screen.query_one("#regions"))
    async with painted(picture(nothing, updates=0), (80, 24), "log") as (app, _):
        assert "No update has come yet." in text_of(app.screen.query_one("#log"))
