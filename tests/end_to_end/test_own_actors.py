"""An operator's table of actors: over ours from the start, used anew while serving, refused when wrong."""

from __future__ import annotations

import signal
from pathlib import Path

import dateline

from ..servers import Server, eventually, run, run_server, running

HEADER = "id\ttype\tparent\twikidata\tnames\tguarded\n"
TEXT = "2024年3月5日，天河微电子宣布收购海州光学。"


UNKNOWN = "2024年3月5日，天河微电子有限公司宣布裁员。"


def actor_of(client: dateline.Client, name: str, text: str = TEXT) -> str:
    """The id of the actor that a name in a text is linked to."""
    found = client.analyze_text(dateline.new_document(text))
    return next((actor.name for actor in found.actors if name in actor.aliases), "").removeprefix("actors/")


def write(path: Path, *lines: str) -> None:
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), "utf-8")


def test_own_actors_are_used_anew_and_refused_when_wrong(tmp_path: Path) -> None:
    table = tmp_path / "own.tsv"
    write(table, "tianhe-micro\torganization\tchina\t\t天河微电子|Tianhe Micro\t")
    with (
        running(tmp_path, environment={"DATELINE_ACTORS": str(table)}) as server,
        dateline.Client.connect(server.address) as client,
    ):
        version = client.analyze_text(dateline.new_document(TEXT)).document.analyzer_version
        assert actor_of(client, "天河微电子") == "tianhe-micro"
        assert actor_of(client, "海州光学") != "haizhou-optics"
        write(table, "haizhou-optics\torganization\tchina\t\t海州光学\t")
        server.process.send_signal(signal.SIGHUP)
        assert eventually(lambda: actor_of(client, "海州光学") == "haizhou-optics")
        assert actor_of(client, "天河微电子") != "tianhe-micro"
        assert client.analyze_text(dateline.new_document(TEXT)).document.analyzer_version != version
        check_redirect(server, client, table)
        check_refusal(server, client, table)


def check_redirect(server: Server, client: dateline.Client, table: Path) -> None:
    """The id of an unknown actor leads to the entry that has its name now, and so do its events."""
    name = "天河微电子有限公司"
    old = actor_of(client, name, UNKNOWN)
    client.create_document(dateline.new_document(UNKNOWN), "before")
    known = "haizhou-optics\torganization\tchina\t\t海州光学\t"
    write(table, known, f"tianhe-micro\torganization\tchina\t\t{name}\t")
    server.process.send_signal(signal.SIGHUP)
    assert eventually(lambda: actor_of(client, name, UNKNOWN) == "tianhe-micro")
    client.create_document(dateline.new_document(UNKNOWN), "after")
    assert client.get_actor(old) == client.get_actor("tianhe-micro")
    told = list(client.list_events(any_actors=[old]))
    assert told == list(client.list_events(any_actors=["tianhe-micro"]))
    documents = {name for event in told for name in event.documents}
    assert documents == {"documents/before", "documents/after"}


def check_refusal(server: Server, client: dateline.Client, table: Path) -> None:
    """A wrong table is named with its line, and changes nothing; no signal is needed to look at it."""
    write(table, "# a comment", "haizhou-optics\tfirm\t\t\t海州光学\t")
    assert eventually(lambda: "own.tsv: line 3: the type 'firm'" in server.log)
    assert actor_of(client, "海州光学") == "haizhou-optics"


def test_a_wrong_table_stops_the_start_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "own.tsv"
    write(table, "haizhou\torganization\tatlantis\t\t海州光学\t")
    done = run_server(
        *("serve", "--listen", "127.0.0.1:0", "--workers", "1"),
        *("--database", str(tmp_path / "news.duckdb"), "--actors", str(table)),
    )
    assert done.returncode == 1
    assert "own.tsv: line 2: no actor 'atlantis'" in done.stderr


def test_what_a_table_would_change_is_said_before_it_is_used(tmp_path: Path) -> None:
    table, article = tmp_path / "own.tsv", tmp_path / "article.txt"
    article.write_text("2024年3月5日，海州光学宣布收购微软。苹果电脑没有回应。", "utf-8")
    write(
        table,
        "haizhou-optics\torganization\tchina\t\t海州光学\t",
        "other-firm\torganization\t\t\t微软\t",
        "apple\torganization\tunited-states\t\t苹果公司\t",
    )
    done = run("actors", "check", str(table), str(article))
    assert done.returncode == 0, done.stderr
    said = [line.replace(str(tmp_path) + "/", "") for line in done.stdout.splitlines()]
    assert "own.tsv: line 3: '微软' is our microsoft, and will be other-firm" in said
    assert "own.tsv: line 4: replaces our apple, who is no longer found as" in "".join(said)
    assert "article.txt:18-20: relinked: 微软 (microsoft -> other-firm)" in said
    assert "article.txt:21-25: lost: 苹果电脑 (apple)" in said
    assert any("海州光学 (" in line and "haizhou-optics)" in line for line in said)
    assert said[-1].startswith("1 document: ")


def test_a_wrong_table_is_refused_by_the_check(tmp_path: Path) -> None:
    table = tmp_path / "own.tsv"
    write(table, "haizhou-optics\tfirm\t\t\t海州光学\t")
    done = run("actors", "check", str(table))
    assert done.returncode == 1
    assert "own.tsv: line 2: the type 'firm'" in done.stderr
