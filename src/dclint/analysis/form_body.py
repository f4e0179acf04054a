"""The body, if it is meant as a form: its fields and where their placeholders stand."""

import re
from bisect import bisect_left
from typing import NamedTuple

from dclint.analysis.json_body import find_body_place, list_media_types
from dclint.model.connector import Connector, Place
from dclint.syntax.template import Placeholder, fill_placeholders

# Names and values as `a=b&c=d`, on one line; names are words, perhaps with brackets.
_FORM = re.compile(r"[\w.\-]+(?:\[[\w.\-]*\])*=[^&\n=<>{}\"]*(?:&[\w.\-\[\]]+=[^&\n=<>{}\"]*)*")


class FormField(NamedTuple):
    """One field of a form."""

    name: str
    placeholders: tuple[Placeholder, ...]


class FormBody(NamedTuple):
    """A body that is a form."""

    place: Place
    fields: tuple[FormField, ...]


def is_form_media_type(media_type: str) -> bool:
    """Whether a media type is that of a form in a URL's encoding."""
    return media_type.endswith("form-urlencoded")


def looks_like_form(place: Place) -> bool:
    """Whether a body has the shape of a form, a text in the place of each placeholder."""
    filled = fill_placeholders(place.text, place.placeholders).strip()
    return bool(_FORM.fullmatch(filled)) and not place.text.lstrip().startswith("{{")


def parse_form_body(connector: Connector) -> FormBody | None:
    """Return the body if `Content-Type` says that it is a form or, unsaid, if it looks like one."""
    place = find_body_place(connector)
    if place is None:
        return None
    types = list_media_types(connector)
    if not (all(map(is_form_media_type, types)) if types else looks_like_form(place)):
        return None
    return FormBody(place, tuple(_split_fields(place)))


def _split_fields(place: Place) -> list[FormField]:
    filled = fill_placeholders(place.text, place.placeholders)
    starts = [p.start for p in place.placeholders]
    fields = []
    for found in re.finditer(r"[^&]+", filled):
        first, end = (bisect_left(starts, at) for at in found.span())
        name = place.text[slice(*found.span())].partition("=")[0].strip()
        fields.append(FormField(name, place.placeholders[first:end]))
    return fields
