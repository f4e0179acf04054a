"""What a connector says about the facts of the authentication table, and what it leaves open.

Defaults are those of `create_data_connector_request`, OpenAPI 2.16.
"""

from dclint.analysis.access import request
from dclint.analysis.access.fact import OFF, ON, AccessFacts, Fact
from dclint.analysis.access.table import USERS, Audience
from dclint.model.connector import Connector
from dclint.model.values import ABSENT


def gather_access_facts(connector: Connector) -> AccessFacts:
    """Gather what is known of `connector`."""
    return AccessFacts(
        _read_switch(connector, "direct_fin_usage"),
        _read_audience(connector),
        _read_switch(connector, "customer_authentication"),
        _read_switch(connector, "bypass_authentication"),
        request.infer_credential(connector),
        request.infer_method(connector),
        request.infer_selector(connector),
    )


_OFF_BY_DEFAULT = Fact((False,), is_default=True)

_UNKNOWN_SWITCHES = {
    member: Fact((False, True), (member,))
    for member in ("direct_fin_usage", "customer_authentication", "bypass_authentication")
}


def _read_switch(connector: Connector, member: str) -> Fact[bool]:
    value = getattr(connector, member)
    if value is ABSENT:
        return _OFF_BY_DEFAULT
    return ON if value is True else OFF if value is False else _UNKNOWN_SWITCHES[member]


NON_USERS, EVERYBODY = frozenset({"leads", "visitors"}), frozenset({"users", "leads", "visitors"})
_USERS, _NON_USERS, _EVERYBODY = Fact((USERS,)), Fact((NON_USERS,)), Fact((EVERYBODY,))

# The table asks no more of an audience than whether strangers are in it, and users.
_UNKNOWN_AUDIENCE = Fact((USERS, NON_USERS, EVERYBODY), ("audiences",))


def _read_audience(connector: Connector) -> Fact[Audience]:
    value = connector.audiences
    if not isinstance(value, list) or not value:
        return _UNKNOWN_AUDIENCE
    if "users" not in value:
        return _NON_USERS
    return _EVERYBODY if "leads" in value or "visitors" in value else _USERS
