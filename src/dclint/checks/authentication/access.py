"""Who can make the connector run without being checked, and what that lets them do."""

from collections.abc import Iterator

from dclint.analysis.access.fact import Fact
from dclint.analysis.access.judgement import (
    AccessVerdict,
    evaluate_access,
    evaluate_question,
    list_possible_values,
)
from dclint.analysis.access.remedy import find_remedy
from dclint.analysis.access.story import build_access_hit, describe_audience, point_at_field
from dclint.analysis.access.table import (
    ANONYMOUS,
    BYPASS,
    CONTRADICTION,
    FIN_WRITES,
    UNAUTHENTICATED,
    Cell,
    Method,
    find_row,
)
from dclint.analysis.selectors import Selector
from dclint.base.pointer import Json
from dclint.edits.edit import PutValue, SuggestedFix, suggest_unsafe_fix
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, HIDDEN, MALFORMED
from dclint.ruleset.rule import Outcome


def contradictory_authentication(connector: Connector) -> Iterator[Outcome]:
    """Both switches are on."""
    if _is_off(connector.bypass_authentication):
        return
    judgement = evaluate_access(connector)
    if judgement.table_match.rule == CONTRADICTION:
        yield Hit(
            at=("bypass_authentication",),
            message="`customer_authentication` asks for a passcode, `bypass_authentication` for no "
            "check at all",
            remedy=find_remedy(judgement.possible_values),
            related=(Related("the other switch", ("customer_authentication",)),),
        )
    yield from judgement.list_not_observable(CONTRADICTION)


def auth_bypass_exposes_data(connector: Connector) -> Iterator[Outcome]:
    """Bypass opens a look-up, or lends a workflow's credential."""
    if _is_off(connector.bypass_authentication):
        return
    judgement = evaluate_access(connector)
    if judgement.table_match.rule == BYPASS:
        does = f"lets anybody {_describe_lookup(judgement)}"
        if judgement.table_match.row.when.fin is False:
            does = "lends the credential to people nobody has checked"
        yield _build_table_hit(connector, judgement, "bypass_authentication", f"Bypass {does}")
    yield from judgement.list_not_observable(BYPASS)


def anonymous_data_access(connector: Connector) -> Iterator[Outcome]:
    """A look-up is open because no passcode is asked for."""
    if _is_off(connector.direct_fin_usage) or connector.customer_authentication is True:
        return
    judgement = evaluate_access(connector)
    if judgement.table_match.rule == ANONYMOUS:
        # Undocumented: the API's error `fin_action_identity_verification_error` hints at a refusal.
        statement = (
            f"Anybody can {_describe_lookup(judgement)} "
            "(or nobody gets an answer, if Intercom refuses people it has not checked)"
        )
        yield _build_table_hit(connector, judgement, "audiences", statement)
    yield from judgement.list_not_observable(ANONYMOUS)


def _describe_lookup(judgement: AccessVerdict) -> str:
    return "look up a record" if judgement.facts.method.known else "look up or change a record"


def unauthenticated_write(connector: Connector) -> Iterator[Outcome]:
    """A write is open to people nobody has checked."""
    if _is_off(connector.direct_fin_usage) or connector.customer_authentication is True:
        return
    judgement = evaluate_access(connector)
    if judgement.table_match.rule == UNAUTHENTICATED:
        yield _build_table_hit(
            connector, judgement, "http_method", f"Anybody can {_describe_write(judgement)}"
        )
    yield from judgement.list_not_observable(UNAUTHENTICATED)


def _describe_write(judgement: AccessVerdict) -> str:
    if judgement.facts.method.known is None:
        return "make this call, whether it reads or writes"
    if judgement.facts.method.known is Method.MODIFY:
        return "change data"
    is_form = Selector.NONE in (judgement.table_match.row.when.selector or ())
    return "submit data" if is_form else "act on a chosen record"


def fin_triggered_write(connector: Connector) -> Iterator[Outcome]:
    """Fin decides by itself when to write."""
    if _is_off(connector.direct_fin_usage):
        return
    judgement = evaluate_access(connector)
    if judgement.table_match.rule == FIN_WRITES:
        does = "create" if judgement.facts.method.known is Method.CREATE else "change"
        statement = f"Fin can {does} data on its own with `{connector.http_method}`"
        found = _build_table_hit(connector, judgement, "http_method", statement)
        yield found._replace(suggested_fix=_build_fin_off_fix(connector))
    yield from judgement.list_not_observable(FIN_WRITES)


