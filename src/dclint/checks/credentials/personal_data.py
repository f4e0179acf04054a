"""Personal data in places that logs keep."""

from collections.abc import Iterator

from dclint.analysis.access.names import NameKind, read_name
from dclint.analysis.placeholders import find_unseen_inputs, summarize_names
from dclint.analysis.taint import trace_placeholder
from dclint.base.pointer import Pointer
from dclint.findings.hit import Hit, NotObservable
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax.url import find_placeholders_within

_URL: Pointer = ("url",)
_PERSONAL_KINDS = frozenset({NameKind.FACT, NameKind.PERSON, NameKind.FACTOR})


def personal_data_in_url(connector: Connector) -> Iterator[Outcome]:
    """Report inputs in the query that tell, by their names, who somebody is."""
    url = connector.url_template
    if url is None or not url.query or not url.placeholders:
        return
    found = [
        p
        for p in find_placeholders_within(url, url.query)
        if read_name(p.name).kind in _PERSONAL_KINDS
    ]
    told = [p for p in found if p.name in connector.input_names]
    if len(told) < len(found) and (unseen := find_unseen_inputs(connector)):
        yield NotObservable(unseen)
    told = [p for p in told if not _is_boolean_input(connector, p.name)]
    if not told:
        return
    names = list(dict.fromkeys(p.name for p in told))
    stands = "stands" if len(names) == 1 else "stand"
    yield Hit(
        message=f"{summarize_names(names)} {stands} in the query, which logs keep",
        at=_URL,
        fragment=(told[0].start, told[0].end),
        flows=tuple(
            trace_placeholder(connector, _URL, p, "becomes part of the address") for p in told
        ),
    )


def _is_boolean_input(connector: Connector, name: str) -> bool:
    """Whether an input is a yes or no, as `send_email` is: that tells nothing about anybody."""
    return connector.known_inputs[connector.input_names[name]].type == "boolean"
