"""What the query of a URL says twice, and what it says about people."""

from collections.abc import Iterator

from dclint.analysis.placeholders import summarize_names
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.findings.hit import Hit, Related
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import Placeholder
from dclint.syntax.url import (
    QueryParameter,
    UrlTemplate,
    decode_parameter_name,
    find_placeholders_within,
)
from dclint.syntax.url_spans import Span

_URL: Pointer = ("url",)


def url_shadowed_parameter(connector: Connector) -> Iterator[Outcome]:
    """Report a query parameter that is sent once fixed and once with a value to be inserted."""
    url = connector.url_template
    if url is None or not url.query or not url.placeholders or "&" not in url.text:
        return
    pairs = list(_find_shadowed_pairs(url))
    if not pairs:
        return
    name, earlier, later = pairs[0]
    inserted = [
        p.name or "{{}}" for each in (earlier, later) for p in _find_value_placeholders(url, each)
    ]
    others = f" ({len(pairs)} such parameters)" if len(pairs) > 1 else ""
    yield Hit(
        message=f"{quote_text(name)} is sent twice, "
        f"once fixed and once from {summarize_names(inserted)}{others}",
        at=_URL,
        fragment=_get_parameter_span(later),
        remedy=f"keep one {quote_text(name)}",
        related=(Related("it is sent here already", _URL, _get_parameter_span(earlier)),),
    )


def _find_shadowed_pairs(url: UrlTemplate) -> Iterator[tuple[str, QueryParameter, QueryParameter]]:
    """Yield each name that is sent in both ways, its first parameter and the first of other kind.

    A name that ends with `[]` makes a list, and one that is decided at run time is not known.
    """
    first: dict[str, tuple[bool, QueryParameter]] = {}
    reported = set()
    for parameter in url.parameters:
        if any(find_placeholders_within(url, parameter.key)):
            continue
        name = decode_parameter_name(url.text[slice(*parameter.key)])
        is_fixed = not any(_find_value_placeholders(url, parameter))
        was_fixed, earlier = first.setdefault(name, (is_fixed, parameter))
        if was_fixed is not is_fixed and name not in reported and not name.endswith("[]"):
            reported.add(name)
            yield name, earlier, parameter


def _find_value_placeholders(url: UrlTemplate, parameter: QueryParameter) -> Iterator[Placeholder]:
    return find_placeholders_within(url, parameter.value) if parameter.value else iter(())


def _get_parameter_span(parameter: QueryParameter) -> Span:
    return parameter.key[0], (parameter.value or parameter.key)[1]
