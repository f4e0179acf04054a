"""Who can make the connector run without being checked, and what that lets them do."""

from collections.abc import Iterator

from dclint.analysis.access.effect import Effect, infer_effect
from dclint.analysis.access.judgement import (
    AccessVerdict,
    Completion,
    PossibleValues,
    evaluate_access,
    evaluate_question,
)
from dclint.analysis.access.picks import Selection
from dclint.analysis.access.remedy import find_remedy
from dclint.analysis.access.story import (
    build_access_hit,
    describe_audience,
    describe_gain,
    point_at_field,
)
from dclint.analysis.access.table import (
    ANONYMOUS,
    BYPASS,
    CONTRADICTION,
    FIN_WRITES,
    UNAUTHENTICATED,
    Cell,
    judge_cell,
)
from dclint.base.pointer import Json
from dclint.base.quoting import quote_text
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
        does = f"lets anybody {_describe_look_up(connector, judgement)}"
        if not judgement.table_match.cell.fin:
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
            f"Anybody can {_describe_look_up(connector, judgement)} "
            "(or nobody gets an answer, if Intercom refuses people it has not checked)"
        )
        yield _build_table_hit(connector, judgement, "audiences", statement)
    yield from judgement.list_not_observable(ANONYMOUS)


def _describe_look_up(connector: Connector, judgement: AccessVerdict) -> str:
    does = "read" if judgement.facts.effect.known else "read or change"
    return f"{does} {describe_gain(connector, judgement)}"


def unauthenticated_write(connector: Connector) -> Iterator[Outcome]:
    """A write is open to people nobody has checked."""
    if _is_off(connector.direct_fin_usage) or connector.customer_authentication is True:
        return
    judgement = evaluate_access(connector)
    if judgement.table_match.rule == UNAUTHENTICATED:
        statement = f"Anybody can {_describe_write(connector, judgement)}"
        yield _build_table_hit(connector, judgement, "http_method", statement)
    yield from judgement.list_not_observable(UNAUTHENTICATED)


def _describe_write(connector: Connector, judgement: AccessVerdict) -> str:
    cell = judgement.table_match.cell
    if judgement.facts.effect.known is None:
        return "make this call, whether it reads or writes"
    if cell.effect is Effect.MODIFY:
        if cell.selection is Selection.NONE:
            return "change data"
        return f"change {describe_gain(connector, judgement)}"
    is_form = cell.selection not in (Selection.REF, Selection.PAIR)
    return "submit data" if is_form else "act on a chosen record"


def fin_triggered_write(connector: Connector) -> Iterator[Outcome]:
    """Fin decides by itself when to write."""
    if _is_off(connector.direct_fin_usage):
        return
    judgement = evaluate_access(connector)
    if judgement.table_match.rule == FIN_WRITES and not _reports_delete(connector, judgement):
        does = "create" if judgement.facts.effect.known is Effect.CREATE else "change"
        statement = f"Fin can {does} data on its own with {_name_effect(connector)}"
        found = _build_table_hit(connector, judgement, "http_method", statement)
        yield found._replace(suggested_fix=_build_fin_off_fix(connector))
    yield from judgement.list_not_observable(FIN_WRITES)


def _name_effect(connector: Connector) -> str:
    """Name the method, and the word that says what the call does."""
    verb = infer_effect(connector).verb
    method = quote_text(str(connector.http_method))
    return f"{method} and {quote_text(verb)}" if verb else method


def _build_fin_off_fix(connector: Connector) -> SuggestedFix | None:
    """Take the connector out of Fin's hands; a workflow can still use it."""
    if connector.direct_fin_usage is not True:
        return None
    return suggest_unsafe_fix(PutValue(("direct_fin_usage",), value=False))


def _build_table_hit(
    connector: Connector, judgement: AccessVerdict, at: str, statement: str
) -> Hit:
    return build_access_hit(connector, judgement, at, statement, judgement.severity)


def _reports_delete(connector: Connector, judgement: AccessVerdict) -> bool:
    """Whether `fin-triggered-delete` speaks of the same call: one finding for one fact."""
    certain, _ = evaluate_question(judgement.possible_values, _deletes_unchecked)
    return infer_effect(connector).deletes and certain


def state_changing_get(connector: Connector) -> Iterator[Outcome]:
    """Report a GET whose address says that it changes something."""
    if connector.http_method != "get":
        return
    effect = infer_effect(connector)
    if effect.value is Effect.MODIFY and effect.verb:
        yield Hit(
            at=("http_method",),
            message=f"`get` only reads, but {quote_text(effect.verb)} in the call says that it "
            f"{'deletes' if effect.deletes else 'changes'} something",
            related=(Related("the address of the call", ("url",)),),
        )


def fin_triggered_delete(connector: Connector) -> Iterator[Outcome]:
    """Fin decides by itself when to delete, and no passcode comes first."""
    effect = infer_effect(connector)
    if _is_off(connector.direct_fin_usage) or (effect.value and not effect.deletes):
        return
    judgement = evaluate_access(connector)
    deleting = judgement.facts.list_values()
    certain, facts = evaluate_question(_with_effect(deleting), _deletes_unchecked)
    if effect.deletes and certain:
        statement = f"Fin can delete on its own with {_name_effect(connector)}"
        found = build_access_hit(connector, judgement, "http_method", statement)
        yield found._replace(suggested_fix=_build_fin_off_fix(connector))
    elif not effect.deletes and (certain or facts):
        yield from map(NotObservable, effect.missing)
    yield from judgement.list_missing_fields(facts)


def _with_effect(possible: PossibleValues) -> PossibleValues:
    """Return what is possible if the call changes something."""
    index = Completion._fields.index("effect")
    return (*possible[:index], (Effect.MODIFY,), *possible[index + 1 :])


def _deletes_unchecked(cell: Cell) -> bool:
    """Whether Fin may delete without a passcode, and the table does not call it an error anyway."""
    return cell.fin and not cell.passcode and judge_cell(cell).severity is not Severity.ERROR


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
