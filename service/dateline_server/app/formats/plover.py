"""PLOVER records, one JSON object a line (the PLOVER manual, "JSON format"; Halterman et al. 2023).

The event category is the ontology's PLOVER equivalent, and the record names this system's own type
in ``comment``. PLOVER needs a category, a date and a source actor; an event that lacks the first or
the last is left out as unmapped. ``date`` and ``enddate`` are the first and the last possible day;
the EDTF is in ``comment``. Where neither side of a CONSULT or ASSAULT acts on the other, all that
take part are sources, as the manual says. What is expected, uncertain or denied is a context:
"future", "hypothetical", "negation". Texts are quoted in ``event_text``; the rights in them are
their publishers'.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from ...domain.event import Event, Factuality, Participant, Role
from ...nlp.events.ontology import load_ontology
from .rows import Days, ExportRow, LeftOut, Line, address, days_of

QUAD = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
"""Verbal and material cooperation, verbal and material conflict."""
_CONTEXTS = {
    Factuality.ASSERTED: [],
    Factuality.PLANNED: ["future"],
    Factuality.POSSIBLE: ["hypothetical"],
    Factuality.NEGATED: ["negation"],
}
_MUTUAL = ("CONSULT", "ASSAULT")


@cache
def categories() -> dict[str, str]:
    """The PLOVER category of every type that has one."""
    return {name: kind.plover for name, kind in load_ontology().items() if kind.plover}


def record(row: ExportRow) -> Line | LeftOut:
    """An event as a PLOVER record."""
    event = row.event
    days, category = days_of(event.time), categories().get(event.type)
    if days is None:
        return LeftOut.UNDATED
    sources, recipients = _sides(event, category or "")
    if category is None or not sources:
        return LeftOut.UNMAPPED
    found = {
        "id": event.id,
        **_dates(days),
        "source": [_actor(row, p) for p in sources],
        "recipient": [_actor(row, p) for p in recipients],
        "event": [category],
        "context": _CONTEXTS[event.factuality],
        "quad_code": QUAD[category],
        "event_loc": [{"name": p.display_name} for p in event.participants if p.role is Role.PLACE],
        "event_text": [event.quote],
        "cite_info": _citation(row),
        "coder": "dateline",
        "comment": {"type": event.type, "edtf": event.time.edtf, "confidence": round(event.confidence, 4)},
    }
    return Line(f"{json.dumps(found, ensure_ascii=False)}\n".encode(), days.is_open)


def _sides(event: Event, category: str) -> tuple[list[Participant], list[Participant]]:
    agents = [p for p in event.participants if p.role is Role.AGENT]
    patients = [p for p in event.participants if p.role is Role.PATIENT]
    others = [p for p in event.participants if p.role is Role.COUNTERPART]
    if category in _MUTUAL:
        return agents + others, patients
    return agents, patients + others


def _dates(days: Days) -> dict[str, str]:
    start, end = days.start.isoformat(), days.end.isoformat()
    return {"date": start} if start == end else {"date": start, "enddate": end}


def _actor(row: ExportRow, participant: Participant) -> dict[str, str]:
    known = row.actors.get(participant.actor_id)
    return {
        "actor_text": participant.display_name,
        "identifier_text": known.display_name if known else participant.display_name,
        "identifier_id": known.wikidata if known else "",
    }


def _citation(row: ExportRow) -> dict[str, Any]:
    if row.source is None:
        return {}
    document = row.source.document
    found = {
        "citation": document.id,
        "url": address(row.source),
        "title": document.title,
        "language": document.language.value.partition("-")[0] if document.language else "",
        "publication": document.publisher,
        "version": row.source.analyzer_version,
    }
    return {name: value for name, value in found.items() if value}
