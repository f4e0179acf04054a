"""The body, if it is meant as JSON: what it says and where its placeholders stand."""

import functools
from typing import NamedTuple

from dclint.analysis.placeholders import is_unseen
from dclint.base.pointer import Json
from dclint.model.connector import Connector, Place
from dclint.syntax import graphql
from dclint.syntax.json_body import BodyRegion, NotJson, find_body_regions, parse_json_template
from dclint.syntax.template import fill_placeholders


class JsonBody(NamedTuple):
    """A body that is meant as JSON."""

    place: Place
    regions: tuple[BodyRegion, ...]
    """Of each placeholder, in order."""
    value: Json | NotJson
    """What it is after substitution; `NotJson` if a strict parser refuses it."""


def find_body_place(connector: Connector) -> Place | None:
    """Return the body with its placeholders; None if it is unknown or blank."""
    for place in connector.places:
        if place.at == ("body",):
            return place if place.text.strip() else None
    return None


def list_media_types(connector: Connector) -> list[str]:
    """List the media types that `Content-Type` is seen to state, without their parameters."""
    types = [
        header.value.partition(";")[0].strip().lower()
        for header in connector.known_headers
        if header.key == "content-type"
        and isinstance(header.value, str)
        and "{{" not in header.value
    ]
    return [media_type for media_type in types if media_type]


def find_unseen_media_type(connector: Connector) -> str | None:
    """Name the fact for want of which nobody can tell the media type of the body."""
    if connector.is_unknown("headers"):
        return "headers"
    for header in connector.known_headers:
        if header.key == "content-type" and (
            is_unseen(connector, header.value)
            or (isinstance(header.value, str) and "{{" in header.value)
        ):
            return "headers[].value"
    return None


def find_unseen_json(connector: Connector) -> str | None:
    """Name the fact for want of which nobody can tell whether a body that is seen is JSON."""
    if (
        find_body_place(connector) is None
        or list_media_types(connector)
        or parse_json_body(connector)
    ):
        return None
    return find_unseen_media_type(connector)


def find_unseen_json_template(connector: Connector) -> str | None:
    """Name it if the body has placeholders."""
    place = find_body_place(connector)
    return find_unseen_json(connector) if place and place.placeholders else None


def is_json_media_type(media_type: str) -> bool:
    """Whether a media type is JSON's (RFC 8259, 11) or one that is built on it (RFC 6839, 3.1)."""
    return media_type in ("application/json", "text/json") or media_type.endswith("+json")


@functools.lru_cache(maxsize=1)
def parse_json_body(connector: Connector) -> JsonBody | None:
    """Return the body if `Content-Type` says JSON or, where it says nothing, if it looks like it.

    None if there is no such body, or if it or all headers cannot be seen; the rules of the family
    ask one after the other, so one is remembered.
    """
    place = find_body_place(connector)
    if place is None:
        return None
    types = list_media_types(connector)
    if not types and connector.is_unknown("headers"):
        return None
    if not (all(map(is_json_media_type, types)) if types else _looks_like_json(place)):
        return None
    where = find_body_regions(place.text, place.placeholders)
    return JsonBody(place, where, parse_json_template(place.text, place.placeholders, where))


def _looks_like_json(place: Place) -> bool:
    text = fill_placeholders(place.text, place.placeholders)
    return text.lstrip()[:1] in ("{", "[") and not graphql.is_document(text)
