"""What one may type for a time, and what is none."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from countwatch.present.moments import instant_of, moment
from countwatch.present.words import Words

LIMA = ZoneInfo("America/Lima")
HERE = datetime(2021, 6, 7, 19, 25, 30, tzinfo=LIMA)
BETWEEN = datetime(2021, 6, 7, 5, 48, tzinfo=UTC), datetime(2021, 7, 28, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("locale", ["en_US", "es_PE"])
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2021-06-09T10:30", (6, 9, 10, 30, 0)),
        ("2021-06-09 10:30", (6, 9, 10, 30, 0)),
        ("2021-06-09", (6, 9, 0, 0, 0)),
        ("2021-06-09T15:30Z", (6, 9, 10, 30, 0)),
        ("2021-06-09T10:30-05:00", (6, 9, 10, 30, 0)),
        ("7 Jun 11:19", (6, 7, 11, 19, 0)),
        ("7 june 2021, 11:19:30", (6, 7, 11, 19, 30)),
        ("19 Jul", (7, 19, 0, 0, 0)),
        ("7 Jun", (6, 7, 0, 48, 0)),
        ("8:05", (6, 7, 8, 5, 0)),
        ("+2h", (6, 7, 21, 25, 30)),
        ("-30m", (6, 7, 18, 55, 30)),
        ("−30 min", (6, 7, 18, 55, 30)),
        ("+1d 12h", (6, 9, 7, 25, 30)),
    ],
)
def test_times_as_one_types_them(text: str, meant: tuple[int, ...], locale: str) -> None:
    found = moment(f" {text} ", HERE, BETWEEN, Words(locale))
    month, day, hour, minute, second = meant
    assert found == datetime(2021, month, day, hour, minute, second, tzinfo=LIMA)
    assert found.utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize("text", ["7 jul 11:19", "7 de julio 11:19", "7 Julio 2021 11:19"])
def test_months_of_the_reader(text: str) -> None:
    assert moment(text, HERE, BETWEEN, Words("es_PE")) == datetime(2021, 7, 7, 11, 19, tzinfo=LIMA)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "25:00", "31 Jun", "7 Jux 11:19", "+2", "+2w", "+999999d999999d999999d999999d", "2021-13-01",
     "7 Jun 11:19 x", "+", "19:23 7 Jun", "12", "2021-06-07T", "0 Jun", "\x1b[2J"],
)  # fmt: skip
def test_what_is_no_time_is_none(text: str) -> None:
    assert moment(text, HERE, BETWEEN, Words()) is None


def test_one_sentence_says_what_is_no_time_and_what_is_outside() -> None:
    told = instant_of("yester\x1bday", HERE, BETWEEN, Words())
    assert told == "yester\ufffdday is no time; expected one such as 7 Jun 19:25, 19:23, +2h or 2021-06-07T19:25"
    assert instant_of("-2d", HERE, BETWEEN, Words()) == "the recording has 7 Jun 00:48 to 28 Jul 12:00 only"
    assert instant_of("+2h", HERE, BETWEEN, Words()) == HERE + timedelta(hours=2)
