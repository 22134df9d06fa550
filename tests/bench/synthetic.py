"""Timelines of any size, made by DuckDB itself: the same rows for the same size.

Five events a document and two actors an event; actors by a Zipf-like law; events fall near their
document's date but for one in twenty, and one in fifty lasts for years.
"""

from __future__ import annotations

from dateline_server.domain.actor import Actor, ActorType
from dateline_server.store import actors
from dateline_server.store.database import Cursor
from dateline_server.store.events import actor_key
from dateline_server.store.mentions import PER_DOCUMENT
from dateline_server.store.rows import append

ACTORS = 2000
DAYS = 3650

_EVENTS = f"""
CREATE TEMP TABLE made AS
WITH drawn AS (
    SELECT
        range AS n,
        range // 5 + 1 AS document_key,
        (hash(range, 1) // 2)::BIGINT AS event_id,
        hash(range, 2) % 1000 AS luck,
        DATE '2015-01-01' + ((range // 5) * {DAYS} // (? // 5 + 1))::INTEGER AS published
    FROM range(?)
)
SELECT
    n, document_key, event_id, published,
    CASE WHEN luck < 50 THEN DATE '1995-01-01' + (hash(n, 3) % 12000)::INTEGER
         ELSE published - (hash(n, 4) % 30)::INTEGER END AS first_day,
    first_day + CASE WHEN luck % 50 = 0 THEN 365 + (hash(n, 5) % 1500)::INTEGER
                     WHEN luck % 10 = 1 THEN 30 ELSE 0 END AS last_day,
    ['meet', 'sign', 'sue', 'launch', 'export-control', 'acquire', 'visit', 'say']
        [1 + (hash(n, 6) % 8)::INTEGER] AS event_type,
    [0, 0, 0, 1, 2, 3][1 + (hash(n, 7) % 6)::INTEGER]::UTINYINT AS code,
    ['asserted', 'planned', 'possible', 'negated'][code + 1] AS factuality,
    0.5 + (hash(n, 8) % 500) / 1000 AS confidence,
    ({ACTORS} * pow((hash(n, 9) % 1000000) / 1000000.0, 3))::INTEGER % {ACTORS} AS one,
    ({ACTORS} * pow((hash(n, 10) % 1000000) / 1000000.0, 3))::INTEGER % {ACTORS} AS other
FROM drawn
"""
_TIME = """{'granularity': 'day', 'extent': 'within', 'edtf': first_day::VARCHAR, 'anchor': 'document',
    'anchor_start': NULL, 'anchor_end': NULL, 'anchor_date': NULL, 'imputed': ['year'], 'unresolved': NULL}"""
_SENTENCE = "'第' || n || '次会谈,双方就半导体出口管制交换意见,并同意在年内再次磋商。'"
_CARD = f"""json_object('id', printf('e%016x', event_id), 'type', event_type, 'summary', '会谈 ' || n,
    'time', {{'first': first_day, 'last': last_day, {_TIME[1:]},
    'participants', [['actor-' || one, '甲' || one, 'agent'],
        ['actor-' || other, '甲' || other, 'counterpart']],
    'factuality', factuality, 'confidence', confidence, 'quote', {_SENTENCE},
    'quote_document_id', 'd' || document_key, 'trigger', '会谈', 'timex_text', first_day::VARCHAR,
    'document_ids', ['d' || document_key], 'mention_ids', [document_key * {PER_DOCUMENT} + n % 5],
    'create_time', published::TIMESTAMP, 'update_time', published::TIMESTAMP)::VARCHAR"""
_INSERTS = (
    f"""INSERT INTO events SELECT event_id, event_type, first_day, last_day, code, confidence,
        first_day::VARCHAR, 'day', '会谈 ' || n, {_CARD} FROM made ORDER BY n""",
    """INSERT INTO event_actors
        SELECT keys.key, first_day, last_day, event_id, role, event_type, code, confidence
        FROM (SELECT *, one AS who, 'agent' AS role FROM made UNION ALL
              SELECT *, other AS who, 'counterpart' AS role FROM made) AS told
        JOIN actor_keys AS keys ON keys.number = told.who ORDER BY n""",
    f"""INSERT INTO mentions
        SELECT document_key * {PER_DOCUMENT} + n % 5, event_id, 'd' || document_key, published,
        'text', 0, 40, {_SENTENCE}, 3, 5, '会谈', event_type, first_day, last_day, {_TIME}, NULL,
        [{{'role': 'agent', 'start': 0, 'end': 1, 'actor_id': 'actor-' || one,
            'text': '甲', 'display_name': '甲' || one}}],
        factuality, confidence, '会谈 ' || n, ['bench'] FROM made ORDER BY n""",
    """INSERT INTO documents
        SELECT DISTINCT ON (document_key) document_key, 'd' || document_key, '标题 ' || document_key,
        '文' || document_key, 'zh-Hans', 'text/plain', '晨报', '', published, published, 'client', [], NULL,
        md5(document_key::VARCHAR), 'bench', 5, [], published, published FROM made ORDER BY document_key""",
)


def fill(cursor: Cursor, events: int) -> None:
    """Fills an empty timeline, in the order in which a service would have stored it."""
    made = [
        Actor(f"actor-{n}", f"甲{n}", ActorType.ORGANIZATION, (f"甲{n}", f"甲{n}公司", f"Company {n}"))
        for n in range(ACTORS)
    ]
    cursor.execute(_EVENTS, [events, events])
    cursor.execute("CREATE TEMP TABLE actor_keys (number INTEGER, key BIGINT)")
    append(cursor, "actor_keys", [(n, actor_key(actor.id)) for n, actor in enumerate(made)])
    for statement in _INSERTS:
        cursor.execute(statement)
    descriptions = {actors.definition_key(actor): actor for actor in made}
    counted = cursor.execute(
        "SELECT number, count(DISTINCT event_id) FROM event_actors "
        "JOIN actor_keys ON actor_key = key GROUP BY number"
    ).fetchall()
    events_of = {f"actor-{number}": count for number, count in counted}
    actors.change(cursor, descriptions, dict.fromkeys(descriptions, 1), events_of, str.casefold)
    cursor.execute("DROP TABLE made")
    cursor.execute("DROP TABLE actor_keys")
