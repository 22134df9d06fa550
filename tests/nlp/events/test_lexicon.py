"""The loaders of Chinese event data, on whole files and on wrong ones."""

import shutil
from pathlib import Path

import pytest
from dateline_server.errors import DataFileError
from dateline_server.nlp.events.lexicon import load_chinese_lexicon
from dateline_server.nlp.events.ontology import EVENTS_DATA, load_ontology


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("zh_triggers.toml", "[meet]", "[greet]", "no such event type"),
        ("zh_triggers.toml", "[会见]乙国外长", "会见乙国外长", "marks one trigger"),
        ("zh_triggers.toml", "nouns = []", "noun = []", "exactly the keys"),
        ("zh_words.toml", "[light]", "[heavy]", "no rule uses"),
        ("zh_words.toml", 'example = "他[是]医生。"', 'example = "医生。"', "no word of the class"),
        ("zh_linking.toml", "[durations]", "[lengths]", "no rule uses"),
        ("zh_factuality.toml", "[planned]", "[denied]", "exactly negated"),
        ("zh_factuality.toml", 'example = "公司没有[发布]新产品。"', 'example = ""', "no cue"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, name: str, old: str, new: str, problem: str) -> None:
    for path in EVENTS_DATA.glob("zh_*.toml"):
        shutil.copy(path, tmp_path)
    path = tmp_path / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=problem):
        load_chinese_lexicon(load_ontology(), tmp_path)


def test_a_trigger_has_one_type(tmp_path: Path) -> None:
    for path in EVENTS_DATA.glob("zh_*.toml"):
        shutil.copy(path, tmp_path)
    path = tmp_path / "zh_triggers.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("[call]\nverbs = [", '[call]\nverbs = [ "会见",', 1), encoding="utf-8")
    with pytest.raises(DataFileError, match="会见 belongs to meet already"):
        load_chinese_lexicon(load_ontology(), tmp_path)
