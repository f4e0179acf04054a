"""What a connector says about the facts of the access table, and what it leaves open.

Defaults are those of `create_data_connector_request`, OpenAPI 2.16.
"""

import functools
from itertools import combinations

from dclint.analysis.access.effect import Effect, infer_effect
from dclint.analysis.access.fact import OFF, ON, AccessFacts, Fact
from dclint.analysis.access.names import NameKind, read_name
from dclint.analysis.access.picks import Selection
from dclint.analysis.access.request import infer_credential
from dclint.analysis.access.selection import SelectionReading, list_possible_readings
from dclint.analysis.access.table import USERS, Audience, Credential
from dclint.findings.severity import Confidence
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, MALFORMED


def gather_access_facts(connector: Connector) -> AccessFacts:
    """Gather what is known of `connector`."""
    credential = infer_credential(connector)
    return AccessFacts(
        fin=_read_switch(connector, "direct_fin_usage"),
        audience=_read_audience(connector),
        passcode=_read_switch(connector, "customer_authentication"),
        bypass=_read_switch(connector, "bypass_authentication"),
        credential=credential,
        effect=_read_effect(connector),
        selection=_read_selection_fact(connector, credential, is_exposed=False),
        exposed_selection=_read_selection_fact(connector, credential, is_exposed=True),
    )


_OFF_BY_DEFAULT = Fact((False,), is_default=True)

_UNKNOWN_SWITCHES = {
    field: Fact((False, True), (field,))
    for field in ("direct_fin_usage", "customer_authentication", "bypass_authentication")
}


def _read_switch(connector: Connector, field: str) -> Fact[bool]:
    value = getattr(connector, field)
    if value is ABSENT:
        return _OFF_BY_DEFAULT
    return ON if value is True else OFF if value is False else _UNKNOWN_SWITCHES[field]


NON_USERS, EVERYBODY = frozenset({"leads", "visitors"}), frozenset({"users", "leads", "visitors"})
_USERS, _NON_USERS, _EVERYBODY = Fact((USERS,)), Fact((NON_USERS,)), Fact((EVERYBODY,))
_UNSTATED: Fact[Audience] = Fact((USERS,), is_default=True)

# The table asks no more of an audience than whether strangers are in it, and users.
_UNKNOWN_AUDIENCE = Fact((USERS, NON_USERS, EVERYBODY), ("audiences",))


def _read_audience(connector: Connector) -> Fact[Audience]:
    value = connector.audiences
    if value is ABSENT or value == []:
        return _UNSTATED
    if not isinstance(value, list):
        return _UNKNOWN_AUDIENCE
    if "users" not in value:
        return _NON_USERS
    return _EVERYBODY if "leads" in value or "visitors" in value else _USERS


def _read_effect(connector: Connector) -> Fact[Effect]:
    reading = infer_effect(connector)
    if reading.value is None:
        return Fact(tuple(Effect), reading.missing)
    return Fact((reading.value,))


def _read_selection_fact(
    connector: Connector, credential: Fact[Credential], *, is_exposed: bool
) -> Fact[Selection]:
    readings = list_possible_readings(connector, is_exposed=is_exposed)
    seen = {_weigh_selection(reading, credential) for reading in readings}
    missing = list_unseen_fields(connector)
    hidden = _list_hidden_kinds(connector) if missing else frozenset()
    possible = {each for picked in seen for each in _list_possible(picked, hidden)}
    if Selection.NONE in seen and _may_list_all(connector):
        possible.add(Selection.ALL)
    undeclared = ("data_inputs",) if connector.is_unknown("data_inputs") else ()
    if undeclared:  # a type or a description may say that the value is an option
        possible.add(Selection.NONE)
    if len(possible) == 1:
        return Fact((*possible,))
    by_effect = infer_effect(connector).missing if len(seen) > 1 else ()
    return Fact(
        tuple(selection for selection in Selection if selection in possible),
        tuple(dict.fromkeys([*undeclared, *missing, *by_effect])),
    )


def _may_list_all(connector: Connector) -> bool:
    """Whether a hidden address may be that of a whole collection."""
    reads = infer_effect(connector).value in (Effect.READ, None)
    return reads and "url" in connector.hidden_places


def _weigh_selection(reading: SelectionReading, credential: Fact[Credential]) -> Selection:
    """Return what is picked; a collection of unknown things counts only if a key is asked for."""
    is_doubtful = reading.selection is Selection.ALL and reading.confidence is Confidence.LOW
    if is_doubtful and credential.known is not Credential.YES:
        return Selection.NONE
    return reading.selection


def list_unseen_fields(connector: Connector) -> tuple[str, ...]:
    """Name the fields that cannot be seen and could add to what the request picks."""
    hidden = connector.hidden_places
    if not hidden or ("url" not in hidden and _list_hidden_kinds(connector) == frozenset()):
        return ()
    unnamed = _find_unseen_names(connector)
    return tuple(dict.fromkeys([*([unnamed] if unnamed else []), *hidden]))


def _find_unseen_names(connector: Connector) -> str | None:
    """Name what would have to be seen to know the names of all inputs; None if they are known."""
    if connector.is_unknown("data_inputs"):
        return "data_inputs"
    if connector.faults and any(each.name is MALFORMED for each in connector.known_inputs):
        return "data_inputs[].name"
    return None


_ANY_KIND = frozenset({NameKind.PERSON, NameKind.RECORD, NameKind.FACTOR})
_AS_COUNTED = {NameKind.FACT: NameKind.PERSON, NameKind.IDENTIFIER: NameKind.RECORD}


def _list_hidden_kinds(connector: Connector) -> frozenset[NameKind]:
    """Return what inputs say that no visible placeholder uses: they may be in what is hidden."""
    if _find_unseen_names(connector):
        return _ANY_KIND
    used = connector.used_names
    kinds = [read_name(name).kind for name in connector.input_names if name not in used]
    return frozenset(_AS_COUNTED.get(kind, kind) for kind in kinds) & _ANY_KIND


@functools.cache
def _list_possible(seen: Selection, hidden: frozenset[NameKind]) -> tuple[Selection, ...]:
    """List what may be picked if any of the hidden kinds is sent as well."""
    found = {seen}
    for size in range(1, len(hidden) + 1):
        for kinds in combinations(sorted(hidden), size):
            found.add(_add_kinds(seen, frozenset(kinds)))
    return tuple(selection for selection in Selection if selection in found)


def _add_kinds(seen: Selection, kinds: frozenset[NameKind]) -> Selection:
    picks = kinds & {NameKind.PERSON, NameKind.RECORD}
    if seen in (Selection.NONE, Selection.ALL):
        if not picks:
            return seen
        if len(kinds) > 1:
            return Selection.PAIR
        return Selection.PERSON if NameKind.PERSON in kinds else Selection.REF
    return Selection.PAIR if kinds - {NameKind.RECORD} else seen
