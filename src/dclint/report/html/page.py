"""What the page shows, in the order in which it shows it: a report seen by a human."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from dclint.analysis.profile import Portrait
from dclint.engine.report import Report
from dclint.findings.finding import ConnectorRef, Finding
from dclint.findings.severity import Severity
from dclint.findings.suppression import BaselineEntry
from dclint.report.audit import by_exposure
from dclint.report.html.call_path import TITLES, Station, stations
from dclint.report.html.charts import Bars, Hosts, by_host, by_rule
from dclint.report.html.summary import Opening, opening
from dclint.report.html.svg_layout import NARROW, WIDE, Box, Boxes, Layout, arrange
from dclint.ruleset.rule import Rule

DRAWN = 30  # rows of the map; the table below it has all connectors
TABLED = 1_500  # rows of the tables that list connectors

# Findings that are shown with all that is known of them; a page must stay one that opens.
FULL = 300

BRIEF = 3_000  # findings that are shown at all, most of them on a line or two


class Shown(NamedTuple):
    """A finding, and whether all of it is told."""

    finding: Finding
    rule: Rule | None
    full: bool
    first: bool
    """Whether it is the first of its rule: on paper only that one says why."""


class Card(NamedTuple):
    """A connector with what was found in it, or a file with what is wrong with its text."""

    anchor: str
    name: str
    place: str
    id: str | None
    portrait: Portrait | None
    way: tuple[Station, ...]
    counts: tuple[tuple[Severity, int], ...]
    """How many findings of each severity there are, the worst first."""
    accepted: int
    """How many silenced findings there are."""
    findings: tuple[Shown, ...]
    silenced: tuple[Shown, ...]

    @property
    def more(self) -> int:
        """Findings for which the page has no room."""
        every = sum(count for _, count in self.counts) + self.accepted
        return every - len(self.findings) - len(self.silenced)


class Row(NamedTuple):
    """A connector of the map, drawn in each of the two layouts."""

    card: Card
    drawn: tuple[tuple[Layout, Boxes], ...]


class Page(NamedTuple):
    """All that the template needs."""

    opening: Opening
    titles: tuple[str, ...]
    heads: tuple[Box, ...]
    map: tuple[Row, ...]
    exposed: tuple[Card, ...]
    rules: Bars
    hosts: Hosts
    cards: tuple[Card, ...]
    crowded: tuple[Card, ...]
    """Those for whose findings the page has no room."""
    quiet: tuple[Card, ...]
    """Connectors of which there is nothing to say."""
    fixed: tuple[BaselineEntry, ...]
    tabled: int = TABLED


def build(report: Report) -> Page:
    """Bring a report into the order of the page: the most exposed connectors first."""
    found: dict[ConnectorRef | str, list[Finding]] = defaultdict(list)
    silenced: dict[ConnectorRef | str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[_owner(finding)].append(finding)
    for each in report.suppressed:
        silenced[_owner(each)].append(each)
    order = by_exposure(report) or range(len(report.connectors))
    owners = dict.fromkeys([*(report.connectors[number] for number in order), *found, *silenced])
    numbers = {connector: number for number, connector in enumerate(report.connectors)}
    maker = _Cards(report)
    cards = [
        maker.card(owner, numbers.get(owner) if isinstance(owner, ConnectorRef) else None,
                   found[owner], silenced[owner])
        for owner in owners
    ]  # fmt: skip
    exposed = tuple(card for card in cards if card.way)
    return Page(
        opening=opening(report),
        titles=TITLES,
        heads=arrange(exposed[0].way, WIDE).boxes if exposed else (),
        map=tuple(map(_row, exposed[:DRAWN])),
        exposed=exposed,
        rules=by_rule(report.findings),
        hosts=by_host([each.exposure for each in report.risk_profiles]),
        cards=tuple(card for card in cards if card.findings or card.silenced),
        crowded=tuple(c for c in cards if c.more and not c.findings and not c.silenced),
        quiet=tuple(card for card in cards if not card.counts and not card.accepted),
        fixed=tuple(report.fixed_baseline_entries),
    )


def _owner(finding: Finding) -> ConnectorRef | str:
    return finding.connector or finding.location.file


class _Cards:
    """Makes the cards, and counts what it has shown so far."""

    def __init__(self, report: Report) -> None:
        self._shown = 0
        self._made = 0
        self._told: set[str] = set()
        self._rules = {rule.name: rule for rule in report.rules}
        self._portraits = report.risk_profiles

    def card(
        self,
        owner: ConnectorRef | str,
        number: int | None,
        found: Sequence[Finding],
        silenced: Sequence[Finding],
    ) -> Card:
        self._made += 1
        portraits = [] if number is None else self._portraits[number : number + 1]
        portrait = next(iter(portraits), None)
        name, place, own = _called(owner)
        return Card(
            anchor=f"c{self._made}",
            name=name,
            place=place,
            id=own,
            portrait=portrait,
            way=stations(portrait.exposure) if portrait else (),
            counts=_counts(found),
            accepted=len(silenced),
            findings=tuple(each for each in map(self._show, found) if each),
            silenced=tuple(each for each in map(self._show_silenced, silenced) if each),
        )

    def _show(self, finding: Finding) -> Shown | None:
        if self._shown >= BRIEF:
            return None
        self._shown += 1
        first = finding.rule not in self._told
        self._told.add(finding.rule)
        rule = self._rules.get(finding.rule)
        return Shown(finding, rule, full=self._shown <= FULL, first=first)

    def _show_silenced(self, finding: Finding) -> Shown | None:
        shown = self._show(finding)
        return shown and shown._replace(full=False, first=False)


def _counts(found: Sequence[Finding]) -> tuple[tuple[Severity, int], ...]:
    counts = Counter(finding.severity for finding in found)
    return tuple((severity, counts[severity]) for severity in Severity if counts[severity])


def _called(owner: ConnectorRef | str) -> tuple[str, str, str | None]:
    """Name a connector, or a text that is wrong as such: name, place, id."""
    if isinstance(owner, str):
        return owner, "the text as such", None
    place = f"{owner.file} {owner.pointer}".rstrip()
    return owner.name or "(without a name)", place, owner.id


def _row(card: Card) -> Row:
    return Row(card, tuple((layout, arrange(card.way, layout)) for layout in (WIDE, NARROW)))
