"""A connector in words: who can reach it, what it can do, what guards it, what nobody can see."""

from collections.abc import Iterator
from typing import NamedTuple

from dclint.analysis.access.effect import Effect
from dclint.analysis.access.judgement import AccessVerdict, evaluate_access
from dclint.analysis.access.picks import Selection
from dclint.analysis.access.story import (
    describe_carried_credential,
    describe_guard,
    describe_initiator,
    describe_selection,
)
from dclint.analysis.access.table import Credential
from dclint.analysis.attributes import is_attribute_writable, is_unverified_attribute
from dclint.analysis.exposure import Exposure, describe_host, gather_exposure
from dclint.base.quoting import quote_text
from dclint.model.connector import Connector
from dclint.model.context import Context
from dclint.model.values import HIDDEN

_DOES = {
    Effect.READ: "it reads",
    Effect.CREATE: "it creates something",
    Effect.MODIFY: "it changes or deletes something",
}

# Members without which not much can be said of a connector.
_TELLING = ("url", "data_inputs", "audiences", "customer_authentication")

# Headers that hold no secret.
_HARMLESS = frozenset({"accept", "accept-language", "content-type", "user-agent"})

_NAMED = 3  # names that one question lists


class RiskProfile(NamedTuple):
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


def profile_risk(connector: Connector, evidence: Context) -> RiskProfile:
    """Describe `connector`, and ask what neither it nor the evidence tells."""
    judgement = evaluate_access(connector)
    facts = judgement.facts
    does = _DOES[facts.effect.known] if facts.effect.known else "what it does is not visible"
    name = describe_host(connector)
    where = f" at {name}" if name else ""
    credential = describe_carried_credential(connector, facts)
    return RiskProfile(
        order=(
            *_rank_exposure(connector, judgement),
            -sum(map(connector.is_unknown, _TELLING)),
        ),
        reach=describe_initiator(connector, facts),
        effect=f"{does}{where}, {credential}, {describe_selection(judgement.selection)}",
        guard=describe_guard(facts),
        questions=tuple(_list_questions(connector, judgement, evidence)),
        exposure=gather_exposure(connector, judgement),
    )


def _rank_exposure(connector: Connector, judgement: AccessVerdict) -> Iterator[int]:
    """Weigh who is harmed and how, who can start it, and what guards it."""
    facts = judgement.facts
    audience = connector.audiences if isinstance(connector.audiences, list) else []
    yield -bool(facts.fin.known and judgement.table_match.verdict.rank)
    yield -_rank_harm(judgement)
    yield -bool(facts.fin.known)
    yield -len({"leads", "visitors"}.intersection(audience)) if facts.fin.known else 0
    yield -bool(facts.bypass.known)
    yield bool(facts.passcode.known)
    yield -bool(facts.credential.known is Credential.YES)
    yield connector.state != "live"


def _rank_harm(judgement: AccessVerdict) -> int:
    """Rank what happens: to write a chosen record, to read personal data, to read private data."""
    picked = judgement.known_selection or Selection.NONE
    if judgement.facts.effect.known is Effect.MODIFY and picked is not Selection.NONE:
        return 3
    if picked in (Selection.PERSON, Selection.ALL):
        return 2
    return 1 if picked in (Selection.REF, Selection.PAIR) else 0


def _list_questions(
    connector: Connector, judgement: AccessVerdict, evidence: Context
) -> Iterator[str]:
    facts, names = judgement.facts, judgement.selection.names
    service = describe_host(connector) or "the other service"
    if names:
        sources = "the customer's words, an attribute, a constant"
        yield f"Where does {_join_names(names)} come from: {sources}?"
        yield f"Does {service} check that the record belongs to the person who asks?"
    attributes = filter(is_unverified_attribute, sorted(connector.used_names))
    if unknown := [name for name in attributes if is_attribute_writable(name, evidence) is None]:
        yield f"Is {_join_names(unknown)} protected from updates through the Messenger?"
    if facts.fin.known is False:
        yield "What do the workflows check before they call it?"
    if isinstance(connector.token_ids, list) and connector.token_ids:
        yield f"What may the attached token do at {service} beyond this call?"
    hidden = [h.name for h in connector.known_headers if h.value is HIDDEN]
    if visible := [n for n in hidden if isinstance(n, str) and n.strip().lower() not in _HARMLESS]:
        headers = _join_names(visible)
        yield f"Does the header {headers} hold a secret that belongs into a stored token?"
    if unseen := [field for field in _TELLING if connector.is_unknown(field)]:
        yield f"What is its {_join_names(unseen)}? The API does not show it"


def _join_names(names: list[str] | tuple[str, ...]) -> str:
    shown = [quote_text(name) for name in names[:_NAMED]]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
