"""The body, if it is meant as JSON: what it says and where its placeholders stand."""

import functools
from typing import NamedTuple

from dclint.body import BodyRegion, NotJson, as_json, regions
from dclint.connector import Connector, Place
from dclint.pointer import Json
from dclint.template import fill


class JsonBody(NamedTuple):
    """A body that is meant as JSON."""

    place: Place
    regions: tuple[BodyRegion, ...]
    """Of each placeholder, in order."""
    value: Json | NotJson
    """What it is after substitution; `NotJson` if a strict parser refuses it."""


def media_types(connector: Connector) -> list[str]:
    """List the media types that `Content-Type` is seen to state, without their parameters."""
    return [
        header.value.partition(";")[0].strip().lower()
        for header in connector.known_headers
        if header.key == "content-type"
        and isinstance(header.value, str)
        and "{{" not in header.value
    ]


def is_json_type(media_type: str) -> bool:
    """Whether a media type is JSON's (RFC 8259, 11) or one that is built on it (RFC 6839, 3.1)."""
    return media_type in ("application/json", "text/json") or media_type.endswith("+json")


@functools.lru_cache(maxsize=1)
def json_body(connector: Connector) -> JsonBody | None:
    """Return the body if `Content-Type` says JSON or, where it says nothing, if it looks like it.

    None if there is no such body, or if it cannot be seen; the rules of the family ask one after
    the other, so one is remembered.
    """
    place = next((place for place in connector.places if place.at == ("body",)), None)
    if place is None or not place.text.strip():
        return None
    types = media_types(connector)
    looks = fill(place.text, place.placeholders).lstrip()[:1] in ("{", "[")
    if not (all(map(is_json_type, types)) if types else looks):
        return None
    value = as_json(place.text, place.placeholders)
    return JsonBody(place, regions(place.text, place.placeholders), value)
