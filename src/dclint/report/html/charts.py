"""The two charts: findings by rule, and hosts with what is sent to them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dclint.analysis.exposure import Exposure
from dclint.findings.finding import Finding
from dclint.findings.severity import Severity
from dclint.report.style import escape_unsafe, measure_width

CHART_WIDTH = 360  # units of both charts
_MAX_BARS, _MAX_HOSTS = 16, 14  # rows that are drawn; the tables below have all
_NOT_VISIBLE, _ANY_TOKEN = "not visible", "a stored token"

# Width of a column of the small text in a chip, in a wide font such as DejaVu Sans.
_CHIP_CHARACTER_WIDTH = 7.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: the findings of one severity."""

    severity: Severity
    findings: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A rule and its findings."""

    name: str
    total: int
    segments: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class RuleChart:
    """Findings by rule, most first."""

    drawn: Sequence[Bar]
    all: Sequence[Bar]


def chart_findings_by_rule(findings: Sequence[Finding]) -> RuleChart:
    """Return the findings of each rule by severity; what fails a build comes first."""
    counts: dict[str, Counter[Severity]] = defaultdict(Counter)
    for finding in findings:
        counts[finding.rule][finding.severity] += 1
    most = max((by_severity.total() for by_severity in counts.values()), default=1)
    order = sorted(counts, key=lambda rule: (*(-counts[rule][s] for s in Severity), rule))
    bars = [Bar(rule, counts[rule].total(), _build_segments(counts[rule], most)) for rule in order]
    return RuleChart(bars[:_MAX_BARS], bars)


def _build_segments(counts: Counter[Severity], most: int) -> list[Segment]:
    segments = []
    x = 0.0
    for severity in Severity:
        count = counts[severity]
        if count:
            width = max(10.0, round(count / most * (CHART_WIDTH - 50), 1))
            segments.append(Segment(severity, count, x, width - 2))
            x += width
    return segments


@dataclass(frozen=True, slots=True)
class Chip:
    """A credential that is sent to a host."""

    kind: str
    """`token`, `header`, `unknown` or `none`."""
    text: str
    shared: int
    """Hosts to which it is sent beside this one."""
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Host:
    """A host and what is sent to it."""

    name: str
    label: str
    connectors: int
    chips: Sequence[Chip]
    others: int
    """Credentials for which the chart has no room."""
    credentials: Sequence[tuple[str, int]]
    """All of them in words, each with the number of other hosts that get it."""


@dataclass(frozen=True, slots=True)
class HostChart:
    """Hosts, those that get the most credentials first."""

    drawn: Sequence[Host]
    all: Sequence[Host]


_Credential = tuple[str, str]  # the kind as in `Chip`, and the text


def chart_credentials_by_host(facts: Sequence[Exposure]) -> HostChart:
    """Return which credentials are sent to which host."""
    calls: Counter[str] = Counter()
    sent: dict[str, set[_Credential]] = defaultdict(set)
    for exposure in facts:
        if not exposure.is_client_side:
            name = _name_host(exposure)
            calls[name] += 1
            sent[name] |= _collect_credentials(exposure)
    places = Counter(
        credential for name in sent if name != _NOT_VISIBLE for credential in sent[name]
    )

    def sort_key(name: str) -> tuple[bool, int, int, str]:
        visible = [text for kind, text in sent[name] if kind != "unknown"]
        return name == _NOT_VISIBLE, -len(visible), -calls[name], name

    hosts = [
        _build_host(name, calls[name], _count_shared(name, sent[name], places))
        for name in sorted(calls, key=sort_key)
    ]
    return HostChart(hosts[:_MAX_HOSTS], hosts)


def _name_host(facts: Exposure) -> str:
    if facts.host:
        return facts.host
    return "chosen at run time" if facts.is_host_chosen else _NOT_VISIBLE


def _collect_credentials(facts: Exposure) -> set[_Credential]:
    tokens, headers, others = facts.credential
    credentials = {("token", f"token {token}") for token in tokens}
    credentials |= {("header", f"header {header}") for header in headers}
    if others:
        credentials.add(("token", _ANY_TOKEN))
    if facts.carried is None:
        credentials.add(("unknown", "credential not visible"))
    return credentials


def _count_shared(
    host: str, credentials: set[_Credential], places: Counter[_Credential]
) -> list[tuple[str, str, int]]:
    """Return each credential, tokens first, with the number of other hosts that get it.

    Only of a token with a number is it known: of a header, the name is visible and no value.
    """
    shared = []
    for kind, text in sorted(
        credentials, key=lambda pair: (pair[0] != "token", len(pair[1]), pair)
    ):
        count = 0
        if kind == "token" and text != _ANY_TOKEN:
            count = places[kind, text]
            if host != _NOT_VISIBLE:
                count -= 1
        shared.append((kind, text, count))
    return shared


def _build_host(name: str, calls: int, credentials: list[tuple[str, str, int]]) -> Host:
    drawn = credentials or [("none", "no credential", 0)]
    chips = _build_chips(drawn)
    return Host(
        name=name,
        label=fit_label(name, 34),
        connectors=calls,
        chips=chips,
        others=len(drawn) - len(chips),
        credentials=[(text, shared) for kind, text, shared in credentials if kind != "unknown"],
    )


def _build_chips(credentials: list[tuple[str, str, int]]) -> list[Chip]:
    chips: list[Chip] = []
    x = 0.0
    for kind, text, shared in credentials:
        label = fit_label(text, 24)
        width = 30 + measure_width(label) * _CHIP_CHARACTER_WIDTH
        if shared:
            width += 16 + 8 * len(str(shared))
        if chips and x + width > CHART_WIDTH - 34:  # one chip is always drawn
            break
        chips.append(Chip(kind, label, shared, x, min(width, CHART_WIDTH)))
        x += width + 8
    return chips


def fit_label(text: str, columns: int) -> str:
    """Return a text of at most that many columns; what is cut off ends in `…`."""
    text = escape_unsafe(text).strip()
    if measure_width(text) <= columns:
        return text
    length = 0
    width = 1  # of the `…`
    for character in text:
        width += measure_width(character)
        if width > columns:
            break
        length += 1
    return f"{text[: max(1, length)]}…".strip()
