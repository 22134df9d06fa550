"""``dateline`` as a process, against a real server."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.servers import Server, run

CONTROLS = "荷兰政府2022年6月30日宣布限制出口光刻机。\n荷兰公司阿斯麦2022年9月1日宣布申请许可证。\n"
MARKDOWN = (
    "---\ntitle: Talks\ndate: 2022-08-20\n---\n\nThe Netherlands met Japan in Tokyo on August 19, 2022.\n"
)
ROWS: list[dict[str, Any]] = [
    {"document_id": "row-1", "text": "歐盟2022年7月5日宣布新規。", "publication_date": "2022-07-06"},
    {
        "documentId": "row-2",
        "text": "欧盟2022年7月7日宣布新规。",
        "publicationDate": "2022-07-08",
        "title": "新规",
    },
]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "controls.txt").write_text(CONTROLS, encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "sub" / "talks.md").write_text(MARKDOWN, encoding="utf-8")
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    (folder / ".hidden.txt").write_text("not an article", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def filled(server: Server, articles: Path) -> Server:
    done = run("ingest", str(articles), server=server)
    assert done.returncode == 0, done.stderr
    assert "4 documents stored" in done.stderr
    return server


def events(server: Server, *flags: str) -> list[dict[str, Any]]:
    done = run("events", *flags, "--format", "jsonl", server=server)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def days(found: list[dict[str, Any]]) -> list[str]:
    return [event["time"]["edtf"] for event in found]


def test_a_folder_again_changes_nothing(filled: Server, articles: Path):
    before = events(filled)

    assert run("ingest", str(articles), server=filled).returncode == 0

    assert events(filled) == before


def test_a_pattern_and_standard_input_are_inputs_too(filled: Server, articles: Path):
    before = events(filled)
    with (articles / "rows.jsonl").open("rb") as rows:
        done = run("ingest", str(articles / "*.txt"), "-", server=filled, stdin=rows)

    assert done.returncode == 0
    assert "3 documents stored" in done.stderr
    assert events(filled) == before


def test_months_are_whole_in_a_range(filled: Server):
    found = days(events(filled, "--from", "2022-06", "--to", "2022-08"))

    assert {"2022-06-30", "2022-07-05", "2022-07-07", "2022-08-19"} <= set(found)
    assert all("2022-06-01" <= day <= "2022-08-31" for day in found)


@pytest.mark.parametrize(
    ("bounds", "holds"),
    [
        (("--from", "2022-06-30", "--to", "2022-06-30"), True),
        (("--from", "2022", "--to", "2022"), True),
        (("--to", "2022-06-29", "--from", "2021"), False),
        (("--from", "2022-07-01", "--to", "2022-08"), False),
    ],
)
def test_a_range_holds_its_last_day_and_no_more(filled: Server, bounds: tuple[str, ...], holds: bool):
    assert ("2022-06-30" in days(events(filled, *bounds))) is holds


def test_every_spelling_of_an_actor_is_the_same(filled: Server):
    found = [events(filled, "--actor", name) for name in ("荷兰", "荷蘭", "Netherlands", "The Netherlands")]

    assert found[0]
    assert found[1:] == found[:1] * 3


def test_the_latest_first_and_only_some(filled: Server):
    (event,) = events(filled, "--from", "2022-06", "--to", "2022-08", "--desc", "--limit", "1")

    assert event["time"]["edtf"] == "2022-08-19"


def test_people_get_a_table(filled: Server):
    done = run("events", "--from", "2022-06-30", "--to", "2022-06-30", server=filled)

    heading, row, *_ = done.stdout.splitlines()
    assert heading.split() == ["Date", "Actors", "What", "happened", "Status"]
    assert row.startswith("2022-06-30")
    assert "荷兰" in row
    assert row.rstrip().endswith("asserted")


def test_programs_get_csv(filled: Server):
    done = run("events", "--from", "2022-06", "--to", "2022-08", "--format", "csv", server=filled)

    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["date"] for row in rows] == days(events(filled, "--from", "2022-06", "--to", "2022-08"))
    assert set(rows[0]) >= {"date", "actors", "what_happened", "status", "type", "confidence", "event"}


def test_an_actor_is_found_in_a_role(filled: Server):
    asked = ("--actor", "荷兰", "--role")

    acting, met = (events(filled, *asked, role) for role in ("agent", "theme"))

    assert len(acting) >= 2
    assert met == []
    assert run("events", *asked, "victim", server=filled).returncode == 2


def test_events_are_counted(filled: Server):
    flags = ("--from", "2022-06", "--to", "2022-08")
    done = run("counts", *flags, "--per", "type", "--format", "csv", server=filled)

    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    listed = events(filled, *flags)
    assert sum(int(row["events"]) for row in rows) == len(listed)
    assert {row["type"] for row in rows} == {event["eventType"] for event in listed}
    assert [row["from"][:7] for row in rows] == [row["period"] for row in rows]
    table = run("counts", *flags, "--by", "quarter", "--per", "actor", "--top", "1", server=filled)
    assert table.stdout.split()[:3] == ["Period", "Actor", "Events"]
    assert "2022-Q" in table.stdout
    assert f"{len(listed)} events" in table.stderr
    assert "not shown" in table.stderr


def test_events_are_found_by_words_in_either_script(filled: Server):
    for text in ("限制 出口", "光刻機 出口"):
        assert days(events(filled, "--text", text, "--to", "2022")) == ["2022-06-30"]
    assert events(filled, "--text", "限制 石油") == []
    assert events(filled, "--text", "限制 出口", "--as-of", "2020-01-01") == []
    assert run("events", "--as-of", "2020-13-01", server=filled).returncode == 2


def test_what_a_document_tells_and_who_takes_part_together(filled: Server):
    done = run("mentions", "row-1", "--format", "jsonl", server=filled)

    told = [json.loads(line) for line in done.stdout.splitlines()]
    listed = {event["name"] for event in events(filled, "--document", "row-1")}
    assert {mention["event"] for mention in told} == listed
    done = run("co-actors", "荷蘭", "--format", "jsonl", server=filled)
    actors = [json.loads(line) for line in done.stdout.splitlines()]
    found = {actor["name"]: int(actor["eventCount"]) for actor in actors}
    assert found["actors/japan"] == len(events(filled, "--actor", "荷兰", "--actor", "日本"))
    assert "actors/netherlands" not in found


def test_one_event_is_shown_with_its_evidence(filled: Server):
    (found,) = [e for e in events(filled, "--actor", "荷兰") if e["time"]["edtf"] == "2022-06-30"]

    done = run("event", found["name"], server=filled)

    assert done.returncode == 0
    assert "荷兰政府2022年6月30日宣布限制出口光刻机。" in done.stdout
    assert "rule" in done.stdout


def test_actors_are_listed(filled: Server):
    done = run("actors", "荷蘭", "--format", "jsonl", server=filled)

    assert "actors/netherlands" in [json.loads(line)["name"] for line in done.stdout.splitlines()]


def test_documents_are_listed_and_deleted(filled: Server, tmp_path: Path):
    row = tmp_path / "one.jsonl"
    row.write_text(
        json.dumps({"document_id": "to-delete", "text": "欧盟2018年2月2日宣布新规。"}), encoding="utf-8"
    )
    assert run("ingest", str(row), server=filled).returncode == 0
    assert days(events(filled, "--to", "2018-12", "--from", "2018")) == ["2018-02-02"]

    assert run("delete", "to-delete", server=filled).returncode == 0

    listed = run("documents", "--format", "csv", server=filled).stdout
    assert "row-1" in listed
    assert "to-delete" not in listed
    assert events(filled, "--to", "2018-12", "--from", "2018") == []
    again = run("delete", "to-delete", server=filled)
    assert (again.returncode, again.stderr) == (1, "to-delete: there is no document 'to-delete'\n")


def test_a_corrected_publication_date_moves_what_was_said_relative_to_it(filled: Server, tmp_path: Path):
    row = tmp_path / "one.jsonl"
    told = {"document_id": "to-date", "text": "欧盟官员昨天在东京会见日本官员。"}
    row.write_text(json.dumps({**told, "publication_date": "2017-05-10"}), encoding="utf-8")
    assert run("ingest", str(row), server=filled).returncode == 0
    assert days(events(filled, "--document", "to-date")) == ["2017-05-09"]

    done = run("set-date", "to-date", "2017-03-01", server=filled)

    assert done.returncode == 0
    assert done.stderr.startswith("to-date: published 2017-03-01, ")
    assert days(events(filled, "--document", "to-date")) == ["2017-02-28"]
    assert events(filled, "--from", "2017-05", "--to", "2017-05") == []
    nobody = run("set-date", "nobody", "2017-03-01", server=filled)
    assert (nobody.returncode, "nobody" in nobody.stderr) == (1, True)
    assert run("set-date", "to-date", "2017-02-30", server=filled).returncode == 2
    assert run("delete", "to-date", server=filled).returncode == 0


def test_a_csv_file_is_read_back_the_same_by_python_and_duckdb(filled: Server, tmp_path: Path):
    path = tmp_path / "timeline.csv"

    done = run(
        "export",
        "--format",
        "csv",
        "--bom",
        "--from",
        "2022-06",
        "--to",
        "2022-08",
        "-o",
        str(path),
        server=filled,
    )

    assert done.returncode == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["edtf"] for row in rows] == days(events(filled, "--from", "2022-06", "--to", "2022-08"))
    found = duckdb.sql(f"SELECT event_id, edtf FROM read_csv('{path}', all_varchar = true)").fetchall()
    assert found == [(row["event_id"], row["edtf"]) for row in rows]


def test_an_export_goes_to_standard_output_and_nothing_else_does(filled: Server):
    done = run("export", "--format", "jsonl", "--actor", "荷兰", server=filled)

    assert [json.loads(line)["edtf"] for line in done.stdout.splitlines()] == days(
        events(filled, "--actor", "荷兰")
    )


def test_analysis_on_the_server_and_on_this_machine_agree(server: Server, articles: Path):
    inputs = (str(articles / "controls.txt"), str(articles / "rows.jsonl"))

    there = run("analyze", *inputs, server=server)
    here = run("analyze", "--local", "--workers", "1", *inputs)

    assert (there.returncode, here.returncode) == (0, 0), here.stderr
    assert [json.loads(line) for line in here.stdout.splitlines()] == [
        json.loads(line) for line in there.stdout.splitlines()
    ]


def test_analyses_come_in_the_order_of_the_inputs(tmp_path: Path):
    path = tmp_path / "many.jsonl"
    path.write_text(
        "".join(
            json.dumps({"document_id": f"d{n}", "text": f"第{n}篇文章。" * (1 + n % 7)}) + "\n"
            for n in range(50)
        ),
        encoding="utf-8",
    )

    done = run("analyze", "--local", "--workers", "2", str(path))

    names = [json.loads(line)["document"]["name"] for line in done.stdout.splitlines()]
    assert names == [f"documents/d{n}" for n in range(50)]


def test_an_analysis_says_how_a_file_was_read(tmp_path: Path):
    path = tmp_path / "old.txt"
    path.write_bytes("荷兰2013年6月30日宣布限制出口光刻机。".encode("gb18030"))

    done = run("analyze", "--local", "--workers", "1", str(path))

    assert done.returncode == 0
    assert done.stderr == f"{path}: read as GB18030\n"
    assert len(done.stdout.splitlines()) == 1


def test_the_publication_date_of_plain_files_can_be_given(tmp_path: Path):
    path = tmp_path / "plain.txt"
    path.write_text("7月3日，欧盟宣布新规。", encoding="utf-8")

    done = run("analyze", "--local", "--workers", "1", "--publication-date", "2021-07-04", str(path))

    (timex,) = json.loads(done.stdout)["timexes"]
    assert timex["time"]["edtf"] == "2021-07-03"


def test_without_any_date_a_month_and_day_stay_without_a_year(tmp_path: Path):
    path = tmp_path / "plain.txt"
    path.write_text("7月3日，欧盟宣布新规。欧盟昨日表示欢迎。", encoding="utf-8")

    analysis = json.loads(run("analyze", "--local", "--workers", "1", str(path)).stdout)

    assert "publicationDate" not in analysis["document"]
    first, second = (timex["time"] for timex in analysis["timexes"])
    assert first["edtf"] == "XXXX-07-03"
    assert first["unresolvedReason"] == "UNRESOLVED_REASON_YEAR_UNKNOWN"
    assert "firstDate" not in second
    assert second["unresolvedReason"] == "UNRESOLVED_REASON_NO_PUBLICATION_DATE"
