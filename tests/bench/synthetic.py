"""Timelines of any size, made by DuckDB itself: the same rows for the same size.

Five events a document and two actors an event; actors and words by Zipf-like laws; events fall near
their document's date but for one in twenty, and one in fifty lasts for years. What lies in an order
is written in it at once, so that ten million events take minutes and no more memory than one.
"""

from __future__ import annotations

from functools import cache

import jieba
from dateline_server.domain.actor import Actor, ActorType
from dateline_server.nlp.actors.names import is_chinese
from dateline_server.store import actors
from dateline_server.store.database import Cursor
from dateline_server.store.events import actor_key
from dateline_server.store.mentions import PER_DOCUMENT
from dateline_server.store.rows import append
from dateline_server.store.terms import term_key

ACTORS = 2000
DAYS = 3650
WORDS = 3000
"""How many words sentences are made of, the commonest of jieba's dictionary with two characters."""
_IN_A_SENTENCE = 10

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
    ({ACTORS} * pow((hash(n, 10) % 1000000) / 1000000.0, 3))::INTEGER % {ACTORS} AS other,
    list_distinct([{
    ", ".join(
        f"({WORDS} * pow((hash(n, {20 + k}) % 1000000) / 1000000.0, 2))::INTEGER % {WORDS}"
        for k in range(_IN_A_SENTENCE)
    )
}]) AS words
FROM drawn ORDER BY first_day, event_id
"""
_TIME = """{'granularity': 'day', 'extent': 'within', 'edtf': first_day::VARCHAR, 'anchor': 'document',
    'anchor_start': NULL, 'anchor_end': NULL, 'anchor_date': NULL, 'imputed': ['year'], 'unresolved': NULL}"""
_SENTENCE = "'第' || n || '次会谈，' || array_to_string([vocabulary[w + 1] FOR w IN words], '，')"
_CARD = f"""json_object('id', printf('e%016x', event_id), 'type', event_type, 'summary', '会谈 ' || n,
    'time', {{'first': first_day, 'last': last_day, {_TIME[1:]},
    'participants', [['actor-' || one, '甲' || one, 'agent'],
        ['actor-' || other, '甲' || other, 'counterpart']],
    'factuality', factuality, 'confidence', confidence, 'quote', {_SENTENCE},
    'quote_document_id', 'd' || document_key, 'trigger', '会谈', 'timex_text', first_day::VARCHAR,
    'document_ids', ['d' || document_key], 'mention_ids', [document_key * {PER_DOCUMENT} + n % 5],
    'create_time', published::TIMESTAMP, 'update_time', published::TIMESTAMP)::VARCHAR"""
_VERSION = "1 + epoch_us(published::TIMESTAMP) % 2147483647"
_VOCABULARY = "(SELECT list(word ORDER BY number) AS vocabulary FROM words)"
_INSERTS = (
    f"""INSERT INTO events SELECT event_id, event_type, first_day, last_day, code, confidence,
        first_day::VARCHAR, 'day', '会谈 ' || n, {_CARD}, {_VERSION} FROM made, {_VOCABULARY}""",
    """INSERT INTO event_actors
        SELECT keys.key, first_day, last_day, event_id, role, event_type, code, confidence
        FROM (SELECT *, one AS who, 'agent' AS role FROM made UNION ALL
              SELECT *, other AS who, 'counterpart' AS role FROM made) AS told
        JOIN actor_keys AS keys ON keys.number = told.who ORDER BY keys.key, first_day, event_id""",
    f"""INSERT INTO event_terms
        SELECT words.key, first_day, last_day, event_id, event_type, code, confidence, {_VERSION}
        FROM (SELECT *, unnest(made.words) AS word_number FROM made) AS told
        JOIN words ON words.number = word_number ORDER BY words.key, first_day, event_id""",
    """INSERT INTO event_counts
        SELECT month, event_type, code, sum(starts), sum(ends), sum(inside[1]), sum(inside[2]), sum(inside[3])
        FROM (
            SELECT date_trunc('month', first_day)::DATE AS month, event_type, code, 1 AS starts, 0 AS ends,
                [(date_trunc(unit, first_day) = date_trunc(unit, last_day))::INTEGER
                    for unit in ['month', 'quarter', 'year']] AS inside
            FROM made UNION ALL
            SELECT date_trunc('month', last_day)::DATE, event_type, code, 0, 1, [0, 0, 0] FROM made
        ) GROUP BY ALL""",
    f"""INSERT INTO mentions
        SELECT document_key * {PER_DOCUMENT} + n % 5, event_id, 'd' || document_key, published,
        'text', 0, 40, {_SENTENCE}, 3, 5, '会谈', event_type, first_day, last_day, {_TIME}, NULL,
        [{{'role': 'agent', 'start': 0, 'end': 1, 'actor_id': 'actor-' || one,
            'text': '甲', 'display_name': '甲' || one}}],
        factuality, confidence, '会谈 ' || n, ['bench'] FROM (FROM made ORDER BY n), {_VOCABULARY}""",
    """INSERT INTO documents
        SELECT DISTINCT ON (document_key) document_key, 'd' || document_key, '标题 ' || document_key,
        '文' || document_key, 'zh-Hans', 'text/plain', '晨报', '', published, published, 'client', [], NULL,
        md5(document_key::VARCHAR), 'bench', 5, [], published, published FROM made ORDER BY document_key""",
    "INSERT INTO clustering SELECT count(*) FROM events",
)


@cache
def vocabulary() -> list[str]:
    """The words of sentences, the commonest first."""
    with jieba.Tokenizer().get_dict_file() as lines:
        entries = [line.decode().split() for line in lines]
    pairs = [(int(count), word) for word, count, *_ in entries if len(word) == 2 and is_chinese(word)]
    return [word for _, word in sorted(pairs, reverse=True)[:WORDS]]


def fill(cursor: Cursor, events: int) -> None:
    """Fills an empty timeline."""
    made = [
        Actor(f"actor-{n}", f"甲{n}", ActorType.ORGANIZATION, (f"甲{n}", f"甲{n}公司", f"Company {n}"))
        for n in range(ACTORS)
    ]
    cursor.execute("CREATE TEMP TABLE words (number INTEGER, word VARCHAR, key BIGINT)")
    append(cursor, "words", [(n, word, term_key(word)) for n, word in enumerate(vocabulary())])
    cursor.execute("CREATE TEMP TABLE actor_keys (number INTEGER, key BIGINT)")
    append(cursor, "actor_keys", [(n, actor_key(actor.id)) for n, actor in enumerate(made)])
    cursor.execute(_EVENTS, [events, events])
    for statement in _INSERTS:
        cursor.execute(statement)
    descriptions = {actors.definition_key(actor): actor for actor in made}
    counted = cursor.execute(
        "SELECT number, count(DISTINCT event_id) FROM event_actors "
        "JOIN actor_keys ON actor_key = key GROUP BY number"
    ).fetchall()
    events_of = {f"actor-{number}": count for number, count in counted}
    actors.change(cursor, descriptions, dict.fromkeys(descriptions, 1), events_of, str.casefold)
    for table in ("made", "actor_keys", "words"):
        cursor.execute(f"DROP TABLE {table}")
