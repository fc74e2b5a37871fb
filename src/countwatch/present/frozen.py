"""A view that is kept while the count goes on, and says so wherever it could be taken for fresh."""

from datetime import datetime

from countwatch.present.views import Line, LiveView
from countwatch.present.words import Words


def frozen_view(kept: LiveView, live: LiveView, at: datetime, came: int, key: str, words: Words) -> LiveView:
    """`kept` as it was at `at` (the election's clock), with how many updates came since and the key that goes on.

    Whether the night is still written down is told as it is now: that is nothing to find out late.
    """
    told = words.plural(
        "FROZEN since {time}: {count} update came; ages and countdowns stand still; {key} goes on",
        "FROZEN since {time}: {count} updates came; ages and countdowns stand still; {key} goes on",
        came,
        time=words.day_clock(at),
        key=key,
    )
    short = words.plural(
        "FROZEN since {time} · {count} update came · {key} goes on",
        "FROZEN since {time} · {count} updates came · {key} goes on",
        came,
        time=words.day_clock(at),
        key=key,
    )
    before = f" · {kept.header.banner.text}" if kept.header.banner else ""
    header = kept.header._replace(
        badge=words("FROZEN"),
        badge_role="warn",
        next_poll="",
        recording=live.header.recording,
        banner=Line(told + before, "warn", short + before),
    )
    replay = kept.replay and kept.replay._replace(phase=words("frozen"))
    return kept._replace(header=header, replay=replay)
