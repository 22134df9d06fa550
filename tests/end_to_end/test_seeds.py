"""Three articles of real news through a real server, as a user would send them and ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from dateline import Client
from dateline.v1.event_pb2 import EventMention
from dateline.v1.time_pb2 import TextSpan

from tests.servers import Server, run, running
from tests.shared import shared_path

Events = list[dict[str, Any]]


def gold_rows() -> list[dict[str, Any]]:
    lines = shared_path("gold/seeds.gold.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    rows = gold_rows()
    with running(tmp_path_factory.mktemp("seeds")) as server:
        for row in rows:
            path = shared_path(f"seeds/{row['file']}")
            done = run("ingest", str(path), "--publication-date", row["published"], server=server)
            assert done.returncode == 0, done.stderr
        yield server


def events(server: Server, *flags: str) -> Events:
    """Events with all their mentions."""
    done = run("events", *flags, "--format", "jsonl", server=server)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def evidence(server: Server, event: dict[str, Any]) -> dict[str, Any]:
    """The only mention of an event."""
    done = run("event", event["name"], "--format", "jsonl", server=server)
    assert done.returncode == 0, done.stderr
    (mention,) = json.loads(done.stdout)["mentions"]
    return dict(mention)


def actors(event: dict[str, Any]) -> set[str]:
    return {participant["actor"] for participant in event["participants"] if participant.get("actor")}


def test_the_planned_meeting(seeds: Server):
    (meeting,) = events(seeds, "--type", "meet", "--from", "2023-07-03", "--to", "2023-07-03", "--certain")

    assert meeting["time"]["edtf"] == "2023-07-03"
    assert meeting["factuality"] == "FACTUALITY_PLANNED"
    assert actors(meeting) == {"actors/thierry-breton", "actors/japan"}
    mention = evidence(seeds, meeting)
    assert mention["timex"]["span"]["text"] == "7月3日"
    assert mention["trigger"]["text"] == "会面"
    assert {argument["span"]["text"] for argument in mention["arguments"]} >= {"日本政府"}


def test_the_dutch_controls(seeds: Server):
    (controls,) = events(seeds, "--actor", "荷蘭", "--type", "export-control")

    assert controls["time"]["edtf"] == "2023-06-30"
    assert controls["factuality"] == "FACTUALITY_ASSERTED"
    assert actors(controls) == {"actors/netherlands"}
    assert evidence(seeds, controls)["timex"]["span"]["text"] == "6月30日"


def test_the_launch_of_a_chip(seeds: Server):
    (launch,) = events(seeds, "--actor", "Nvidia", "--type", "launch")

    assert launch["time"]["edtf"] == "2024-03-11/2024-03-25~"
    assert launch["factuality"] == "FACTUALITY_ASSERTED"
    assert actors(launch) == {"actors/nvidia"}
    assert "B200" in launch["summary"]
    assert evidence(seeds, launch)["trigger"]["text"] == "推出"


def test_evidence_is_what_the_files_say(seeds: Server):
    for mention in mentions(seeds):
        spans = [mention.evidence.sentence, mention.trigger, mention.timex.span]
        spans += [argument.span for argument in mention.arguments]
        assert any(all(says(text, span) for span in spans) for text in texts()), mention


def test_nothing_comes_from_what_is_not_the_article(seeds: Server):
    barred = [line for row in gold_rows() for line in row["never"]]
    places = [(text, text.find(line), len(line)) for text in texts() for line in barred]
    places = [place for place in places if place[1] >= 0]

    assert len(places) >= len(barred)
    for mention in mentions(seeds):
        found = mention.trigger
        for text, start, length in places:
            inside = start <= found.start_offset < start + length
            assert not (inside and says(text, mention.evidence.sentence)), found


def texts() -> list[str]:
    return [shared_path(f"seeds/{row['file']}").read_text("utf-8") for row in gold_rows()]


def mentions(server: Server) -> list[EventMention]:
    with Client.connect(server.address) as client:
        found = [mention for event in client.list_events(full=True) for mention in event.mentions]
    assert found
    return found


def says(text: str, span: TextSpan) -> bool:
    return text[span.start_offset : span.end_offset] == span.text


def test_spellings_of_an_actor_are_one(seeds: Server):
    found = [events(seeds, "--actor", name) for name in ("英偉達", "Nvidia", "輝達", "英伟达")]

    assert found[0]
    assert found[1:] == found[:1] * 3


@pytest.mark.parametrize(
    ("bounds", "holds_it"),
    [
        (("--to", "2023-06-30"), True),
        (("--to", "2023-06-29"), False),
        (("--from", "2023-06-30"), True),
        (("--from", "2023-07-01"), False),
    ],
)
def test_a_range_ends_where_it_says(seeds: Server, bounds: tuple[str, ...], holds_it: bool):
    found = events(seeds, "--type", "export-control", *bounds)

    assert any(event["time"]["edtf"] == "2023-06-30" for event in found) is holds_it


@pytest.mark.parametrize(
    ("bounds", "holds_it"),
    [
        (("--from", "2024-03-20", "--to", "2024-03-31"), True),
        (("--from", "2024-03-20", "--to", "2024-03-31", "--certain"), False),
        (("--from", "2024-03", "--to", "2024-03", "--certain"), True),
    ],
)
def test_an_uncertain_date_meets_a_range_possibly_or_certainly(
    seeds: Server, bounds: tuple[str, ...], holds_it: bool
):
    assert bool(events(seeds, "--type", "launch", "--actor", "Nvidia", *bounds)) is holds_it
