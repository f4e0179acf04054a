"""Values that are pasted into the text of a query, where they can end what surrounds them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dclint.analysis.json_body import find_unseen_json_template
from dclint.analysis.placeholders import summarize_names
from dclint.analysis.query_texts import (
    PLACEHOLDER_MARK,
    QueryText,
    find_body_queries,
    find_url_queries,
)
from dclint.analysis.taint import ValueKind, classify_placeholder, trace_placeholder
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.findings.hit import Attack, Hit, HitFlow, NotObservable
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax.json_body import Span
from dclint.syntax.template import Placeholder

_QUOTES = re.compile(r"\\.|['\"]", re.DOTALL)

# SQL and its relatives, JQL, Lucene, and the functions of OData (ABNF 4.01, section 4).
_COMPARISON = re.compile(
    r"[=~:<>]|\b(?:eq|ne|lt|le|gt|ge|like|in|contains|startswith|endswith|substringof)\b",
    re.IGNORECASE,
)

# Words that may touch the first quote of a literal: SQL's `N'…'`, OData's `guid'…'`, operators.
_WORD_BEFORE = re.compile(
    r"(?<!\w)(?:[bnux]|date|time|timestamp|datetime|datetimeoffset|duration|guid|binary"
    r"|eq|ne|lt|le|gt|ge|like|in|and|or)\Z",
    re.IGNORECASE,
)

_LONGEST_WORD = 16  # characters before a quote that are looked at
_MOST_FLOWS = 100  # placeholders that one finding traces


class _Sink(NamedTuple):
    """A placeholder in a query, of which its value may become a part."""

    query: QueryText
    placeholder: Placeholder
    is_quoted: bool


def query_injection(connector: Connector) -> Iterator[Outcome]:
    """Report text values inside the literals of a query, or anywhere in a GraphQL document."""
    unseen = [field for field in ("url", "body") if connector.is_unknown(field)]
    if hidden := find_unseen_json_template(connector):
        unseen.append(hidden)
    for at, queries in (
        (("url",), find_url_queries(connector)),
        (("body",), find_body_queries(connector)),
    ):
        sinks = []
        for sink in (sink for query in queries for sink in _find_sinks(query)):
            kind, fact = classify_placeholder(connector, sink.placeholder.name)
            if fact:
                unseen.append(fact)
            elif kind is not ValueKind.NUMBER:
                sinks.append(sink)
        if sinks:
            yield _build_injection_hit(connector, at, sinks)
    yield from map(NotObservable, dict.fromkeys(unseen))


def _build_injection_hit(connector: Connector, at: Pointer, sinks: list[_Sink]) -> Hit:
    first = sinks[0]
    names = list(dict.fromkeys(sink.placeholder.name for sink in sinks))
    is_one = len(names) == 1
    subject = f"{summarize_names(names)} {'is' if is_one else 'are'} pasted"
    where = f"in {quote_text(first.query.name)}" if first.query.name else "in the body"
    if first.query.is_graphql:
        message = f"{subject} into the GraphQL document {where}"
        remedy = "declare a variable in the document and give its value under `variables`"
    else:
        whose = "its value" if is_one else "their values"
        message = f"{subject} between the quotes of the query {where}, and {whose} can end them"
        remedy = None
    return Hit(
        message=message,
        at=at,
        fragment=(first.placeholder.start, first.placeholder.end),
        remedy=remedy,
        flows=tuple(_trace_sink(connector, at, sink) for sink in sinks[:_MOST_FLOWS]),
    )


def _trace_sink(connector: Connector, at: Pointer, sink: _Sink) -> HitFlow:
    attack = Attack.GRAPHQL if sink.query.is_graphql else Attack.QUERY
    arrival = "can end the quotes around it" if sink.is_quoted else "becomes part of the query"
    return trace_placeholder(connector, at, sink.placeholder, arrival, attack)


def _find_sinks(query: QueryText) -> Iterator[_Sink]:
    """Yield the placeholders of a query that can change what it asks."""
    is_graphql = query.is_graphql
    if not is_graphql and "'" not in query.text and '"' not in query.text:
        return
    literals = list(_find_literals(query.text))
    if not is_graphql and not _has_comparison(query.text, literals):
        return
    passed = 0
    marks = (found.start() for found in re.finditer(PLACEHOLDER_MARK, query.text))
    for placeholder, at in zip(query.placeholders, marks, strict=True):
        while passed < len(literals) and literals[passed][1] <= at:
            passed += 1
        is_quoted = passed < len(literals) and literals[passed][0] < at
        if placeholder.name and (is_quoted or is_graphql):
            yield _Sink(query, placeholder, is_quoted)


def _has_comparison(text: str, literals: list[Span]) -> bool:
    """Whether anything is compared outside the literals, of which there must be one."""
    ends = [0, *(end for _, end in literals)]
    starts = [*(start for start, _ in literals), len(text)]
    rest = " ".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    return bool(literals and _COMPARISON.search(rest))


def _find_literals(text: str) -> Iterator[Span]:
    """Yield the quoted parts of `text`; apostrophes within and behind words open none."""
    quotes = [found.span() for found in _QUOTES.finditer(text) if len(found[0]) == 1]
    unclosed: set[str] = set()
    number = 0
    while number < len(quotes):
        start = quotes[number][0]
        number += 1
        quote = text[start]
        if quote in unclosed or not _opens_literal(text, start):
            continue
        for closing in range(number, len(quotes)):
            end = quotes[closing][1]
            if text[end - 1] == quote and _closes_literal(text, end):
                yield start, end
                number = closing + 1
                break
        else:
            unclosed.add(quote)  # nor is any later one


def _opens_literal(text: str, at: int) -> bool:
    if text[at] == '"' or not _is_word_character(text[at - 1 : at]):
        return True
    return bool(_WORD_BEFORE.search(text[max(0, at - _LONGEST_WORD) : at]))


def _closes_literal(text: str, end: int) -> bool:
    return text[end - 1] == '"' or not _is_word_character(text[end : end + 1])


def _is_word_character(character: str) -> bool:
    return character.isalnum() or character == "_"
