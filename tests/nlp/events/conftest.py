"""The rules that ship, loaded once."""

import pytest
from dateline_server.nlp.events.lexicon import ChineseLexicon, load_chinese_lexicon
from dateline_server.nlp.events.ontology import load_ontology


@pytest.fixture(scope="session")
def lexicon() -> ChineseLexicon:
    return load_chinese_lexicon(load_ontology())
