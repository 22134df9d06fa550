"""What must hold between the tables of a healthy timeline, as SQL that finds what breaks it."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Cursor
from .mentions import PER_DOCUMENT

_CARDS = """(SELECT event_id, first_day, last_day,
    CAST(json_extract(card, '$.mention_ids') AS BIGINT[]) AS mention_ids,
    len(CAST(json_extract(card, '$.participants') AS JSON[])) AS participants FROM events)"""

CHECKS = {
    "a document counts other mentions than it has": f"""
        SELECT document_id FROM documents LEFT JOIN (
            SELECT mention_id // {PER_DOCUMENT} AS document_key, count(*) AS told FROM mentions GROUP BY ALL
        ) USING (document_key) WHERE mention_count <> coalesce(told, 0)""",
    "a mention has no document": f"""
        SELECT mention_id FROM mentions
        ANTI JOIN documents ON documents.document_key = mention_id // {PER_DOCUMENT}
            AND documents.document_id = mentions.document_id""",
    "a mention is not told by its event": f"""
        SELECT mention_id FROM mentions
        ANTI JOIN (SELECT event_id, unnest(mention_ids) AS mention_id FROM {_CARDS}) AS told
            ON told.mention_id = mentions.mention_id AND told.event_id = mentions.event_id""",
    "an event tells of a mention that is not there": f"""
        SELECT event_id FROM (SELECT event_id, unnest(mention_ids) AS mention_id FROM {_CARDS}) AS told
        ANTI JOIN mentions USING (mention_id)""",
    "an event has no mention": f"SELECT event_id FROM {_CARDS} WHERE len(mention_ids) = 0",
    "an event has other actors than the index of actors": f"""
        SELECT event_id FROM {_CARDS} FULL JOIN (
            SELECT event_id, count(*) AS indexed, min(first_day) AS day FROM event_actors GROUP BY event_id
        ) USING (event_id) WHERE coalesce(participants, 0) <> coalesce(indexed, 0)
            OR (indexed > 0 AND day IS DISTINCT FROM first_day)""",
    "an actor counts other events than it has": """
        SELECT actor_key FROM actors FULL JOIN (
            SELECT actor_key, count(DISTINCT event_id) AS indexed FROM event_actors GROUP BY actor_key
        ) USING (actor_key) WHERE event_count IS DISTINCT FROM indexed""",
    "an event is not in the index of words": """
        SELECT event_id FROM events ANTI JOIN event_terms USING (event_id, version)
        WHERE regexp_matches(summary, '[\\pL\\pN]')""",
    "the counts of months are not those of the events": """
        SELECT coalesce(counted.month, held.month) FROM (
            SELECT month, event_type, factuality, sum(starts) AS starts FROM event_counts GROUP BY ALL
        ) AS counted FULL JOIN (
            SELECT date_trunc('month', first_day)::DATE AS month, event_type, factuality, count(*) AS held
            FROM events GROUP BY ALL
        ) AS held ON counted.month IS NOT DISTINCT FROM held.month
            AND counted.event_type = held.event_type AND counted.factuality = held.factuality
        WHERE coalesce(starts, 0) <> coalesce(held, 0)""",
    "an alias belongs to no actor": "SELECT alias FROM actor_aliases ANTI JOIN actors USING (actor_key)",
    "an old id leads to no actor": """
        SELECT former_id FROM actor_redirects ANTI JOIN actors USING (actor_key)
        UNION ALL SELECT former_key::VARCHAR FROM superseded_actors
        ANTI JOIN (SELECT former_key, min(actor_key) AS actor_key FROM actor_redirects
            GROUP BY former_key HAVING count(*) = 1) USING (former_key, actor_key)""",
    "an actor is described by no document": """
        SELECT actor_id FROM actors ANTI JOIN actor_definitions USING (actor_key)""",
    "an id is kept of a mention or an event that is not there": """
        SELECT mention_id FROM event_names ANTI JOIN mentions USING (mention_id)
        UNION ALL SELECT event_id FROM event_identities ANTI JOIN events USING (event_id)""",
    "a loose date is kept of a mention or a group that is not there": """
        SELECT mention_id FROM event_kin ANTI JOIN mentions USING (mention_id)
        UNION ALL SELECT group_key FROM event_guests ANTI JOIN event_kin USING (group_key)
        UNION ALL SELECT host_key FROM event_guests ANTI JOIN event_kin ON event_kin.group_key = host_key""",
    "a postponement is kept of a mention that is not there": """
        SELECT mention_id FROM event_postponements ANTI JOIN mentions USING (mention_id)
        UNION ALL SELECT new_mention_id FROM event_postponements
        ANTI JOIN mentions ON mentions.mention_id = new_mention_id""",
    "a mention is decided about by no decision": """
        SELECT document_id FROM event_decision_mentions ANTI JOIN event_decisions USING (decision_id)""",
    "a description counts other documents than give it": """
        SELECT definition_key FROM actor_definitions FULL JOIN (
            SELECT definition_key, count(*) AS given FROM (
                SELECT unnest(actor_definitions) AS definition_key FROM documents
            ) GROUP BY definition_key
        ) USING (definition_key) WHERE document_count IS DISTINCT FROM given""",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold, how often, and where for example."""

    problem: str
    count: int
    example: str


def examine(cursor: Cursor) -> list[Finding]:
    """Everything that is wrong with a timeline; empty for a healthy one. Reads all of it."""
    findings = []
    for problem, statement in CHECKS.items():
        ((count, example),) = cursor.execute(
            f"SELECT count(*), min(place::VARCHAR) FROM ({statement}) AS found(place)"
        ).fetchall()
        if count:
            findings.append(Finding(problem, int(count), str(example)))
    return findings
