"""Texts that another service may read as a query: where they stand, and what they say."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import NamedTuple

from dclint.analysis.json_body import find_body_place, list_media_types, parse_json_body
from dclint.model.connector import Connector, Place
from dclint.syntax import graphql
from dclint.syntax.json_body import Span, find_string_literals
from dclint.syntax.json_keys import decode_escapes
from dclint.syntax.template import Placeholder, fill_placeholders

PLACEHOLDER_MARK = "\u16a0"  # what stands for a placeholder: a letter that nobody writes

# Found in every URL whose query has quotation marks, or a parameter for GraphQL.
_MAY_QUERY = re.compile(r"['\"]|%2[27]|query=", re.IGNORECASE)

# Parameters that hold what one person writes to another; no service reads them as a query.
_PROSE = re.compile(
    r"(?:.*\[)?(?:body|comments?|content|description|feedback|message|msg|notes?|reason|subject"
    r"|summary|text|title)\]?",
    re.IGNORECASE | re.DOTALL,
)

# Members of bodies that hold a query, in lower case: of GraphQL, Salesforce, Snowflake and other
# databases, Jira, Confluence, OData and MongoDB.
_KEYS = frozenset(
    {"query", "soql", "sql", "jql", "cql", "filter", "where", "q", "$filter", "$where"}
)

# The beginning of a JSON text: under any other name it is data, such as GraphQL's `variables`.
_JSON = re.compile(r'\s*(?:\{\s*"|\[\s*[\[{"])')

_MAY_HAVE_KEY = re.compile(r'"\$?(?:query|[sj]?o?ql|cql|filter|where|q)"', re.IGNORECASE)
_NAME = re.compile(r"[ \t\r\n]*:")

# What stands between a key and its string, or between those of an array.
_BETWEEN = re.compile(r"[ \t\r\n:,\[]*")


class QueryText(NamedTuple):
    """The decoded value of a parameter or a member, with `MARK` for each of its placeholders."""

    name: str
    """Of the parameter or the member; empty if it is the whole body."""
    text: str
    placeholders: tuple[Placeholder, ...]

    @property
    def is_graphql(self) -> bool:
        """Whether it is a GraphQL document, where one is expected."""
        return self.name.lower() in ("query", "") and graphql.is_document(self.text)


def find_url_queries(connector: Connector) -> Iterator[QueryText]:
    """Yield the values of the query's parameters, percent-decoded, if they hold placeholders."""
    url = connector.url_template
    if url is None or not url.query or not url.placeholders or not _MAY_QUERY.search(url.text):
        return
    from urllib.parse import unquote_plus

    for key, value in url.parameters:
        if value and (inside := _select_within(url.placeholders, value)):
            name = unquote_plus(url.text[slice(*key)])
            text = _decode_part(url.text, value, inside, unquote_plus)
            is_data = name.lower() not in _KEYS and _JSON.match(text)
            if not is_data and not _PROSE.fullmatch(name):
                yield QueryText(name, text, inside)


def find_body_queries(connector: Connector) -> Iterator[QueryText]:
    """Yield the strings of a JSON body that may be queries, or a body that is one."""
    place = find_body_place(connector)
    if place is None or not place.placeholders:
        return
    if _MAY_HAVE_KEY.search(place.text) and parse_json_body(connector):
        for name, (start, end) in _find_query_strings(
            fill_placeholders(place.text, place.placeholders)
        ):
            span = start + 1, end - 1
            if inside := _select_within(place.placeholders, span):
                yield QueryText(
                    name, _decode_part(place.text, span, inside, decode_escapes), inside
                )
    elif _is_raw_graphql(connector, place):
        span = 0, len(place.text)
        text = _decode_part(place.text, span, place.placeholders, str)
        yield QueryText("", text, place.placeholders)


def _is_raw_graphql(connector: Connector, place: Place) -> bool:
    types = list_media_types(connector)
    if types:
        return types[0] == "application/graphql"
    return graphql.is_document(fill_placeholders(place.text, place.placeholders))


def _find_query_strings(filled: str) -> Iterator[tuple[str, Span]]:
    """Yield the strings below one of `_KEYS`, alone or in an array, each with its key."""
    name, position = "", 0
    for start, end in find_string_literals(filled):
        if _NAME.match(filled, end):
            key = filled[start + 1 : end - 1]
            name = key if key.lower() in _KEYS else ""
        elif name and _BETWEEN.fullmatch(filled, position, start):
            yield name, (start, end)
        else:
            name = ""
        position = end


def _select_within(placeholders: tuple[Placeholder, ...], span: Span) -> tuple[Placeholder, ...]:
    first, last = (bisect_left(placeholders, at, key=itemgetter(0)) for at in span)
    return placeholders[first:last]


def _decode_part(
    text: str, span: Span, inside: tuple[Placeholder, ...], decode: Callable[[str], str]
) -> str:
    """Decode a part of `text` piece by piece, so that no placeholder is changed or made."""
    pieces: list[str] = []
    position, end = span
    for placeholder in inside:
        pieces.append(decode(text[position : placeholder.start]).replace(PLACEHOLDER_MARK, " "))
        position = placeholder.end
    pieces.append(decode(text[position:end]).replace(PLACEHOLDER_MARK, " "))
    return PLACEHOLDER_MARK.join(pieces)
