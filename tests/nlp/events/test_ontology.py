"""The table of event types and its loader."""

from pathlib import Path

import pytest
from dateline_server.domain.event import Role
from dateline_server.errors import DataFileError
from dateline_server.nlp.events.ontology import load_ontology

GOOD = '[other]\nen = "another event"\nzh = "其他"\nroles = ["agent"]\nplover = ""\nace = ""\n'


def test_shipped_ontology_covers_its_fields() -> None:
    ontology = load_ontology()
    assert len(ontology) >= 60
    assert ontology["meet"].ace == "Contact.Meet"
    assert ontology["sanction"].plover == "SANCTION"
    assert Role.PLACE in ontology["natural-disaster"].roles
    assert all(entry.roles for entry in ontology.values())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"agent"', '"hero"', "unknown role"),
        ('plover = ""', 'plover = "FIGHT"', "no PLOVER type"),
        ("[other]", "[Other]", "kebab-case"),
        ("[other]", "[meet]", "missing"),
        ('en = "another event"', 'en = ""', "gloss"),
        ('ace = ""', 'ace = ""\ncolour = "red"', "exactly the keys"),
    ],
)
def test_loader_names_what_is_wrong(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "events.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError, match=problem):
        load_ontology(path)
