"""Which statements analysts may run: one SELECT, on the views of the schema ``timeline`` alone.

DuckDB's own parser says what a statement is, and what it reads is looked for in the tree that the
parser made, never in the text: comments, quotes and odd spaces are behind us there. Names are an
allow list for tables, and for functions that stand where a table may; functions of values cannot
reach anything once the database is locked, but for the few that tell of the server or sleep.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from ..errors import InvalidInput

TEXT_LIMIT = 100_000
"""The most characters of a statement."""

_SCHEMA = "timeline"
_TABLE_FUNCTIONS = {"range", "generate_series", "unnest", "json_each", "json_tree", "repeat", "repeat_row"}
_QUERIES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
_SOURCES = {
    "BASE_TABLE",
    "COLUMN_DATA",
    "EMPTY",
    "EMPTY_FROM",
    "EXPRESSION_LIST",
    "JOIN",
    "PIVOT",
    "SHOW_REF",
    "SUBQUERY",
    "TABLE_FUNCTION",
}
_NO_FUNCTIONS = {
    "current_setting",
    "currval",
    "getenv",
    "getvariable",
    "json_serialize_plan",
    "nextval",
    "setval",
    "sleep_ms",
    "write_log",
}
_NO_PREFIXES = ("pg_", "inet_", "has_", "duckdb_", "pragma_")
_HARMLESS = {"pg_typeof", "pg_size_pretty"}

Node = dict[str, Any]
Scope = frozenset[str]


@dataclass(frozen=True, slots=True)
class Readable:
    """What may stand behind FROM: the views and the table macros of the schema ``timeline``."""

    views: tuple[str, ...]
    macros: frozenset[str] = frozenset()

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection) -> Readable:
        """What a database has."""
        views = connection.execute(
            "SELECT view_name FROM duckdb_views() WHERE schema_name = ? ORDER BY view_name", [_SCHEMA]
        )
        names = tuple(str(name).lower() for (name,) in views.fetchall())
        macros = connection.execute(
            "SELECT function_name FROM duckdb_functions() WHERE schema_name = ? AND function_type = ?",
            [_SCHEMA, "table_macro"],
        )
        return cls(names, frozenset(str(name).lower() for (name,) in macros.fetchall()))


def check_statement(connection: duckdb.DuckDBPyConnection, statement: str, readable: Readable) -> None:
    """Returns if a statement is one SELECT that reads nothing but what is ``readable``.

    Hostile text may bring the parser down, and its process with it.

    Raises:
        InvalidInput: it is not; the message says what to write instead.

    """
    if len(statement) > TEXT_LIMIT:
        raise refused(f"it has {len(statement)} characters, the limit is {TEXT_LIMIT}")
    try:
        kinds = [parsed.type.name for parsed in connection.extract_statements(statement)]
    except duckdb.Error as error:
        raise refused(_first_line(error)) from None
    if len(kinds) != 1:
        raise refused(f"it holds {len(kinds)} statements: send one SELECT at a time")
    if kinds != ["SELECT"]:
        raise refused(f"it is no SELECT but {kinds[0]}: only SELECT may be run")
    try:
        for node in _tree(connection, statement):
            _check(node, readable)
    except RecursionError:
        raise refused("it is nested too deeply: simplify it") from None


def refused(problem: str) -> InvalidInput:
    """The error that says what is wrong with a statement."""
    return InvalidInput(f"sql cannot be run: {problem}", field="sql")


def _tree(connection: duckdb.DuckDBPyConnection, statement: str) -> Iterator[Node]:
    try:
        ((text,),) = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [statement]).fetchall()
    except duckdb.Error as error:
        raise refused(_first_line(error)) from None
    tree = json.loads(text)
    if tree["error"]:
        raise refused(str(tree["error_message"]))
    yield from tree["statements"]


def _check(root: Node, readable: Readable) -> None:
    """Walks a tree with a stack of its own: statements nest deeper than functions may."""
    waiting: list[tuple[Any, Scope]] = [(root, frozenset())]
    while waiting:
        node, scope = waiting.pop()
        if isinstance(node, list):
            waiting.extend((item, scope) for item in node)
        elif isinstance(node, dict):
            _check_node(node, scope, readable)
            waiting.extend(_children(node, scope))


def _children(node: Node, scope: Scope) -> Iterable[tuple[Any, Scope]]:
    """What a node holds, each part with the names of the common table expressions that it sees."""
    if "cte_map" not in node:
        return [(part, scope) for part in node.values()]
    found: list[tuple[Any, Scope]] = []
    for expression in node["cte_map"]["map"]:
        name = str(expression["key"]).lower()
        recursive = _query(expression["value"]).get("type") == "RECURSIVE_CTE_NODE"
        found.append((expression["value"], scope | {name} if recursive else scope))
        scope |= {name}
    found += [(part, scope) for key, part in node.items() if key != "cte_map"]
    return found


def _query(expression: Node) -> Node:
    """The query of a common table expression; DuckDB 1.5 wraps it once more."""
    query: Node = expression.get("query_node") or (expression.get("query") or {}).get("node") or {}
    return query


def _check_node(node: Node, scope: Scope, readable: Readable) -> None:
    kind = node.get("type")
    if not isinstance(kind, str):
        return
    if kind.endswith("_NODE") and kind not in _QUERIES:
        raise refused("it changes data: only SELECT may be run")
    if "sample" in node and "alias" in node and kind not in _SOURCES:
        raise refused(f"{kind} is not read here")
    if kind == "BASE_TABLE":
        _check_table(node, scope, readable.views)
    elif kind == "TABLE_FUNCTION":
        _check_table_function(node["function"], readable.macros)
    elif kind == "SHOW_REF" and not node.get("query"):
        raise refused(f"name one of the views {', '.join(readable.views)}: DESCRIBE events")
    elif node.get("class") == "FUNCTION":
        _check_function(str(node["function_name"]).lower())


def _check_table(node: Node, scope: Scope, views: tuple[str, ...]) -> None:
    catalog, schema, name = (str(node.get(f"{part}_name", "")) for part in ("catalog", "schema", "table"))
    if not catalog and not schema and name.lower() in scope:
        return
    if not catalog and schema.lower() in ("", _SCHEMA) and name.lower() in views:
        return
    told = ".".join(part for part in (catalog, schema, name) if part)
    raise refused(f"{told[:80]!r} is none of the views: use {', '.join(views)}")


def _check_table_function(function: Node, macros: frozenset[str]) -> None:
    catalog, schema, name = (
        str(function.get(part, "")).lower() for part in ("catalog", "schema", "function_name")
    )
    if not catalog and name in macros and schema in ("", _SCHEMA):
        return
    if catalog or schema or name not in _TABLE_FUNCTIONS:
        raise refused(f"the function {name[:80]!r} may not be read from")


def _check_function(name: str) -> None:
    if name in _NO_FUNCTIONS or (name.startswith(_NO_PREFIXES) and name not in _HARMLESS):
        raise refused(f"the function {name[:80]!r} may not be called")


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:500]
