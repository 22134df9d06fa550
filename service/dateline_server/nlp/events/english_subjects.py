"""Whoever fills the subject of an English verb, be it told at another one."""

from __future__ import annotations

from .english_syntax import Parse, is_passive

RELATIVES = frozenset({"WDT", "WP", "WP$"})


def subject_of(parse: Parse, index: int, depth: int = 4) -> tuple[int, bool] | None:
    """The word that fills a verb's subject, and whether it is the one acted upon (a passive)."""
    passive = is_passive(parse, index)
    own = parse.child(index, "nsubj", "nsubjpass")
    if own is not None:
        if parse.tokens[own].inflection in RELATIVES and parse.relation(index) == "relcl":
            own = parse.head(index)
        return own, passive
    head, relation = parse.head(index), parse.relation(index)
    if relation == "ROOT" and (lost := _lost_subject(parse, index)) is not None:
        return lost, passive
    if head < 0 or not depth:
        return None
    if relation == "acl":
        return head, passive
    if relation == "xcomp":
        controlled = parse.child(head, "dobj", "nsubj" if parse.tokens[head].tag == "VERB" else "dobj")
        if parse.child(head, "dobj") is not None and controlled is not None:
            return parse.child(head, "dobj") or controlled, passive
    if relation in ("conj", "xcomp", "advcl", "pcomp", "prep", "acomp", "attr", "ccomp"):
        above = subject_of(parse, head, depth - 1)
        return (above[0], passive) if above else None
    return None


def _lost_subject(parse: Parse, index: int) -> int | None:
    """A name right before its verb that the parser took for part of a date: In 2020 Nokia said."""
    before = min((index, *parse.dependents(index, "aux", "auxpass", "neg"))) - 1
    if before < 1 or parse.tokens[before].tag != "PROPN" or parse.relation(before) != "pobj":
        return None
    siblings = parse.dependents(parse.head(before), "pobj")
    return before if len(siblings) > 1 and siblings[0] != before else None
