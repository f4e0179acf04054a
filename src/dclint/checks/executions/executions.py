"""What the recorded calls of a connector tell of it: refusals, redirects, strangers, silence."""

from collections.abc import Collection, Iterator, Mapping

from dclint.analysis.access.story import point_at_field
from dclint.analysis.host_names import extract_host, read_configured_host
from dclint.base.quoting import quote_text
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.model.connector import Connector
from dclint.model.context import Executions
from dclint.model.subject import Subject, Workspace
from dclint.model.values import HIDDEN, MALFORMED
from dclint.ruleset.rule import Outcome

_REFUSAL_STATUSES = ("401", "403")
_REFRESH_ERRORS = ("token_refresh_error",)
_MIN_REFUSALS = 3

_VERIFICATION_ERRORS = (
    "fin_action_identity_verification_error",
    "non_fin_standalone_action_identity_verification_error",
    "email_verification_error",
)

_MIN_CALLS = 20
_MIN_FAILURES = 5
_MAX_CALLS_PER_FAILURE = 20  # one call in so many: customers mistype passcodes

# Statuses that send a client elsewhere; 304 does not (RFC 9110, 15.4).
_REDIRECT_STATUSES = ("301", "302", "303", "307", "308")

_MIN_TRIED_VALUES = 5


def upstream_auth_failure(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report calls that the other service refuses, or whose token could not be renewed."""
    connector = subject.connector
    if (seen := _get_executions(connector, workspace)) is None:
        yield _make_not_observable(connector)
        return
    refused, stale = (
        _sum_counts(seen.statuses, _REFUSAL_STATUSES),
        _sum_counts(seen.errors, _REFRESH_ERRORS),
    )
    if refused + stale < _MIN_REFUSALS:
        return
    story = []
    if refused:
        story.append(
            f"was refused {_format_times(refused)} with "
            f"{_join_statuses(seen.statuses, _REFUSAL_STATUSES)}"
        )
    if stale:
        story.append(f"could not be renewed {_format_times(stale)}")
    own = _has_user_token(connector, workspace)
    note = "; it may be the customer's own token" if own else ""
    yield Hit(
        message=f"The credential {' and '.join(story)} since {_format_start_day(seen)}{note}",
        at=point_at_field(connector, "execution_results_url"),
        remedy="find out first whether the token that expired is a customer's own" if own else None,
    )


def _has_user_token(connector: Connector, workspace: Workspace) -> bool:
    """Whether one of the tokens is each customer's own."""
    ids = connector.token_ids if isinstance(connector.token_ids, list) else []
    kinds = [workspace.tokens[token].kind or "" for token in ids if token in workspace.tokens]
    return any("user" in kind.lower() for kind in kinds)


def identity_check_failures(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report that many calls fail because nobody has verified who asks."""
    connector = subject.connector
    seen = _get_executions(connector, workspace)
    if seen is None or seen.looked_at < _MIN_CALLS:
        yield _make_not_observable(connector)
        return
    failed = _sum_counts(seen.errors, _VERIFICATION_ERRORS)
    if failed >= _MIN_FAILURES and failed * _MAX_CALLS_PER_FAILURE >= seen.looked_at:
        yield Hit(
            message=f"{failed:,} of {seen.looked_at:,} calls since {_format_start_day(seen)} "
            "failed because the person was not verified",
            at=point_at_field(connector, "execution_results_url"),
        )


def redirecting_endpoint(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report an endpoint that sends calls, and perhaps the credential, elsewhere."""
    connector = subject.connector
    if (seen := _get_executions(connector, workspace)) is None:
        yield _make_not_observable(connector)
    elif count := _sum_counts(seen.statuses, _REDIRECT_STATUSES):
        yield Hit(
            message=f"The endpoint answered {_format_times(count)} with a redirect, "
            f"{_join_statuses(seen.statuses, _REDIRECT_STATUSES)}, since {_format_start_day(seen)}",
            at=point_at_field(connector, "execution_results_url"),
        )


def host_drift(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report calls that went to another host than the URL names."""
    connector = subject.connector
    if (seen := _get_executions(connector, workspace)) is None:
        yield _make_not_observable(connector)
        return
    if connector.is_blank("url"):
        return
    wanted, url = read_configured_host(connector), connector.url_template
    if wanted is None or url is None or _hides_urls(seen):
        yield NotObservable("request_url" if wanted else "url")
        return
    others = {
        host: n for host, n in seen.hosts.items() if host.strip() and extract_host(host) != wanted
    }
    if count := sum(others.values()):
        first = max(others, key=lambda host: (others[host], host))
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        went = "1 call" if count == 1 else f"{count:,} calls"
        yield Hit(
            message=f"{went} went to {quote_text(first)}{more}, and the URL names "
            f"{quote_text(wanted)}",
            at=point_at_field(connector, "execution_results_url"),
            related=(Related("this host is configured", ("url",), url.host),),
        )


def unused_connector(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report a live connector that nobody has called."""
    connector = subject.connector
    if "draft" in (connector.state, subject.version):
        return
    if (seen := _get_executions(connector, workspace)) is None:
        yield _make_not_observable(connector)
    elif seen.looked_at or not seen.complete or _is_recently_changed(connector, seen):
        return
    elif connector.state == "live":
        yield Hit(
            message=f"Nothing has called this live connector since {_format_start_day(seen)}",
            at=point_at_field(connector, "execution_results_url"),
        )
    else:
        yield NotObservable("state")


def enumeration_pattern(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report conversations in which many values of one path segment were tried."""
    connector = subject.connector
    if (seen := _get_executions(connector, workspace)) is None:
        yield _make_not_observable(connector)
        return
    if _hides_urls(seen):
        yield NotObservable("request_url")
        return
    probings = (workspace.context.probings or {}).get(str(connector.id), ())
    found = [each for each in probings if each.values >= _MIN_TRIED_VALUES]
    if found:
        worst = max(found, key=lambda each: each.values)
        others = len(found) - 1
        more = f", and {others} more did the like" if others else ""
        yield Hit(
            message=f"One conversation tried {worst.values:,} values of segment {worst.segment} "
            f"of the path within an hour{more}",
            at=point_at_field(connector, "execution_results_url"),
        )


def _is_recently_changed(connector: Connector, seen: Executions) -> bool:
    """Whether it was made or changed within the window; both times are ISO 8601, in UTC."""
    times = (connector.created_at, connector.updated_at)
    return any(isinstance(each, str) and each[:19] >= seen.since[:19] for each in times)


def _get_executions(connector: Connector, workspace: Workspace) -> Executions | None:
    """Return what is known of the calls of a connector; None if nobody has looked."""
    known, own = workspace.context.executions, connector.id
    return known.get(own) if known and isinstance(own, str) else None


def _make_not_observable(connector: Connector) -> NotObservable:
    is_hidden = connector.id is HIDDEN or connector.id is MALFORMED
    return NotObservable("id" if is_hidden else "executions")


def _hides_urls(seen: Executions) -> bool:
    """Whether there were calls, and none of them tells where it went."""
    return seen.looked_at > 0 and not seen.hosts


def _sum_counts(counts: Mapping[str, int], keys: Collection[str]) -> int:
    return sum(counts.get(key, 0) for key in keys)


def _join_statuses(statuses: Mapping[str, int], wanted: Collection[str]) -> str:
    return " and ".join(status for status in wanted if statuses.get(status))


def _format_times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _format_start_day(seen: Executions) -> str:
    """Write the beginning of the window: its day is enough."""
    return quote_text(seen.since.partition("T")[0])
