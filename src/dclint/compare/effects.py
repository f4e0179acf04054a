"""What a change of a connector does to security: the authentication table, and the findings."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from json import dumps
from typing import NamedTuple

from dclint.analysis.access.judgement import evaluate_access
from dclint.analysis.access.table import ROWS
from dclint.analysis.versions.direction import CHANGED, STRONGER, WEAKER
from dclint.base.pointer import Json
from dclint.config.settings import Config
from dclint.document import Document
from dclint.engine.lint import lint
from dclint.engine.plan import LintOptions
from dclint.model.connector import Connector
from dclint.model.detection import shape_of
from dclint.model.loader import REDACTED, load_connector
from dclint.model.source_item import SourceItem
from dclint.ruleset.rule import Rule

Raw = dict[str, Json]


class RiskModel(NamedTuple):
    """By what an effect on security is told, beside the authentication table."""

    rules: Sequence[Rule] = ()
    config: Config = Config()


class RiskScore(NamedTuple):
    """How much is wrong with one version of a connector."""

    rank: int
    """What the authentication table says: 0 for safe, 3 for an error."""
    findings: Counter[tuple[str, str]]
    """Rule and severity of the findings that have to do with security and fail a run."""
    unobserved: frozenset[str]
    """The rules that could not see everything: what they no longer report may still be there."""


NOTHING = RiskScore(0, Counter(), frozenset())  # what a connector weighs that is not there

# The rules that the rank speaks for.
_OF_THE_TABLE = frozenset(name for row in ROWS for name in (row.rule, row.if_bypassed))


def score_risk(raw: Raw, judges: RiskModel) -> RiskScore:
    """Weigh one version."""
    rank = evaluate_access(load_connector(raw, shape_of(raw))).table_match.verdict.rank
    if not judges.rules:
        return RiskScore(rank, Counter(), frozenset())
    item = SourceItem(Document("hybrid.json", dumps(raw)))
    report = lint([item], judges.rules, judges.config, LintOptions(write_fixes=False))
    fails = judges.config.fail_on.fails_on
    counted = Counter(
        (f.rule, f.severity.value)
        for f in report.findings
        if f.security_severity and fails(f.severity) and f.rule not in _OF_THE_TABLE
    )
    unobserved = frozenset(name for name, each in report.coverage.items() if each.unobserved)
    return RiskScore(rank, counted, unobserved)


def compare_scores(before: RiskScore, after: RiskScore) -> str:
    """Tell whether `after` is `weaker` or `stronger` than `before`, or neither: `changed`."""
    if after.rank > before.rank or after.findings - before.findings:
        return WEAKER
    gone = {rule for rule, _ in before.findings - after.findings}
    return STRONGER if after.rank < before.rank or gone - after.unobserved else CHANGED


class Effects:
    """What members of the other side do to a connector, each in place of ours, and all together."""

    def __init__(
        self, ours: Raw, theirs: Connector, members: Iterable[str], judges: RiskModel
    ) -> None:
        self._ours = ours
        self._theirs = theirs
        self._members = sorted(members)
        self._judges = judges
        self._known: dict[str, str] = {}

    @cached_property
    def whole(self) -> str:
        """The effect of all members together."""
        raw = self._ours
        for member in self._members:
            raw = _with(raw, self._theirs, member)
        return compare_scores(self._before, score_risk(raw, self._judges))

    def of(self, member: str) -> str:
        """Return the effect of one member; it is none if all together have the opposite."""
        if member not in self._known:
            after = score_risk(_with(self._ours, self._theirs, member), self._judges)
            effect = compare_scores(self._before, after)
            is_opposed = {effect, self.whole} == {WEAKER, STRONGER}
            self._known[member] = CHANGED if is_opposed else effect
        return self._known[member]

    @cached_property
    def _before(self) -> RiskScore:
        return score_risk(self._ours, self._judges)


# What a definition means that is silent about a list; of texts, null.
_EMPTY: Mapping[str, Json] = {"headers": [], "data_inputs": []}


def _with(ours: Raw, theirs: Connector, member: str) -> Raw:
    """Put one member of the other side in place of ours."""
    rest = {key: value for key, value in ours.items() if key != member}
    if member not in theirs.raw:
        return rest if member == "name" else {**rest, member: _EMPTY.get(member)}
    if member != "headers":
        return {**rest, member: theirs.raw[member]}
    values = {h.key: h.value for h in load_connector(ours, shape_of(ours)).known_headers}
    return {**rest, member: [_unredacted(item, values) for item in theirs.raw[member]]}


def _unredacted(item: Json, values: Mapping[str | None, Json]) -> Json:
    """Give a header whose value the API has redacted ours, or none."""
    value = item.get("value") if isinstance(item, dict) else None
    if not isinstance(value, str) or value not in REDACTED:
        return item
    known = values.get(str(item.get("name")).strip().lower())
    others = {key: value for key, value in item.items() if key != "value"}
    return others | {"value": known} if isinstance(known, str) else others
