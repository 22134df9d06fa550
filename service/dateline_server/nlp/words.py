"""Search terms: the words of a text that a full-text index keeps and that a query is cut into.

Both sides of a search have to cut alike, so there is one function. jieba cuts Chinese; the names of
the actor lexicon are words to it, so that 英伟达 is one term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import jieba

from .actors.lexicon import load_actor_lexicon
from .actors.names import is_chinese, match_form
from .folding import fold

_TERM = re.compile(r"\w+(?:[.'&-]\w+)*")
_NOT_CHINESE = re.compile(r"[^\u3400-\u9fff]+")


def search_terms(folded: str) -> tuple[str, ...]:
    """The terms of a folded text in lower case, in text order; long words give their parts as well.

    Punctuation and white space give none. The first call loads the dictionary, about a second.
    """
    form = match_form(folded)
    return tuple(term for run in _runs(form) for term in run)


def _runs(form: str) -> Iterator[Iterable[str]]:
    """Chinese runs as jieba cuts them for search, others as they are written."""
    end = 0
    for match in _NOT_CHINESE.finditer(form):
        yield _chinese(form[end : match.start()])
        yield _TERM.findall(match.group())
        end = match.end()
    yield _chinese(form[end:])


def _chinese(run: str) -> Iterable[str]:
    # Without guesses at unknown words: these depend on the neighbours, and a query has others.
    return _tokenizer().cut_for_search(run, HMM=False) if run else ()


@cache
def _tokenizer() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    # Loaded by hand: initialize() would trust and write a cache file in the shared temporary folder.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for actor in load_actor_lexicon().actors.values():
        for name in actor.aliases:
            word = match_form(fold(name))
            if is_chinese(word) and _NOT_CHINESE.search(word) is None:
                tokenizer.add_word(word)
    return tokenizer
