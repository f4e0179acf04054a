"""A connector in words: who can reach it, what it can do, what guards it, what nobody can see."""

from collections.abc import Iterator
from typing import NamedTuple

from dclint.checks.access.fact import Facts
from dclint.checks.access.judgement import judge
from dclint.checks.access.request import selecting_inputs
from dclint.checks.access.story import carried, chosen, guard, who
from dclint.checks.access.table import Method
from dclint.checks.selectors import Selector
from dclint.checks.wording import quoted
from dclint.connector import Connector
from dclint.evidence import Evidence
from dclint.exposure import Exposure, expose, host
from dclint.parts import HIDDEN

_DOES = {
    Method.READ: "it reads",
    Method.CREATE: "it creates something",
    Method.MODIFY: "it changes or deletes something",
}
_NAMED = 3
"""Names that one question lists."""


class Portrait(NamedTuple):
    """What a human wants to know of a connector before any finding."""

    order: tuple[int, ...]
    """Sorts the most exposed first; it is no score, only an order."""
    reach: str
    effect: str
    guard: str
    questions: tuple[str, ...]
    """What no checker can see and a human must answer."""
    exposure: Exposure
    """The same facts one by one, for pictures."""


def portray(connector: Connector, evidence: Evidence) -> Portrait:
    """Describe `connector`, and ask what neither it nor the evidence tells."""
    judgement = judge(connector)
    facts = judgement.facts
    does = _DOES[facts.method.known] if facts.method.known else "what it does is not visible"
    name = host(connector)
    where = f" at {name}" if name else ""
    return Portrait(
        order=(-judgement.verdict.row.rank, *_order(connector, facts)),
        reach=who(connector, facts),
        effect=f"{does}{where}, {carried(connector, facts)}, {chosen(connector, facts)}",
        guard=guard(facts),
        questions=tuple(_questions(connector, facts, evidence)),
        exposure=expose(connector, facts),
    )


def _order(connector: Connector, facts: Facts) -> Iterator[int]:
    """Weigh what the verdict leaves equal: the people, the deed, the record, the credential."""
    audience = connector.audiences if isinstance(connector.audiences, list) else []
    yield -bool(facts.fin.known)
    yield -len({"leads", "visitors"}.intersection(audience)) if facts.fin.known else 0
    yield -list(Method).index(facts.method.known or Method.READ)
    yield -list(Selector).index(facts.selector.known or Selector.NONE)
    yield -bool(facts.credential.known)
    yield connector.state != "live"


def _questions(connector: Connector, facts: Facts, evidence: Evidence) -> Iterator[str]:
    names = selecting_inputs(connector)
    service = host(connector) or "the other service"
    if names:
        sources = "the customer's words, an attribute, a constant"
        yield f"Where does {_listed(names)} come from: {sources}?"
        yield f"Does {service} check that the record belongs to the person who asks?"
    if unknown := _unknown_attributes(connector, evidence):
        yield f"Is {_listed(unknown)} protected from updates through the Messenger?"
    if facts.fin.known is False:
        yield "What do the workflows check before they call it?"
    if isinstance(connector.token_ids, list) and connector.token_ids:
        yield f"What may the attached token do at {service} beyond this call?"
    hidden = [h.name for h in connector.known_headers if h.value is HIDDEN]
    if visible := [name for name in hidden if isinstance(name, str)]:
        yield f"Does the header {_listed(visible)} hold a secret that belongs into a stored token?"


def _unknown_attributes(connector: Connector, evidence: Evidence) -> list[str]:
    """List the attributes of people in the request of which nothing is known."""
    known = evidence.attributes or {}
    return [
        name
        for name in sorted(connector.used_names)
        if name.startswith(("user.custom_attributes.", "contact.custom_attributes."))
        and name.partition(".")[2] not in known
    ]


def _listed(names: list[str] | tuple[str, ...]) -> str:
    shown = [quoted(name) for name in names[:_NAMED]]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
