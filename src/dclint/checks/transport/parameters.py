"""What the query of a URL says twice, and what it says about people."""

from bisect import bisect_left
from collections.abc import Iterator
from operator import itemgetter

from dclint.analysis.placeholders import named, unseen_inputs
from dclint.analysis.selectors import InputClass, classify
from dclint.analysis.taint import flow
from dclint.base.pointer import Pointer
from dclint.base.quoting import quoted
from dclint.findings.hit import Hit, Related, Unobserved
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import Placeholder
from dclint.syntax.url import Parameter, UrlTemplate
from dclint.syntax.url_spans import Span

_URL: Pointer = ("url",)


_PERSONAL = frozenset({InputClass.PERSON, InputClass.FACTOR})


def within(url: UrlTemplate, span: Span) -> Iterator[Placeholder]:
    """Yield the placeholders that begin in a part of `url`."""
    index = bisect_left(url.placeholders, span[0], key=itemgetter(0))
    while index < len(url.placeholders) and url.placeholders[index].start < span[1]:
        yield url.placeholders[index]
        index += 1


def decoded(text: str) -> str:
    """Decode the name of a query parameter."""
    if "%" not in text and "+" not in text:
        return text
    from urllib.parse import unquote_plus

    return unquote_plus(text)


def shadowed(connector: Connector) -> Iterator[Outcome]:
    """Report a query parameter that is sent once fixed and once with a value to be inserted."""
    url = connector.url_template
    if url is None or not url.query or not url.placeholders or "&" not in url.text:
        return
    pairs = list(_pairs(url))
    if not pairs:
        return
    name, earlier, later = pairs[0]
    inserted = [p.name or "{{}}" for each in (earlier, later) for p in _inserted(url, each)]
    others = f" ({len(pairs)} such parameters)" if len(pairs) > 1 else ""
    yield Hit(
        message=f"{quoted(name)} is sent twice, once fixed and once from {named(inserted)}{others}",
        at=_URL,
        fragment=_whole(later),
        remedy=f"keep one {quoted(name)}",
        related=(Related("it is sent here already", _URL, _whole(earlier)),),
    )


def _pairs(url: UrlTemplate) -> Iterator[tuple[str, Parameter, Parameter]]:
    """Yield each name that is sent in both ways, its first parameter and the first of other kind.

    A name that ends with `[]` makes a list, and one that is decided at run time is not known.
    """
    first: dict[str, tuple[bool, Parameter]] = {}
    reported = set()
    for parameter in url.parameters:
        if any(within(url, parameter.key)):
            continue
        name = decoded(url.text[slice(*parameter.key)])
        is_fixed = not any(_inserted(url, parameter))
        was_fixed, earlier = first.setdefault(name, (is_fixed, parameter))
        if was_fixed is not is_fixed and name not in reported and not name.endswith("[]"):
            reported.add(name)
            yield name, earlier, parameter


def _inserted(url: UrlTemplate, parameter: Parameter) -> Iterator[Placeholder]:
    return within(url, parameter.value) if parameter.value else iter(())


def _whole(parameter: Parameter) -> Span:
    return parameter.key[0], (parameter.value or parameter.key)[1]


def personal_data_in_url(connector: Connector) -> Iterator[Outcome]:
    """Report inputs in the query that tell, by their names, who somebody is."""
    url = connector.url_template
    if url is None or not url.query or not url.placeholders:
        return
    found = [p for p in within(url, url.query) if classify(p.name) in _PERSONAL]
    told = [p for p in found if p.name in connector.input_names]
    if len(told) < len(found) and (unseen := unseen_inputs(connector)):
        yield Unobserved(unseen)
    told = [p for p in told if not _is_switch(connector, p.name)]
    if not told:
        return
    names = list(dict.fromkeys(p.name for p in told))
    yield Hit(
        message=f"{named(names)} {'stands' if len(names) == 1 else 'stand'} in the query, "
        "which logs keep",
        at=_URL,
        fragment=(told[0].start, told[0].end),
        flows=tuple(flow(connector, _URL, p, "becomes part of the address") for p in told),
    )


def _is_switch(connector: Connector, name: str) -> bool:
    """Whether an input is a yes or no, as `send_email` is: that tells nothing about anybody."""
    return connector.known_inputs[connector.input_names[name]].type == "boolean"
