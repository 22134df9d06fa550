"""What analysts may ask; what they may not is tried on a server, in end_to_end/test_sql_hostile."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from dateline_server.errors import InvalidInput
from dateline_server.store.sql_check import TEXT_LIMIT, Readable, check_statement

READABLE = Readable(("actors", "events"), frozenset({"events_as_of"}))
ALLOWED = (
    "SELECT 1",
    "select * from events",
    "SELECT * FROM Timeline.EVENTS AS e -- all of them",
    'SELECT * FROM "timeline"."events"',
    "FROM events",
    "TABLE events",
    "VALUES (1), (2)",
    "SELECT 1;",
    "DESCRIBE events",
    "DESCRIBE SELECT * FROM events",
    "SUMMARIZE events",
    "SELECT * FROM events_as_of(DATE '2024-01-01')",
    "SELECT * FROM timeline.events_as_of(DATE '2024-01-01')",
    "SELECT * FROM range(3) t(i), generate_series(1, 2), unnest([1, 2])",
    "WITH e AS (SELECT * FROM events) SELECT * FROM e",
    "WITH a AS (SELECT 1), b AS (SELECT * FROM a) SELECT * FROM b, (SELECT * FROM a)",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT * FROM n",
    "SELECT (WITH x AS (SELECT 1) SELECT * FROM x)",
    "SELECT * FROM (SELECT * FROM events) UNION BY NAME SELECT * FROM events",
    "SELECT * FROM events e JOIN actors a ON true WHERE EXISTS (SELECT 1 FROM actors)",
    "SELECT sum(n) OVER (ORDER BY n) FROM (SELECT count(*) AS n FROM events GROUP BY ALL)",
    "SELECT timeline.possibly_within(first_date, last_date, $a, $b), possibly_within(1, 2, 3, 4) FROM events",
    "PIVOT events ON event_type IN ('meet', 'visit') USING count(*)",
    "UNPIVOT events ON event_id",
    "SELECT list_transform([1], lambda x: x + 1), COLUMNS('e.*') FROM events",
    "SELECT pg_typeof(1), version(), 'DROP TABLE x; -- ' AS \"main.documents\"",
    "SELECT * FROM events TABLESAMPLE 10%",
    "SELECT '欧盟' AS 名称　FROM events",
)
SCOPES = (
    "WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a",
    "WITH hidden AS (SELECT * FROM hidden) SELECT * FROM hidden",
    "SELECT * FROM (WITH hidden AS (SELECT 1) SELECT 1), hidden",
    "SELECT (WITH hidden AS (SELECT 1) SELECT * FROM hidden) FROM hidden",
    "WITH hidden AS (SELECT 1) SELECT * FROM main.hidden",
)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.mark.parametrize("statement", ALLOWED)
def test_what_reads_the_views_alone_is_allowed(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    check_statement(connection, statement, READABLE)


@pytest.mark.parametrize("statement", SCOPES)
def test_a_name_counts_only_where_it_is_visible(
    connection: duckdb.DuckDBPyConnection, statement: str
) -> None:
    with pytest.raises(InvalidInput, match="is none of the views: use actors, events"):
        check_statement(connection, statement, READABLE)


def test_a_long_statement_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    check_statement(connection, f"SELECT 1 --{'x' * (TEXT_LIMIT - 11)}", READABLE)
    with pytest.raises(InvalidInput, match="100001 characters, the limit is 100000"):
        check_statement(connection, f"SELECT 1 --{'x' * (TEXT_LIMIT - 10)}", READABLE)


def test_what_may_be_read_is_what_the_schema_has(connection: duckdb.DuckDBPyConnection) -> None:
    with duckdb.connect() as other:
        other.execute(
            "CREATE SCHEMA timeline; CREATE VIEW timeline.Events AS SELECT 1; CREATE VIEW v AS SELECT 1"
        )
        other.execute("CREATE MACRO timeline.f(a) AS TABLE SELECT a; CREATE MACRO timeline.g(a) AS a")
        assert Readable.of(other) == Readable(("events",), frozenset({"f"}))
