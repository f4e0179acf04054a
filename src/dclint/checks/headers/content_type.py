"""Does `Content-Type` say what the body is?"""

from collections.abc import Collection, Iterator

from dclint.analysis.form_body import is_form_media_type, looks_like_form
from dclint.analysis.json_body import find_body_place, list_media_types
from dclint.analysis.placeholders import is_unseen
from dclint.base.quoting import quote_text
from dclint.base.suggestions import normalize_name
from dclint.edits.edit import Append, SuggestedFix, suggest_safe_fix
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.values import Header
from dclint.ruleset.rule import Outcome
from dclint.syntax.json_body import parse_json_template
from dclint.syntax.template import find_placeholders

# Methods whose body means something to every server (RFC 9110, 9.3).
_BODY_METHODS = ("post", "put", "patch")

# What a media type calls the body, where no service reads JSON under it.
_FORM = "a form"
_OTHER_KINDS = {
    "multipart/form-data": "a form of several parts",
    "text/plain": "plain text",
    "text/html": "a page",
    "text/csv": "a table",
    "text/xml": "XML",
    "application/xml": "XML",
}


def content_type_mismatch(connector: Connector) -> Iterator[Outcome]:
    """Report a JSON body that is called something else, and bodies that no header describes."""
    body = connector.body
    if not isinstance(body, str):
        return
    if not body.lstrip().startswith(("{", "[")):
        yield from _check_untyped_form(connector)
        return
    stated = {i: h for i, h in enumerate(connector.known_headers) if h.key == "content-type"}
    other = next((i for i, header in stated.items() if _find_other_kind(header.value)), None)
    unseen = _find_unseen_fact(connector, stated.values())
    if other is None and not unseen and (stated or connector.http_method not in _BODY_METHODS):
        return
    if not (structure := _describe_structure(body)):
        return
    if other is not None:
        yield _build_other_type_hit(other, stated[other], structure)
    elif unseen:
        yield NotObservable(unseen)
    else:
        yield _build_missing_type_hit(connector, structure)


def _find_other_kind(value: object) -> str | None:
    """Say what a media type calls the body, if that is surely not JSON."""
    if not isinstance(value, str):
        return None
    media_type = _parse_media_type(value)
    return _FORM if is_form_media_type(media_type) else _OTHER_KINDS.get(media_type)


def _parse_media_type(value: str) -> str:
    return value.partition(";")[0].strip().lower()


def _find_unseen_fact(connector: Connector, stated: Collection[Header]) -> str | None:
    """Name the fact for want of which nobody can tell what the body is called."""
    if stated:
        return (
            "headers[].value" if any(_is_unclear_type(connector, h.value) for h in stated) else None
        )
    if connector.is_unknown("headers"):
        return "headers"
    if any(h.key is None and is_unseen(connector, h.name) for h in connector.known_headers):
        return "headers[].name"
    return "http_method" if connector.is_unknown("http_method") else None


def _is_unclear_type(connector: Connector, value: object) -> bool:
    return (
        "{{" in _parse_media_type(value) if isinstance(value, str) else is_unseen(connector, value)
    )


def _describe_structure(body: str) -> str | None:
    """Say what the body is if it is an object or an array in JSON."""
    match parse_json_template(body, find_placeholders(body)):
        case dict():
            return "a JSON object"
        case list():
            return "a JSON array"
        case _:
            return None


def _build_other_type_hit(index: int, header: Header, structure: str) -> Hit:
    kind = _find_other_kind(header.value)
    return Hit(
        message=f"The body is {structure}, and {quote_text(str(header.value))} says that it "
        f"is {kind}",
        at=("headers", index, "value"),
        remedy="write `application/json`, or write the body as a form"
        if kind == _FORM
        else "write `application/json`",
        related=(Related("this body", ("body",)),),
    )


def _check_untyped_form(connector: Connector) -> Iterator[Outcome]:
    """Report a form that no header calls one; what is sent then is not documented."""
    place = find_body_place(connector)
    if place is None or not looks_like_form(place) or list_media_types(connector):
        return
    if connector.http_method not in _BODY_METHODS and not connector.is_unknown("http_method"):
        return
    stated = [header for header in connector.known_headers if header.key == "content-type"]
    if unseen := _find_unseen_fact(connector, stated):
        yield NotObservable(unseen)
    elif not stated:
        media_type = "application/x-www-form-urlencoded"
        yield Hit(
            message="The body is a form, and no header `Content-Type` says so",
            at=("body",),
            severity=Severity.INFO,
            remedy=f"add the header `Content-Type: {media_type}`",
        )


def _build_missing_type_hit(connector: Connector, structure: str) -> Hit:
    remedy = "add the header `Content-Type: application/json`"
    related: tuple[Related, ...] = ()
    item = {"name": "Content-Type", "value": "application/json"}
    suggested: SuggestedFix | None = suggest_safe_fix(Append(("headers",), item))
    for index, header in enumerate(connector.known_headers):
        if normalize_name(header.key or "") == "contenttype":
            remedy = f"rename the header {quote_text(str(header.name))} to `Content-Type`"
            related = (Related("this header may be meant", ("headers", index, "name")),)
            suggested = None
            break
    return Hit(
        message=f"The body is {structure}, and no header `Content-Type` says so",
        at=("body",),
        remedy=remedy,
        related=related,
        suggested_fix=suggested,
    )
