"""The API on a page: every service, call, scope and error of the protos stands there, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from dateline.v1 import error_reason_pb2
from dateline_server.api.calls import SCOPES
from dateline_server.api.server import SERVICES
from dateline_server.api.status import CODES
from google.protobuf.descriptor_pool import Default
from google.rpc.code_pb2 import Code

PAGE = (Path(__file__).resolve().parents[2] / "proto" / "README.md").read_text(encoding="utf-8")
TABLES = re.split(r"\n\s*\n", PAGE)


def rows(heading: str) -> list[list[str]]:
    """The cells of the table whose first heading is this, without marks of code."""
    (table,) = [block for block in TABLES if block.startswith(f"| {heading} |")]
    return [[cell.strip().strip("`") for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]


def test_every_call_stands_in_the_table_of_its_service_with_its_scope():
    written = {
        f"/{full_name}/{call}": scope
        for full_name in SERVICES
        for call, scope, _ in rows(full_name.rpartition(".")[2])
    }
    declared = {
        f"/{full_name}/{method.name}"
        for full_name in SERVICES
        for method in Default().FindServiceByName(full_name).methods
    }

    assert written == {method: SCOPES[method].value for method in declared}


def test_every_call_says_what_it_does():
    for full_name in SERVICES:
        for call, _, meaning in rows(full_name.rpartition(".")[2]):
            assert len(meaning) > 10, call


def test_every_reason_stands_in_the_table_of_errors_with_its_code():
    reasons = [name.removeprefix("ERROR_REASON_") for name in error_reason_pb2.ErrorReason.keys()[1:]]

    written = {reason: code for reason, code, _, _ in rows("reason")}

    assert written == {reason: Code.Name(CODES[reason]) for reason in reasons}


def test_the_metadata_of_a_reason_are_those_that_its_proto_names():
    proto = (Path(__file__).resolve().parents[2] / "proto/dateline/v1/error_reason.proto").read_text("utf-8")
    comments = re.findall(r"((?:  //[^\n]*\n)+)  ERROR_REASON_(\w+) =", proto)

    for comment, reason in comments[1:]:
        said = re.sub(r"\(.*?\)", "", comment.partition("Metadata:")[2], flags=re.DOTALL)
        (written,) = [cells[2] for cells in rows("reason") if cells[0] == reason]
        assert re.findall(r"\w+", written) == re.findall(r'"(\w+)"', said), reason
