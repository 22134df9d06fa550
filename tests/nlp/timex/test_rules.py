"""The loader names what is wrong and where, before the first text is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dateline_server.errors import DataFileError
from dateline_server.nlp.timex.rules import DATA, load_timex_rules


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("zh.toml", "en.toml", "common.toml", "fiscal_years.toml"):
        shutil.copy(DATA / name, tmp_path / name)
    return tmp_path


def rule(body: str) -> str:
    return f'\n[[rule]]\nid = "zh.test"\n{body}\n'


PLAIN = "pattern = '今'\ntype = 'DATE'\n"
MODIFIER = "\n[[modifier]]\nid = 'm'\nafter = 'x'\neffect = 'magic'\nexamples = [{ text = 'x' }]\n"
GOOD = 'type = "DATE"\nvalue = { day = "+0" }\nexamples = [{ text = "今" }]\n'


@pytest.mark.parametrize(
    ("addition", "problem"),
    [
        (rule("pattern = '今{nothing}'\n" + GOOD), "names {nothing}, which is no class"),
        (rule("pattern = '今.*'\n" + GOOD), "unbounded repetition"),
        (rule("pattern = '今{2,}'\n" + GOOD), "unbounded repetition"),
        (rule("pattern = '今('\n" + GOOD), "is no regular expression"),
        (rule("pattern = '.今'\n" + GOOD), "must begin with a character"),
        (rule("pattern = '今'\ncolour = 1\n" + GOOD), "unknown keys ['colour']"),
        (rule("pattern = '今'\nresolve = 'guess'\n" + GOOD), "resolve is 'guess'"),
        (rule("pattern = '今'\nanchor = 'sea'\n" + GOOD), "anchor is 'sea'"),
        (rule(PLAIN + "value = { hue = '1' }\nexamples = [{ text = '今' }]"), "hue is no slot"),
        (rule(PLAIN + "value = { day = '{day}' }\nexamples = [{ text = '今' }]"), "not in the"),
        (rule(PLAIN + "value = { day = '1' }\nexamples = []"), "has no example"),
        (rule(PLAIN + "value = { day = '1' }"), "missing keys ['examples']"),
        ('\n[class.idle]\npattern = "x"\n', "never used: ['idle']"),
        ("\n[class.idle]\n", "neither words nor a pattern"),
        ("\n[surprise]\n", "unknown keys ['surprise']"),
        ("\n= 3\n", "cannot be read as TOML"),
        (MODIFIER, "effect is 'magic'"),
    ],
    ids=lambda text: text if "\n" not in text else "",
)
def test_wrong_file(folder: Path, addition: str, problem: str) -> None:
    path = folder / "zh.toml"
    path.write_text(path.read_text(encoding="utf-8") + addition, encoding="utf-8")
    with pytest.raises(DataFileError) as error:
        load_timex_rules(folder)
    assert problem in str(error.value)
    assert str(path) in str(error.value)


def test_an_id_is_used_once(folder: Path) -> None:
    path = folder / "zh.toml"
    addition = '\n[[rule]]\nid = "zh.year.within"\npattern = "年内"\n' + GOOD
    path.write_text(path.read_text(encoding="utf-8") + addition, encoding="utf-8")
    with pytest.raises(DataFileError, match="used twice"):
        load_timex_rules(folder)
