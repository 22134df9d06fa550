"""The choice of a recognizer, wherever texts are analysed."""

from __future__ import annotations

import json
from pathlib import Path

import dateline
import pytest
from click.testing import CliRunner
from dateline import Client, new_document
from dateline.cli import dateline as command_line
from dateline.local import RECOGNIZERS
from dateline_server.cli import server
from dateline_server.nlp.recognizer import Recognizer
from dateline_server.nlp.version import analyzer_version

FAST = analyzer_version(recognizer=Recognizer.FAST)
TEXT = "欧盟2023年7月3日宣布新规。"


def test_what_one_recognizer_read_is_outdated_for_the_other(tmp_path: Path):
    with Client(tmp_path / "news.duckdb", workers=1, recognizer="fast") as client:
        stored = client.create_document(new_document(TEXT))
        assert stored.analyzer_version == FAST
        assert [event.time.edtf for event in client.list_events()] == ["2023-07-03"]

    with Client(tmp_path / "news.duckdb", workers=1) as client:
        document, summary = client.reanalyze_documents()
        assert (document.name, document.old_analyzer_version) == (stored.name, FAST)
        assert summary.analyzer_version == analyzer_version() != FAST


def test_texts_are_read_without_a_server_by_either(tmp_path: Path):
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    arguments = ["analyze", "--local", "--workers", "1", "--recognizer", "fast", str(path)]
    done = CliRunner().invoke(command_line, arguments)
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["document"]["analyzerVersion"] == FAST


def test_the_client_knows_what_the_service_has():
    assert tuple(Recognizer) == RECOGNIZERS


CHECK = ["serve", "--check-config"]


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        ([*CHECK, "--recognizer", "quick"], {}, "'--recognizer'"),
        (CHECK, {"DATELINE_RECOGNIZER": "quick"}, "'DATELINE_RECOGNIZER'"),
        (["rules", "check", "--recognizer", "quick"], {}, "'--recognizer'"),
    ],
)
def test_another_one_is_refused_by_name(arguments: list[str], environment: dict[str, str], said: str):
    done = CliRunner().invoke(server, arguments, env=environment)
    assert done.exit_code == 2
    assert said in done.output
    assert "'quick' is not one of 'accurate', 'fast'" in done.output


def test_a_file_of_settings_chooses_it_or_is_refused(tmp_path: Path):
    config = tmp_path / "dateline.toml"
    arguments = ["serve", "--config", str(config), "--check-config"]
    config.write_text('recognizer = "fast"\n')
    assert CliRunner().invoke(server, arguments).exit_code == 0
    config.write_text('recognizer = "quick"\n')
    problem = CliRunner().invoke(server, arguments).exception
    assert f"{config}: recognizer: 'quick' is not one of 'accurate', 'fast'" in str(problem)


def test_a_client_of_ones_own_says_that_there_is_no_such_recognizer(tmp_path: Path):
    with pytest.raises(dateline.ServerFailed, match=r"--recognizer.*'quick' is not one of"):
        Client(tmp_path / "news.duckdb", recognizer="quick")
