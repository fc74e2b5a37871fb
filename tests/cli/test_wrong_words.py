"""Every wrong word is answered in one sentence with the word that was probably meant, in both languages."""

from pathlib import Path

import pytest

from tests.cli.program import countwatch

TABLE = [
    (("wach",), "watch"),
    (("show", "--jsn"), "--json"),
    (("--lnag", "es"), "--lang"),
    (("feeds", "lst"), "list"),
    (("elections", "shwo", "x"), "show"),
    (("config", "validat"), "validate"),
    (("schema", "event"), "events"),
    (("import", "gti"), "git"),
    (("export", "--to", "cvs"), "csv"),
    (("show", "--lang", "ess"), "es"),
    (("show", "x.json", "--format", "onpe2021"), "onpe-2021"),
    (("show", "--election", "peru-2021-runof"), "peru-2021-runoff"),
    (("elections", "show", "peru-2021-runof"), "peru-2021-runoff"),
    (("feeds", "show", "peru-2021-runof"), "peru-2021-runoff"),
    (("watch", "peru-2021-runof"), "peru-2021-runoff"),
    (("claim", "--share", "castilo=50"), "castillo"),
    (("show", "--pair", "castillo,fujimory"), "fujimori"),
    (("serve", "--fault", "slwo"), "slow"),
    (("serve", "night.cwrec", "--spede", "5"), "--speed"),
]


@pytest.mark.parametrize(("arguments", "meant"), TABLE, ids=str)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_one_sentence_names_the_word_that_was_meant(
    arguments: tuple[str, ...], meant: str, lang: str, tmp_path: Path
) -> None:
    ran = countwatch(*arguments, home=tmp_path, COUNTWATCH_LANG=lang)
    assert ran.code == 2, ran
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
    asked = {"en": "did you mean ", "es": "¿quiso decir "}[lang]
    told = ran.err.partition(asked)[2]
    assert told.strip().strip("?'") == meant, ran.err


def test_without_a_word_like_it_the_known_ones_are_listed(tmp_path: Path) -> None:
    ran = countwatch("qqq", home=tmp_path)
    assert ran.code == 2
    assert ran.err.startswith("countwatch: there is no command 'qqq'; known: watch, replay, show, ")
