"""Digests of the fields that decide about security, as `connectors.lock` holds them."""

from collections.abc import Mapping
from hashlib import sha256
from json import dumps

from dclint.analysis.versions.aspects import Aspect, AspectKey, collect_aspects
from dclint.base.pointer import Json
from dclint.model.connector import Connector
from dclint.model.subject import Subject
from dclint.model.values import Unset

_LOCKED_TEXTS = ("name", "description", "url")

_LOCKED_SWITCHES = (
    "direct_fin_usage",
    "audiences",
    "customer_authentication",
    "bypass_authentication",
    "validate_missing_attributes",
    "http_method",
)


def digest_fields(connector: Connector) -> dict[str, str]:
    """Return a digest of each security-relevant part that can be seen, by its name.

    It is the same for a file and for what the API makes of it, and in whatever order inputs stand.
    """
    found = collect_aspects(connector)
    parts = {field: found[field,].value for field in (*_LOCKED_TEXTS, *_LOCKED_SWITCHES)}
    parts["data_inputs"] = _list_input_texts(found)
    return {
        name: sha256(dumps(value).encode()).hexdigest()
        for name, value in parts.items()
        if not isinstance(value, Unset)
    }


def _list_input_texts(found: Mapping[AspectKey, Aspect]) -> Json | Unset:
    """Return the names and the descriptions of the inputs, sorted."""
    told = {k: a.value for k, a in found.items() if k[::2] == ("data_inputs", "description")}
    unseen = [value for value in told.values() if isinstance(value, Unset)]
    if isinstance(presence := found["data_inputs",].value, Unset):
        return presence
    return unseen[0] if unseen else sorted((key[1], value) for key, value in told.items())


def build_lock_key(subject: Subject) -> str:
    """Name a connector as the lock file does: a draft beside its live version is one of its own."""
    return f"{subject.key}@draft" if subject.version == "draft" else subject.key