def _build_fin_off_fix(connector: Connector) -> SuggestedFix | None:
    """Take the connector out of Fin's hands; a workflow can still use it."""
    if connector.direct_fin_usage is not True:
        return None
    return suggest_unsafe_fix(PutValue(("direct_fin_usage",), value=False))


def _build_table_hit(
    connector: Connector, judgement: AccessVerdict, at: str, statement: str
) -> Hit:
    return build_access_hit(connector, judgement, at, statement, judgement.table_match.row.severity)


def fin_triggered_delete(connector: Connector) -> Iterator[Outcome]:
    """Fin decides by itself when to delete, and no passcode comes first."""
    verb = connector.http_method
    if _is_off(connector.direct_fin_usage) or (verb != "delete" and isinstance(verb, str)):
        return
    judgement = evaluate_access(connector)
    deleting = judgement.facts._replace(method=_MODIFY_FACT)
    certain, fields = evaluate_question(list_possible_values(deleting), _deletes_unchecked)
    if verb == "delete" and certain:
        found = build_access_hit(connector, judgement, "http_method", "Fin can delete on its own")
        yield found._replace(suggested_fix=_build_fin_off_fix(connector))
    elif verb != "delete" and (certain or fields):
        yield NotObservable("http_method")
    yield from judgement.list_missing_fields(fields)


_MODIFY_FACT = Fact((Method.MODIFY,))


def _deletes_unchecked(cell: Cell) -> bool:
    """Whether Fin may delete without a passcode, and the table does not call it an error anyway."""
    return cell.fin and not cell.passcode and find_row(cell).severity is not Severity.ERROR


def fin_audience_unspecified(connector: Connector) -> Iterator[Outcome]:
    """Fin uses it, and no member says for whom."""
    fin, audiences = connector.direct_fin_usage, connector.audiences
    if _is_off(fin) or (isinstance(audiences, list) and audiences):
        return
    if _has_other_audience(connector.raw):
        return
    if audiences is HIDDEN or audiences is MALFORMED:
        yield NotObservable("audiences")
    elif fin is True:
        state = "absent" if audiences is ABSENT else "empty"
        yield Hit(
            at=point_at_field(connector, "audiences"),
            message=f"Fin may start it, and `audiences` is {state}, so for whom is not stated",
            related=(Related("Fin may start it", ("direct_fin_usage",)),),
        )
    if fin is not True:
        yield NotObservable("direct_fin_usage")


_OTHER_AUDIENCES = ("fin_audience_ids", "audience_segment_ids")


def _has_other_audience(raw: dict[str, Json]) -> bool:
    """Whether an audience is chosen that the API names outside `audiences`."""
    return (
        raw.get("audience_type") in ("custom", "fin_audience")
        or any(raw.get(member) for member in _OTHER_AUDIENCES)
        or any(raw[member] is True for member in raw if member.startswith("has_custom_"))
    )


def otp_without_email(connector: Connector) -> Iterator[Outcome]:
    """The passcode is sent by email to people who may have given no address."""
    if _is_off(connector.direct_fin_usage) or _is_off(connector.customer_authentication):
        return
    if connector.audiences == []:
        return
    judgement = evaluate_access(connector)
    certain, fields = evaluate_question(judgement.possible_values, _asks_non_users)
    if certain:
        yield Hit(
            at=("customer_authentication",),
            message="The passcode needs an email address that "
            f"{describe_audience(connector)} may not have",
            remedy="ask for the email address earlier in the conversation, or let users in as well",
            related=(Related("for these people", ("audiences",)),),
        )
    yield from judgement.list_missing_fields(fields)


def _asks_non_users(cell: Cell) -> bool:
    return cell.fin and cell.passcode and not cell.bypass and "users" not in cell.audience


def _is_off(switch: object) -> bool:
    """Whether a switch is known to be off: false, or silent in a definition."""
    return switch is False or switch is ABSENT
