"""Where values enter a request, and what is beside each: a parameter, a member, a path."""

import functools
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dclint.analysis.access.collection import (
    Collection,
    find_collection,
    find_container,
    list_path_segments,
    read_host_collection,
    read_noun,
    split_path,
)
from dclint.analysis.access.operations import read_operation
from dclint.analysis.lexicon import WordClass, classify_noun, split_name
from dclint.base.pointer import Json, Pointer
from dclint.model.connector import Connector, Place
from dclint.syntax.json_body import BodyRegion, find_body_regions
from dclint.syntax.template import Placeholder
from dclint.syntax.url import QueryParameter, UrlRegion, UrlTemplate


class Part(StrEnum):
    """The part of a request in which a value is sent."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class SentValue:
    """One placeholder, and what the request says of the value that it sends."""

    at: Pointer
    placeholder: Placeholder
    part: Part
    labels: tuple[str, ...]
    """Names of the parameter, header or members around it, the nearest last; none in a path."""
    collection: Collection
    """From what it picks: the segment before it, or what the whole call is about."""

    @property
    def name(self) -> str:
        """The name of the input or attribute."""
        return self.placeholder.name


@functools.lru_cache(maxsize=1)
def list_sent_values(connector: Connector) -> tuple[SentValue, ...]:
    """Return where each placeholder of the URL, the body and the headers stands, in order."""
    return tuple(
        value
        for place in connector.places
        if place.placeholders
        for value in _list_values(connector, place)
    )


def find_request_collection(connector: Connector) -> Collection:
    """Return what the call as a whole is about."""
    operation = read_operation(connector)
    if operation and operation.subject:
        return Collection(read_noun(split_name(operation.subject)), operation.subject)
    host = read_host_collection(connector)
    if host.noun is WordClass.COMPUTE:
        return host
    return find_collection(list_path_segments(connector))


def _list_values(connector: Connector, place: Place) -> Iterator[SentValue]:
    if place.at == ("url",):
        yield from _list_url_values(connector, place)
    elif place.at == ("body",):
        yield from _list_body_values(connector, place)
    else:
        yield from _list_header_values(connector, place)


def _list_url_values(connector: Connector, place: Place) -> Iterator[SentValue]:
    url = connector.url_template
    if url is None:
        return
    about = find_request_collection(connector)
    starts = [parameter.key[0] for parameter in url.parameters]
    for placeholder in place.placeholders[len(url.placeholders_before_path) :]:
        region = url.find_region(placeholder)
        if region is UrlRegion.PATH:
            yield _read_path_value(url, placeholder)
        elif region in (UrlRegion.QUERY_KEY, UrlRegion.QUERY_VALUE):
            parameter = url.parameters[bisect_right(starts, placeholder.start) - 1]
            labels = _find_query_labels(url, parameter, placeholder)
            yield SentValue(place.at, placeholder, Part.QUERY, labels, about)


# Behind the name of an entity set in OData, or of a matrix parameter: `Orders('{{x}}')`, `;id=`.
_KEY_BEFORE = re.compile(r"(?:;|^)([\w\-.]+)=[^;=]*$")
_CALL_BEFORE = re.compile(r"([\w\-]+)\(['\"]?(?:\w+=['\"]?)?$")


_LONGEST_PATH = 500  # characters of a path before a value that are read


def _read_path_value(url: UrlTemplate, placeholder: Placeholder) -> SentValue:
    start = max(url.path[0], placeholder.start - _LONGEST_PATH)
    before = url.text[start : placeholder.start]
    if start > url.path[0]:
        before = before[before.find("/") :]
    within = before.rpartition("/")[2]
    call, key = _CALL_BEFORE.search(within), _KEY_BEFORE.search(within)
    segments = split_path(before)
    labels: tuple[str, ...] = ()
    if within and segments and not call and not key:
        whole = segments[-1].text.strip("-_.:~")
        segments = segments[:-1]
        labels = (whole,) if classify_noun(whole) else ()
    if key:
        labels = (key[1],)
    return SentValue(("url",), placeholder, Part.PATH, labels, find_container(segments))


# The name before an operator and a value: `CaseRef eq '`, `number:"`, `Ext_Ref__c='`.
_TERM_BEFORE = re.compile(
    r"([A-Za-z_][\w.\-]*?)(?:__c)?[\s+]*(?:[:=<>~]+|%3A|%3D|[\s+]+(?:eq|like|in|is|contains|ilike))"
    r"[\s+]*(?:%2[27]|['\"(%*\\])*$",
    re.IGNORECASE,
)


_LONGEST_TERM = 200  # characters before a value in which a name is sought


def _find_query_labels(
    url: UrlTemplate, parameter: QueryParameter, placeholder: Placeholder
) -> tuple[str, ...]:
    start, end = parameter.key
    key = url.text[start : min(end, start + _LONGEST_TERM)]
    if parameter.value is None:
        return (key,)
    start = max(parameter.value[0], placeholder.start - _LONGEST_TERM)
    return _add_term((key,), url.text[start : placeholder.start])


def _add_term(labels: tuple[str, ...], before: str) -> tuple[str, ...]:
    """Add the name that an expression compares with the value, if there is one."""
    found = _TERM_BEFORE.search(before)
    return (*labels, found[1]) if found else labels


def _list_header_values(connector: Connector, place: Place) -> Iterator[SentValue]:
    name = connector.known_headers[int(place.at[1])].name
    told = name.strip()[:_LONGEST_TERM] if isinstance(name, str) else ""
    label = re.sub(r"^x-", "", told, flags=re.IGNORECASE)
    about = find_request_collection(connector)
    for placeholder in place.placeholders:
        yield SentValue(place.at, placeholder, Part.HEADER, (label,), about)


def _list_body_values(connector: Connector, place: Place) -> Iterator[SentValue]:
    operation = read_operation(connector)
    about = find_request_collection(connector)
    for placeholder, labels in _find_body_labels(place):
        told = operation.label_variable(labels) if operation else labels
        before = place.text[max(0, placeholder.start - _LONGEST_TERM) : placeholder.start]
        yield SentValue(place.at, placeholder, Part.BODY, _add_term(told, before), about)


def _find_body_labels(place: Place) -> Iterator[tuple[Placeholder, tuple[str, ...]]]:
    """Yield each placeholder with the names of the members around it."""
    paths = _find_json_paths(place)
    for index, placeholder in enumerate(place.placeholders):
        if paths is not None:
            yield placeholder, paths.get(index, ())
        else:
            yield placeholder, _find_pair_label(place.text, placeholder)


# Before a value in a form, and before one in XML.
_PAIR_BEFORE = re.compile(r"(?:^|&)([\w.\-\[\]%$]+)=[^&=]*$")
_ELEMENT_BEFORE = re.compile(r"<([\w:.\-]+)(?:\s[^<>]*)?>[^<>]*$")
_MEMBER_BEFORE = re.compile(r"[\"']([\w.\-$ ]+)[\"']\s*:\s*[\"'\[{]*$")


def _find_pair_label(text: str, placeholder: Placeholder) -> tuple[str, ...]:
    before = text[max(0, placeholder.start - 400) : placeholder.start]
    for pattern in (_PAIR_BEFORE, _ELEMENT_BEFORE, _MEMBER_BEFORE):
        if found := pattern.search(before):
            return (found[1],)
    return ()


def _find_json_paths(place: Place) -> dict[int, tuple[str, ...]] | None:
    """Return the names of the members around each placeholder; None if the body is no JSON."""
    if place.text.lstrip()[:1] not in ("{", "["):
        return None
    marked = _mark_placeholders(place)
    try:
        value = json.loads(marked)
    except (ValueError, RecursionError):
        return None
    found: dict[int, tuple[str, ...]] = {}
    _collect_paths(value, (), found)
    return found


_MARK = "\u16a0"  # stands before the number of a placeholder: a letter that nobody writes
_NUMBERED = re.compile(f"{_MARK}(\\d+){_MARK}")


def _mark_placeholders(place: Place) -> str:
    regions = find_body_regions(place.text, place.placeholders)
    pieces: list[str] = []
    position = 0
    for index, placeholder in enumerate(place.placeholders):
        mark = f"{_MARK}{index}{_MARK}"
        quoted = regions[index] in (BodyRegion.KEY, BodyRegion.STRING)
        pieces += (place.text[position : placeholder.start], mark if quoted else f'"{mark}"')
        position = placeholder.end
    return "".join((*pieces, place.text[position:]))


def _collect_paths(value: Json, path: tuple[str, ...], found: dict[int, tuple[str, ...]]) -> None:
    if isinstance(value, dict):
        for key, member in value.items():
            _note_marks(key, path, found)
            _collect_paths(member, (*path, key), found)
    elif isinstance(value, list):
        for item in value:
            _collect_paths(item, path, found)
    elif isinstance(value, str):
        _note_marks(value, path, found)


def _note_marks(text: str, path: tuple[str, ...], found: dict[int, tuple[str, ...]]) -> None:
    if _MARK in text:
        for number in _NUMBERED.findall(text):
            found.setdefault(int(number), path)
