"""Who can make the connector run without being checked, and what that lets them do."""

from collections.abc import Iterator

from dclint.analysis.access.fact import Fact
from dclint.analysis.access.judgement import Judgement, answer, judge, possible
from dclint.analysis.access.remedy import remedy
from dclint.analysis.access.story import hit, member, people
from dclint.analysis.access.table import (
    ANONYMOUS,
    BYPASS,
    CONTRADICTION,
    FIN_WRITES,
    UNAUTHENTICATED,
    Cell,
    Method,
    row,
)
from dclint.analysis.selectors import Selector
from dclint.base.pointer import Json
from dclint.edits.edit import Put, Repair, unsafe
from dclint.findings.hit import Hit, Related, Unobserved
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, HIDDEN, MALFORMED
from dclint.ruleset.rule import Outcome


def contradictory_authentication(connector: Connector) -> Iterator[Outcome]:
    """Both switches are on."""
    if _is_off(connector.bypass_authentication):
        return
    judgement = judge(connector)
    if judgement.verdict.rule == CONTRADICTION:
        yield Hit(
            at=("bypass_authentication",),
            message="`customer_authentication` asks for a passcode, `bypass_authentication` for no "
            "check at all",
            remedy=remedy(judgement.possible),
            related=(Related("the other switch", ("customer_authentication",)),),
        )
    yield from judgement.unobserved(CONTRADICTION)


def auth_bypass_exposes_data(connector: Connector) -> Iterator[Outcome]:
    """Bypass opens a look-up, or lends a workflow's credential."""
    if _is_off(connector.bypass_authentication):
        return
    judgement = judge(connector)
    if judgement.verdict.rule == BYPASS:
        does = f"lets anybody {_look_up(judgement)}"
        if judgement.verdict.row.when.fin is False:
            does = "lends the credential to people nobody has checked"
        yield _hit(connector, judgement, "bypass_authentication", f"Bypass {does}")
    yield from judgement.unobserved(BYPASS)


def anonymous_data_access(connector: Connector) -> Iterator[Outcome]:
    """A look-up is open because no passcode is asked for."""
    if _is_off(connector.direct_fin_usage) or connector.customer_authentication is True:
        return
    judgement = judge(connector)
    if judgement.verdict.rule == ANONYMOUS:
        # Undocumented: the API's error `fin_action_identity_verification_error` hints at a refusal.
        statement = (
            f"Anybody can {_look_up(judgement)} (or nobody gets an answer, if Intercom refuses "
            "people it has not checked)"
        )
        yield _hit(connector, judgement, "audiences", statement)
    yield from judgement.unobserved(ANONYMOUS)


def _look_up(judgement: Judgement) -> str:
    return "look up a record" if judgement.facts.method.known else "look up or change a record"


def unauthenticated_write(connector: Connector) -> Iterator[Outcome]:
    """A write is open to people nobody has checked."""
    if _is_off(connector.direct_fin_usage) or connector.customer_authentication is True:
        return
    judgement = judge(connector)
    if judgement.verdict.rule == UNAUTHENTICATED:
        yield _hit(connector, judgement, "http_method", f"Anybody can {_write(judgement)}")
    yield from judgement.unobserved(UNAUTHENTICATED)


def _write(judgement: Judgement) -> str:
    if judgement.facts.method.known is None:
        return "make this call, whether it reads or writes"
    if judgement.facts.method.known is Method.MODIFY:
        return "change data"
    is_form = Selector.NONE in (judgement.verdict.row.when.selector or ())
    return "submit data" if is_form else "act on a chosen record"


def fin_triggered_write(connector: Connector) -> Iterator[Outcome]:
    """Fin decides by itself when to write."""
    if _is_off(connector.direct_fin_usage):
        return
    judgement = judge(connector)
    if judgement.verdict.rule == FIN_WRITES:
        does = "create" if judgement.facts.method.known is Method.CREATE else "change"
        statement = f"Fin can {does} data on its own with `{connector.http_method}`"
        found = _hit(connector, judgement, "http_method", statement)
        yield found._replace(repair=_left_to_people(connector))
    yield from judgement.unobserved(FIN_WRITES)


def _left_to_people(connector: Connector) -> Repair | None:
    """Take the connector out of Fin's hands; a workflow can still use it."""
    if connector.direct_fin_usage is not True:
        return None
    return unsafe(Put(("direct_fin_usage",), value=False))


def _hit(connector: Connector, judgement: Judgement, at: str, statement: str) -> Hit:
    return hit(connector, judgement, at, statement, judgement.verdict.row.severity)


def fin_triggered_delete(connector: Connector) -> Iterator[Outcome]:
    """Fin decides by itself when to delete, and no passcode comes first."""
    verb = connector.http_method
    if _is_off(connector.direct_fin_usage) or (verb != "delete" and isinstance(verb, str)):
        return
    judgement = judge(connector)
    deleting = judgement.facts._replace(method=_MODIFIES)
    certain, fields = answer(possible(deleting), _deletes_unchecked)
    if verb == "delete" and certain:
        found = hit(connector, judgement, "http_method", "Fin can delete on its own")
        yield found._replace(repair=_left_to_people(connector))
    elif verb != "delete" and (certain or fields):
        yield Unobserved("http_method")
    yield from judgement.missing(fields)


_MODIFIES = Fact((Method.MODIFY,))


def _deletes_unchecked(cell: Cell) -> bool:
    """Whether Fin may delete without a passcode, and the table does not call it an error anyway."""
    return cell.fin and not cell.passcode and row(cell).severity is not Severity.ERROR


def fin_audience_unspecified(connector: Connector) -> Iterator[Outcome]:
    """Fin uses it, and no member says for whom."""
    fin, audiences = connector.direct_fin_usage, connector.audiences
    if _is_off(fin) or (isinstance(audiences, list) and audiences):
        return
    if _has_other_audience(connector.raw):
        return
    if audiences is HIDDEN or audiences is MALFORMED:
        yield Unobserved("audiences")
    elif fin is True:
        state = "absent" if audiences is ABSENT else "empty"
        yield Hit(
            at=member(connector, "audiences"),
            message=f"Fin may start it, and `audiences` is {state}, so for whom is not stated",
            related=(Related("Fin may start it", ("direct_fin_usage",)),),
        )
    if fin is not True:
        yield Unobserved("direct_fin_usage")


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
    judgement = judge(connector)
    certain, fields = answer(judgement.possible, _asks_strangers)
    if certain:
        yield Hit(
            at=("customer_authentication",),
            message=f"The passcode needs an email address that {people(connector)} may not have",
            remedy="ask for the email address earlier in the conversation, or let users in as well",
            related=(Related("for these people", ("audiences",)),),
        )
    yield from judgement.missing(fields)


def _asks_strangers(cell: Cell) -> bool:
    return cell.fin and cell.passcode and not cell.bypass and "users" not in cell.audience


def _is_off(switch: object) -> bool:
    """Whether a switch is known to be off: false, or silent in a definition."""
    return switch is False or switch is ABSENT
