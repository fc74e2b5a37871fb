"""Text that attacks whoever shows it: the terminal, the markup, the eye, the spreadsheet."""

import random

ESC, BEL, ST, C1_CSI, C1_OSC = "\x1b", "\x07", "\x1b\\", "\x9b", "\x9d"
WORDS_MAX = 30_000

REFUSED: dict[int, tuple[str, str]] = {
    200: ("a window title by OSC", f"{ESC}]0;owned{BEL}Ben"),
    201: ("the clipboard by OSC 52", f"{ESC}]52;c;b3duZWQ={BEL}Ben"),
    202: ("a link by OSC 8", f"{ESC}]8;;https://example.invalid{ST}Ben{ESC}]8;;{ST}"),
    203: ("the screen cleared by CSI", f"{ESC}[2J{ESC}[999;999HBen"),
    204: ("CSI as one C1 character", f"{C1_CSI}2J{C1_CSI}5mBen"),
    205: ("OSC as one C1 character", f"{C1_OSC}0;owned\x9cBen"),
    206: ("a device control string", f"{ESC}P+q544e{ST}Ben"),
    207: ("a question that the terminal types an answer to", f"{ESC}[c{ESC}[6nBen"),
    208: ("the alternate screen left", f"{ESC}[?1049lBen"),
    209: ("a full reset", f"{ESC}cBen"),
    210: ("every C0 control", "".join(map(chr, range(1, 32))) + "\x7fBen"),
    212: ("a carriage return that writes over the line", "Ben\rAna"),
    213: ("a tab", "Ben\tAna"),
    214: ("right to left over the rest of the line", "Ben \u202e000,9\u202c"),
    215: ("direction isolates", "\u2066Ben\u2069"),
    216: ("characters of no width", "B\u200be\u200c\u200dn\ufeff\u2060"),
    217: ("tag characters", "Ben" + "".join(chr(0xE0000 + ord(letter)) for letter in "hidden")),
    218: ("a tower of marks", "B" + "\u0301\u0316\u0334" * 4000 + "en"),
    219: ("a chain of joined emoji", "\u200d".join("👨👩👧👦" * 12) + "Ben"),
    220: ("line and paragraph separators", "Ben\u2028Ana\u2029"),
    221: ("Hangul fillers", "\u3164\u115fBen\uffa0"),
}
"""By number: what it is, and the text. Some of it must become U+FFFD, or be cut."""

LITERAL: dict[int, tuple[str, str]] = {
    222: ("letters of another script that look the same", "Вen Вегаs"),
    224: ("markup with an action", "[@click=app.leave]Ben[/]"),
    225: ("markup with a link", "[link=file:///etc/passwd]Ben[/link]"),
    226: ("markup that closes nothing", "[/nope]"),
    227: ("markup that never ends", "[bold"),
    228: ("markup with colours", "[white on white]Ben[/] [$primary]x"),
    229: ("escaped markup", "\\[b]Ben\\"),
    230: ("a spreadsheet formula", '=HYPERLINK("https://example.invalid","Ben")'),
    231: ("a path", "../../../../etc/passwd"),
    232: ("a shell's words", "$(reboot); `reboot` && rm -rf ~"),
    233: ("a format", "{0} {self.__class__} %s %(name)s"),
}
"""Text that is shown exactly as it came, and obeyed by nobody."""

HOSTILE = tuple(text for table in (REFUSED, LITERAL) for _, text in table.values())

_PIECES = (
    f"{ESC}[5m", f"{ESC}[38;5;197m", f"{ESC}[777;777H", f"{ESC}[2J", f"{ESC}[3J", f"{ESC}[?1049l", f"{ESC}[?1003h",
    f"{ESC}[6n", f"{ESC}[c", f"{ESC}[>q", f"{ESC}[8m", f"{ESC}c", f"{ESC}7", f"{ESC}(0", f"{ESC}N", f"{ESC}#8",
    f"{ESC}]0;owned{BEL}", f"{ESC}]52;c;eA=={BEL}", f"{ESC}]8;;http://x{ST}", f"{ESC}P$q m{ST}", f"{ESC}_Gx{ST}",
    f"{ESC}^x{ST}", f"{ESC}Xx{ST}", "\x90q", "\x9b5m", "\x9d0;x\x9c", "\x9e", "\x9f", "\x84", "\x85", "\x8d", "\x98",
    "\x00", "\x05", "\x07", "\x08", "\t", "\n", "\x0b", "\x0c", "\r", "\x0e", "\x0f", "\x11", "\x13", "\x18", "\x1a",
    "\x7f", "\u00ad", "\u061c", "\u115f", "\u180e", "\u200b", "\u200e", "\u2028", "\u202e", "\u2066", "\u2800",
    "\u3164", "\ufe0f", "\ufeff", "\ufff9", "\ue000", "\ufdd0", "\U000e0041", "\U000e0100", "\U0010fffd",
    "[", "]", "[/]", "[/nope]", "[@click=app.leave]", "[@click=app.bell]", "[link=file:///x]", "[bold", "\\[", "\\",
    "[$primary]", "{", "}", "{0}", "%s", "=1+1", "@SUM(1)", "-1", "漢", "한", "ไท", "👩‍🚀", "e\u0301\u0316\u0334", "ß",
)  # fmt: skip


def generated(count: int, seed: int) -> list[str]:
    """So many texts, each opened by a mark of its own (`k17k`), of pieces that do harm and letters that do not.

    One in ten is drawn from the whole of Unicode. The same seed gives the same texts.
    """
    chance = random.Random(seed)  # noqa: S311 - tests keep no secrets
    return [f"k{number}k{_one(chance)}" for number in range(count)]


def _one(chance: random.Random) -> str:
    if chance.random() < 0.1:
        return "".join(_any_character(chance) for _ in range(chance.randrange(1, 8)))
    parts = chance.choices(_PIECES, k=chance.randrange(1, 4))
    return "".join(part + chance.choice(("", "x", " y")) for part in parts)


def _any_character(chance: random.Random) -> str:
    code = chance.randrange(0x110000 - 0x800)
    return chr(code if code < 0xD800 else code + 0x800)
