"""Does the workspace verify the people whose word a connector takes for who they are?"""

from collections.abc import Iterator

from dclint.analysis.access.judgement import evaluate_access, evaluate_question
from dclint.analysis.access.picks import Selection
from dclint.analysis.access.selection import read_selection
from dclint.analysis.access.story import point_at_field
from dclint.analysis.access.table import Cell
from dclint.analysis.placeholders import summarize_names
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.model.subject import Subject, Workspace
from dclint.ruleset.rule import Outcome


def identity_verification_off(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report a live connector for users where the workspace takes their word for who they are."""
    connector, verified = subject.connector, workspace.context.identity_verification
    if verified or "draft" in (connector.state, subject.version):
        return
    judgement = evaluate_access(connector)
    certain, fields = evaluate_question(judgement.possible_values, _trusts_users)
    if not certain and not fields:
        return
    missing = [] if connector.state == "live" else [NotObservable("state")]
    missing += judgement.list_missing_fields(fields)
    if verified is None:
        missing.append(NotObservable("identity_verification"))
    if missing:
        yield from missing
        return
    names = read_selection(connector, is_exposed=False).names
    yield Hit(
        message=f"Users start it through Fin, {summarize_names(names)} "
        f"{'chooses' if len(names) == 1 else 'choose'} the record, and the workspace does not "
        "verify who they are; a check by JWT may not show in this setting",
        at=point_at_field(connector, "customer_authentication"),
        related=(
            Related("Fin may start it", ("direct_fin_usage",)),
            Related("for these people", point_at_field(connector, "audiences")),
        ),
    )


def _trusts_users(cell: Cell) -> bool:
    """Whether a user may point at a record without a passcode."""
    return (
        cell.fin
        and "users" in cell.audience
        and not cell.passcode
        and cell.selection not in (Selection.NONE, Selection.ALL)
    )
