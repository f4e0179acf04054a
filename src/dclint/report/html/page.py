"""What the page shows, in the order in which it shows it: a report seen by a human."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

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
from dclint.report.html.svg_layout import NARROW, WIDE, Box, RowDrawing, RowLayout, arrange_boxes
from dclint.ruleset.rule import Rule

MAX_MAP_ROWS = 30  # rows of the map; the table below it has all connectors
MAX_TABLE_ROWS = 1_500  # rows of the tables that list connectors

# Findings that are shown with all that is known of them; a page must stay one that opens.
MAX_FULL_FINDINGS = 300

MAX_SHOWN_FINDINGS = 3_000  # findings that are shown at all, most of them on a line or two


class ShownFinding(NamedTuple):
    """A finding, and whether all of it is told."""

    finding: Finding
    rule: Rule | None
    full: bool
    first: bool
    """Whether it is the first of its rule: on paper only that one says why."""


class ConnectorCard(NamedTuple):
    """A connector with what was found in it, or a file with what is wrong with its text."""

    anchor: str
    name: str
    place: str
    id: str | None
    portrait: RiskProfile | None
    way: tuple[CallStage, ...]
    counts: tuple[tuple[Severity, int], ...]
    """How many findings of each severity there are, the worst first."""
    accepted: int
    """How many silenced findings there are."""
    findings: tuple[ShownFinding, ...]
    silenced: tuple[ShownFinding, ...]

    @property
    def more(self) -> int:
        """Findings for which the page has no room."""
        every = sum(count for _, count in self.counts) + self.accepted
        return every - len(self.findings) - len(self.silenced)


class MapRow(NamedTuple):
    """A connector of the map, drawn in each of the two layouts."""

    card: ConnectorCard
    drawn: tuple[tuple[RowLayout, RowDrawing], ...]


class Page(NamedTuple):
    """All that the template needs."""

    opening: Overview
    titles: tuple[str, ...]
    heads: tuple[Box, ...]
    map: tuple[MapRow, ...]
    exposed: tuple[ConnectorCard, ...]
    rules: RuleChart
    hosts: HostChart
    cards: tuple[ConnectorCard, ...]
    crowded: tuple[ConnectorCard, ...]
    """Those for whose findings the page has no room."""
    quiet: tuple[ConnectorCard, ...]
    """Connectors of which there is nothing to say."""
    fixed: tuple[BaselineEntry, ...]
    tabled: int = MAX_TABLE_ROWS


def build_page(report: Report) -> Page:
    """Bring a report into the order of the page: the most exposed connectors first."""
    found: dict[ConnectorRef | str, list[Finding]] = defaultdict(list)
    silenced: dict[ConnectorRef | str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[_find_owner(finding)].append(finding)
    for each in report.suppressed:
        silenced[_find_owner(each)].append(each)
    order = rank_by_exposure(report) or range(len(report.connectors))
    owners = dict.fromkeys([*(report.connectors[number] for number in order), *found, *silenced])
    numbers = {connector: number for number, connector in enumerate(report.connectors)}
    maker = _CardBuilder(report)
    cards = [
        maker.build_card(owner, numbers.get(owner) if isinstance(owner, ConnectorRef) else None,
                   found[owner], silenced[owner])
        for owner in owners
    ]  # fmt: skip
    exposed = tuple(card for card in cards if card.way)
    return Page(
        opening=build_overview(report),
        titles=TITLES,
        heads=arrange_boxes(exposed[0].way, WIDE).boxes if exposed else (),
        map=tuple(map(_build_row, exposed[:MAX_MAP_ROWS])),
        exposed=exposed,
        rules=chart_findings_by_rule(report.findings),
        hosts=chart_credentials_by_host([each.exposure for each in report.risk_profiles]),
        cards=tuple(card for card in cards if card.findings or card.silenced),
        crowded=tuple(c for c in cards if c.more and not c.findings and not c.silenced),
        quiet=tuple(card for card in cards if not card.counts and not card.accepted),
        fixed=tuple(report.fixed_baseline_entries),
    )


def _find_owner(finding: Finding) -> ConnectorRef | str:
    return finding.connector or finding.location.file


class _CardBuilder:
    """Makes the cards, and counts what it has shown so far."""

    def __init__(self, report: Report) -> None:
        self._shown_count = 0
        self._card_count = 0
        self._seen_rules: set[str] = set()
        self._rules = {rule.name: rule for rule in report.rules}
        self._risk_profiles = report.risk_profiles

    def build_card(
        self,
        owner: ConnectorRef | str,
        number: int | None,
        found: Sequence[Finding],
        silenced: Sequence[Finding],
    ) -> ConnectorCard:
        self._card_count += 1
        portraits = [] if number is None else self._risk_profiles[number : number + 1]
        portrait = next(iter(portraits), None)
        name, place, own = _describe_owner(owner)
        return ConnectorCard(
            anchor=f"c{self._card_count}",
            name=name,
            place=place,
            id=own,
            portrait=portrait,
            way=describe_call_stages(portrait.exposure) if portrait else (),
            counts=_count_severities(found),
            accepted=len(silenced),
            findings=tuple(each for each in map(self._show_finding, found) if each),
            silenced=tuple(each for each in map(self._show_suppressed, silenced) if each),
        )

    def _show_finding(self, finding: Finding) -> ShownFinding | None:
        if self._shown_count >= MAX_SHOWN_FINDINGS:
            return None
        self._shown_count += 1
        first = finding.rule not in self._seen_rules
        self._seen_rules.add(finding.rule)
        rule = self._rules.get(finding.rule)
        return ShownFinding(finding, rule, full=self._shown_count <= MAX_FULL_FINDINGS, first=first)

    def _show_suppressed(self, finding: Finding) -> ShownFinding | None:
        shown = self._show_finding(finding)
        return shown and shown._replace(full=False, first=False)


def _count_severities(found: Sequence[Finding]) -> tuple[tuple[Severity, int], ...]:
    counts = Counter(finding.severity for finding in found)
    return tuple((severity, counts[severity]) for severity in Severity if counts[severity])


def _describe_owner(owner: ConnectorRef | str) -> tuple[str, str, str | None]:
    """Name a connector, or a text that is wrong as such: name, place, id."""
    if isinstance(owner, str):
        return owner, "the text as such", None
    place = f"{owner.file} {owner.pointer}".rstrip()
    return owner.name or "(without a name)", place, owner.id


def _build_row(card: ConnectorCard) -> MapRow:
    return MapRow(
        card, tuple((layout, arrange_boxes(card.way, layout)) for layout in (WIDE, NARROW))
    )
