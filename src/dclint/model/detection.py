"""Telling connectors from other objects, and what the origin of one can show."""

import re
from collections.abc import Iterable

from dclint.base.pointer import Json, Pointer
from dclint.base.suggestions import normalize_name
from dclint.model.connector import READ_ONLY_FIELDS, Connector
from dclint.model.values import Shape

DOCUMENTED = frozenset(Connector.model_fields)  # members of a connector that this version knows

# Members that many other formats have as well; the rest of DOCUMENTED tells of a connector.
_GENERIC = frozenset(
    {
        "type",
        "id",
        "name",
        "description",
        "state",
        "url",
        "body",
        "headers",
        "created_at",
        "updated_at",
    }
)

# Every member, however it is separated and capitalised → whether it tells.
_BY_LETTERS = {normalize_name(member): member not in _GENERIC for member in DOCUMENTED}

# Members of package.json, workflows, compose files, manifests, schemas: not of a connector.
_FOREIGN = frozenset(
    {
        "$schema",
        "apiVersion",
        "compilerOptions",
        "definitions",
        "dependencies",
        "devDependencies",
        "exports",
        "imports",
        "info",
        "jobs",
        "kind",
        "license",
        "main",
        "manifest_version",
        "on",
        "openapi",
        "packages",
        "paths",
        "private",
        "properties",
        "repository",
        "require",
        "runs",
        "scripts",
        "services",
        "stages",
        "swagger",
        "version",
    }
)

# Begins with a member of a connector, or names one that tells, wherever it is.
_ATTEMPT = (
    rf"\A[\s\[{{-]*[\"']?(?:{'|'.join(sorted(DOCUMENTED))})[\"']?\s*:"
    rf"|\b(?:{'|'.join(sorted(DOCUMENTED - _GENERIC))})\b[\"']?\s*:"
)

_STORED_FIELDS = frozenset({"created_at", "execution_results_url"})
_CALL_FIELDS = frozenset({"http_method", "description"})  # beside the URL they tell of a new call
_DETAIL_FIELDS = frozenset({"url", "data_inputs", "audiences", "customer_authentication"})


def shape_of(raw: dict[str, Json]) -> Shape:
    """Tell what the origin of `raw` can show, from the members it has."""
    is_stored = "id" in raw and not _STORED_FIELDS.isdisjoint(raw)
    if is_stored or raw.get("type") == "data_connector":
        return Shape.SUMMARY if _DETAIL_FIELDS.isdisjoint(raw) else Shape.DETAIL
    return Shape.PATCH if _is_update(raw) else Shape.DEFINITION


def _is_update(raw: dict[str, Json]) -> bool:
    """Whether `raw` says only what changes: it has no name, and not all that makes a call."""
    if "name" in raw or not READ_ONLY_FIELDS.isdisjoint(raw):
        return False
    if "id" in raw or "state" in raw:
        return True
    describes_call = "url" in raw and not _CALL_FIELDS.isdisjoint(raw)
    return not describes_call and not DOCUMENTED.isdisjoint(raw)


def list_candidates(root: Json) -> list[tuple[Pointer, Json]]:
    """List the values in `root` that are meant to be connectors: itself, or the items of a list."""
    match root:
        case list():
            return [((i,), item) for i, item in enumerate(root)]
        case {"type": "list", "data": list(items)}:
            return [(("data", i), item) for i, item in enumerate(items)]
        case {"data_connectors": list(items)}:
            return [(("data_connectors", i), item) for i, item in enumerate(items)]
        case _:
            return [((), root)]


def is_connector(value: Json) -> bool:
    """Whether `value` may be meant as a connector: it has no less known members than others."""
    if not isinstance(value, dict):
        return False
    if is_telling(value) or not value:
        return True
    if not _FOREIGN.isdisjoint(value) or value.get("type", "data_connector") != "data_connector":
        return False
    known = [key for key in value if normalize_name(key) in _BY_LETTERS]
    others = [k for k in value if k not in known and not k.startswith(("x-", "_", "$"))]
    return len(known) >= max(1, len(others))


def is_telling(value: Json) -> bool:
    """Whether `value` has a member that nothing but a connector has, however it is spelt."""
    if not isinstance(value, dict):
        return False
    kind = value.get("type")
    if isinstance(kind, str) and kind.startswith("data_connector"):
        return kind == "data_connector"  # `data_connector.execution` is a log entry
    return any(_BY_LETTERS.get(normalize_name(key)) for key in value)


def is_minimal(value: Json) -> bool:
    """Whether `value` has a name and, beside it, members of a connector only."""
    return is_connector(value) and "name" in value and DOCUMENTED.issuperset(value)


def looks_like_connector(roots: Iterable[tuple[Pointer, Json]]) -> bool:
    """Whether values that nobody asked for hold connectors without doubt."""
    return any(
        any(is_telling(value) for _, value in list_candidates(root)) or is_minimal(root)
        for _, root in roots
    )


def looks_like_attempt(text: str) -> bool:
    """Whether a text that cannot be parsed was meant to hold connectors."""
    return bool(re.search(_ATTEMPT, text))
