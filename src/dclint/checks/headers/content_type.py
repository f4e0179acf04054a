"""Does `Content-Type` say what the body is?"""

from collections.abc import Collection, Iterator

from dclint.analysis.placeholders import is_unseen
from dclint.base.quoting import quote_text
from dclint.base.suggestions import normalize_name
from dclint.edits.edit import Append, SuggestedFix, suggest_safe_fix
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.model.connector import Connector
from dclint.model.values import Header
from dclint.ruleset.rule import Outcome
from dclint.syntax.json_body import parse_json_template
from dclint.syntax.template import find_placeholders

# Methods whose body means something to every server (RFC 9110, 9.3).
_BODY_METHODS = ("post", "put", "patch")


def content_type_mismatch(connector: Connector) -> Iterator[Outcome]:
    """Report a JSON body that is called a form, or that no header calls JSON."""
    body = connector.body
    if not isinstance(body, str) or not body.lstrip().startswith(("{", "[")):
        return
    stated = {i: h for i, h in enumerate(connector.known_headers) if h.key == "content-type"}
    form = next((i for i, header in stated.items() if _is_form_type(header.value)), None)
    unseen = _find_unseen_fact(connector, stated.values())
    if form is None and not unseen and (stated or connector.http_method not in _BODY_METHODS):
        return
    if not (structure := _describe_structure(body)):
        return
    if form is not None:
        yield _build_form_hit(form, stated[form], structure)
    elif unseen:
        yield NotObservable(unseen)
    else:
        yield _build_missing_type_hit(connector, structure)


def _is_form_type(value: object) -> bool:
    return isinstance(value, str) and _parse_media_type(value).endswith("form-urlencoded")


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


def _build_form_hit(index: int, header: Header, structure: str) -> Hit:
    return Hit(
        message=f"The body is {structure}, and {quote_text(str(header.value))} says that it "
        "is a form",
        at=("headers", index, "value"),
        remedy="write `application/json`, or write the body as a form",
        related=(Related("this body", ("body",)),),
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
