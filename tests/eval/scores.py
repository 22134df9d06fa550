"""Scores the product on every development set and prints one table.

    python -m tests.eval.scores [--shared ../shared] [--only NAME ...] [--show KIND] [--keep DIR]
                                [--recognizer fast]

Each set goes through ``dateline analyze --local`` as any user's documents would; the scorers that come
with the sets read its output. Two tables: dated events (precision, recall, F1) and temporal expressions
(share of news expressions with the right first and last day; spans found).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

EVENT_SETS = ("seeds", "dev")
LANGUAGES = ("zh-Hans", "zh-Hant", "en")


def run(command: list[str], *, stdin: Path | None = None) -> str:
    """The standard output of a command; a failing command ends the programme with its message."""
    with stdin.open("rb") if stdin else open("/dev/null", "rb") as source:  # noqa: PTH123
        done = subprocess.run(command, stdin=source, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stderr.decode()}")
    return done.stdout.decode()


def predict(shared: Path, gold: Path, what: str, work: Path, recognizer: str = "accurate") -> Path:
    """Analyses the documents of a gold set; ``what`` is "events" or "timexes"."""
    adapt = str(shared / "eval" / "adapt.py")
    parts = ("documents", "analysis", what)
    documents, analysis, predicted = (work / f"{gold.stem}.{part}.jsonl" for part in parts)
    texts = ["--texts", str(shared / "seeds")]
    documents.write_text(run([sys.executable, adapt, "documents", str(gold), *texts]))
    dateline = str(Path(sys.executable).with_name("dateline"))
    analysis.write_text(run([dateline, "analyze", "--local", "--recognizer", recognizer, str(documents)]))
    predicted.write_text(run([sys.executable, adapt, what], stdin=analysis))
    return predicted


def event_scores(shared: Path, gold: Path, predicted: Path, *extra: str) -> str:
    """The output of the event scorer."""
    scorer = str(shared / "eval" / "score_events.py")
    return run([sys.executable, scorer, str(gold), str(predicted), "--texts", str(shared / "seeds"), *extra])


def event_rows(shared: Path, work: Path, only: list[str], show: str, recognizer: str) -> list[list[str]]:
    """One row a gold set, and one a language of the larger one."""
    rows = []
    for name in EVENT_SETS:
        if only and name not in only:
            continue
        gold = shared / "gold" / f"{name}.gold.jsonl"
        predicted = predict(shared, gold, "events", work, recognizer)
        if show:
            print(event_scores(shared, gold, predicted, "--show", show))
        rows.append(event_row(name, json.loads(event_scores(shared, gold, predicted, "--json"))))
        if name == "dev":
            for language in LANGUAGES:
                scores = json.loads(event_scores(shared, gold, predicted, "--lang", language, "--json"))
                rows.append(event_row(f"dev {language}", scores))
    return rows


def event_row(name: str, scores: dict[str, object]) -> list[str]:
    """Precision, recall and F1 of events with and without their dates, actors and status."""

    def triple(key: str) -> str:
        return " ".join(f"{value:.3f}" for value in scores[key])  # type: ignore[attr-defined]

    status = f"{scores['status_accuracy']:.3f}"
    measures = [triple(key) for key in ("event", "dated_event", "strict_dated_event", "actors")]
    return [name, str(scores["gold_events"]), *measures, status, str(scores["events_in_boilerplate"])]


def timex_rows(shared: Path, work: Path, only: list[str], show: int) -> list[list[str]]:
    """One row a set of temporal expressions."""
    rows = []
    for gold in sorted((shared / "corpora" / "timex").glob("*.jsonl")):
        if only and gold.stem not in only:
            continue
        predicted = predict(shared, gold, "timexes", work)
        command = [sys.executable, str(shared / "eval" / "score_timex.py"), str(gold), str(predicted)]
        command += [] if gold.stem == "cec_spans" else ["--news"]
        if show:
            print(run([*command, "--show", str(show)]))
        scores = json.loads(run([*command, "--json"]))
        keys = ("value_accuracy", "recall", "precision", "strict_recall")
        rows.append([gold.stem, str(scores["gold"]), *(f"{scores[key]:.3f}" for key in keys)])
    return rows


def table(title: str, columns: list[str], rows: list[list[str]]) -> Table:
    """A table for people."""
    out = Table(*columns, title=title, title_justify="left")
    for row in rows:
        out.add_row(*row)
    return out


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the development data")
    parser.add_argument("--only", nargs="*", default=[], help="names of sets, e.g. dev newsforms_dev")
    parser.add_argument("--show", default="", help="errors: misses, alarms, dates, actors, status, all")
    parser.add_argument("--show-timex", type=int, default=0, help="how many wrong expressions to list")
    parser.add_argument("--keep", type=Path, help="keep the analyses in this folder")
    parser.add_argument("--recognizer", default="accurate", help="of Chinese words: accurate or fast")
    return parser.parse_args()


def main() -> None:
    arguments = parse_arguments()
    if not arguments.shared.is_dir():
        sys.exit(f"the development data is not here: {arguments.shared} (--shared DIR)")
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.keep or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        events = event_rows(arguments.shared, work, arguments.only, arguments.show, arguments.recognizer)
        timexes = timex_rows(arguments.shared, work, arguments.only, arguments.show_timex)
    console = Console(width=140)
    measures = [f"{name} P R F1" for name in ("event", "dated event", "strict", "actors")]
    columns = ["set", "gold", *measures, "status", "boilerplate"]
    console.print(table("Dated events", columns, events))
    columns = ["set", "gold", "value right", "recall", "precision", "strict recall"]
    console.print(table("Temporal expressions", columns, timexes))


if __name__ == "__main__":
    main()
