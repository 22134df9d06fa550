from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from dateline_server.errors import DataFileError
from dateline_server.nlp.actors.rules import read_rules

TEXT = (files("dateline_server.nlp") / "data" / "actors" / "rules.toml").read_text("utf-8")


def test_every_table_has_examples() -> None:
    _, examples = read_rules()
    assert len(examples) >= TEXT.count("\nwords = ")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[[regions.examples]]", '[region]\nwords = ["x"]\n[[region.examples]]', "reg"),
        ("[unit]\n", '[unit]\ncolour = "red"\n', "unit"),
        ("[[unit.examples]]", "[[unit.samples]]", "unit"),
        ("[office]\n", "[office]\nprefixes = [1", "file"),
        ('"署", "局",', '"署(", "局",', "pattern"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "rules.toml"
    assert old in TEXT
    path.write_text(TEXT.replace(old, new, 1), "utf-8")
    with pytest.raises(DataFileError, match=rf"rules\.toml: {problem}"):
        read_rules(path)
