"""Bodies whose labels attack the screen, the clipboard, the markup and the spreadsheet of whoever reads them."""

from collections.abc import Mapping

from tools.samples.island import JsonObject, progress, snapshot, written

ESC, BEL, CSI = "\x1b", "\x07", "\x9b"
ZALGO = "S" + "\u0301\u0316\u0334" * 40 + "ur"

FIRST: Mapping[str, str] = {
    "title": f"Isla{ESC}]0;owned{BEL} Fingida",
    "ancla": f"{ESC}[31mAlma{ESC}[0m{ESC}]8;;https://example.invalid{BEL}x",
    "brujula": "[@click=app.quit]Bruno[/] [/nope] [red]",
    "north": "Norte \u202eetroN\u2066\u200b",
    "south": ZALGO,
    "abroad": '=HYPERLINK("https://example.invalid","Exterior")',
}
SECOND: Mapping[str, str] = {
    "title": "Isla\r\n\tFingida\u2028\u2029",
    "ancla": f"{ESC}]52;c;b3duZWQ={BEL}{CSI}2JAlma",
    "brujula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "north": "\u3164\u115f\u2800\u00ad N",
    "south": "\U000e0041\U000e0042 S \ue000\ufdd0",
    "abroad": "Exterior " * 200,
}


def bodies() -> list[bytes]:
    """Two that are counts all the same, two whose ids or text no one should take, and a clean one."""
    hostile_id = _labelled(2, {}) | {"root_id": f"island{ESC}[2J"}
    blank_name = _labelled(3, {"ancla": " "})
    return [
        written(_labelled(0, FIRST)),
        written(_labelled(1, SECOND)),
        written(hostile_id),
        written(blank_name),
        written(_labelled(4, {"ancla": "LONE"})).replace(b"LONE", b"\\ud800"),
        written(_labelled(5, {})),
    ]


def _labelled(n: int, labels: Mapping[str, str]) -> JsonObject:
    """The island with other names, in full and short."""
    value = snapshot(10 * n, progress(100 + 20 * n, 60 + 20 * n, 5 + n))
    if "title" in labels:
        value["title"] = labels["title"]
    for roster in ("candidates", "units"):
        items = value[roster]
        if not isinstance(items, list):
            raise TypeError(roster)
        for item in items:
            if item["id"] in labels:
                item["name"] = labels[item["id"]]
                item.pop("short_name", None)
    return value
