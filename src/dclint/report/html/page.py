"""What the page shows, in the order in which it shows it: a report seen by a human."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dclint.analysis.profile import RiskProfile
from dclint.engine.report import Report
from dclint.findings.finding import ConnectorRef, Finding
from dclint.findings.severity import Severity
from dclint.findings.suppression import BaselineEntry
from dclint.report.audit import rank_by_exposure
from dclint.report.html.call_path import TITLES, CallStage, describe_call_stages
from dclint.report.html.charts import (
    HostChart,
    RuleChart,
    chart_credentials_by_host,
    chart_findings_by_rule,
)
from dclint.report.html.summary import Overview, build_overview
from dclint.ruleset.rule import Rule

MAX_MAP_ROWS = 30  # rows of the map; the table below it has all connectors
MAX_TABLE_ROWS = 1_500  # rows of the tables that list connectors

# Findings that are shown with all that is known of them; a page must stay one that opens.
MAX_FULL_FINDINGS = 300

MAX_SHOWN_FINDINGS = 3_000  # findings that are shown at all, most of them on a line or two

# A connector with findings, or a file whose text as such is at fault.
_Owner = ConnectorRef | str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding, and whether all of it is shown."""

    finding: Finding
    rule: Rule | None
    full: bool
    first: bool
    """Whether it is the first of its rule: on paper only that one says why."""


@dataclass(frozen=True, slots=True)
class ConnectorCard:
    """A connector with its findings, or a file with what is wrong with its text."""

    anchor: str
    name: str
    place: str
    id: str | None
    portrait: RiskProfile | None
    stages: tuple[CallStage, ...]
    counts: tuple[tuple[Severity, int], ...]
    """How many findings of each severity there are, the worst first."""
    accepted: int
    """How many suppressed findings there are."""
    findings: tuple[ShownFinding, ...]
    silenced: tuple[ShownFinding, ...]

    @property
    def total(self) -> int:
        """How many findings there are, suppressed ones included."""
        return sum(count for _, count in self.counts) + self.accepted

    @property
    def shown(self) -> int:
        """How many findings the page has room for."""
        return len(self.findings) + len(self.silenced)

    @property
    def more(self) -> int:
        """Findings for which the page has no room."""
        return self.total - self.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that the template needs."""

    opening: Overview
    titles: tuple[str, ...]
    map: Sequence[ConnectorCard]
    exposed: Sequence[ConnectorCard]
    rules: RuleChart
    hosts: HostChart
    cards: Sequence[ConnectorCard]
    crowded: Sequence[ConnectorCard]
    """Those for whose findings the page has no room."""
    quiet: Sequence[ConnectorCard]
    """Connectors without a finding."""
    fixed: Sequence[BaselineEntry]
    tabled: int = MAX_TABLE_ROWS


def build_page(report: Report) -> Page:
    """Return a report in the order of the page: the most exposed connectors first."""
    cards = list(_build_cards(report))
    exposed = [card for card in cards if card.stages]
    return Page(
        opening=build_overview(report),
        titles=TITLES,
        map=exposed[:MAX_MAP_ROWS],
        exposed=exposed,
        rules=chart_findings_by_rule(report.findings),
        hosts=chart_credentials_by_host([profile.exposure for profile in report.risk_profiles]),
        cards=[card for card in cards if card.shown],
        crowded=[card for card in cards if card.total and not card.shown],
        quiet=[card for card in cards if not card.total],
        fixed=report.fixed_baseline_entries,
    )


def _build_cards(report: Report) -> Iterator[ConnectorCard]:
    findings = _group_by_owner(report.findings)
    suppressed = _group_by_owner(report.suppressed)
    order = rank_by_exposure(report) or range(len(report.connectors))
    connectors = [report.connectors[number] for number in order]
    profiles: dict[_Owner, RiskProfile] = {}
    profiles.update(zip(report.connectors, report.risk_profiles, strict=False))
    selection = _FindingSelection({rule.name: rule for rule in report.rules})
    owners = dict.fromkeys([*connectors, *findings, *suppressed])
    for number, owner in enumerate(owners, 1):
        name, place, id_ = _describe_owner(owner)
        profile = profiles.get(owner)
        yield ConnectorCard(
            anchor=f"c{number}",
            name=name,
            place=place,
            id=id_,
            portrait=profile,
            stages=describe_call_stages(profile.exposure) if profile else (),
            counts=_count_severities(findings[owner]),
            accepted=len(suppressed[owner]),
            findings=tuple(selection.show_findings(findings[owner])),
            silenced=tuple(selection.show_suppressed(suppressed[owner])),
        )


def _group_by_owner(findings: Sequence[Finding]) -> defaultdict[_Owner, list[Finding]]:
    groups: defaultdict[_Owner, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.connector or finding.location.file].append(finding)
    return groups


class _FindingSelection:
    """Chooses what of the findings is shown, by how many were shown before."""

    def __init__(self, rules: dict[str, Rule]) -> None:
        self._rules = rules
        self._seen_rules: set[str] = set()
        self._shown_count = 0

    def show_findings(self, findings: Sequence[Finding]) -> Iterator[ShownFinding]:
        for finding in self._take(findings):
            is_first = finding.rule not in self._seen_rules
            self._seen_rules.add(finding.rule)
            is_full = self._shown_count <= MAX_FULL_FINDINGS
            yield ShownFinding(finding, self._rules.get(finding.rule), is_full, is_first)

    def show_suppressed(self, findings: Sequence[Finding]) -> Iterator[ShownFinding]:
        for finding in self._take(findings):
            self._seen_rules.add(finding.rule)
            rule = self._rules.get(finding.rule)
            yield ShownFinding(finding, rule, full=False, first=False)

    def _take(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        for finding in findings[: MAX_SHOWN_FINDINGS - self._shown_count]:
            self._shown_count += 1
            yield finding


def _count_severities(findings: Sequence[Finding]) -> tuple[tuple[Severity, int], ...]:
    counts = Counter(finding.severity for finding in findings)
    return tuple((severity, counts[severity]) for severity in Severity if counts[severity])


def _describe_owner(owner: _Owner) -> tuple[str, str, str | None]:
    """Return the name, the place and the id of a connector, or of a text that is at fault."""
    if isinstance(owner, str):
        return owner, "the text as such", None
    place = f"{owner.file} {owner.pointer}".rstrip()
    return owner.name or "(without a name)", place, owner.id
