"""The two smaller pictures: findings by rule, and hosts with what is sent to them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from dclint.analysis.exposure import Exposure
from dclint.findings.finding import Finding
from dclint.findings.severity import Severity
from dclint.report.html.svg_layout import fit_text
from dclint.report.style import measure_width

CHART_WIDTH = 360  # units of both pictures
_MAX_BARS, _MAX_HOSTS = 16, 14  # rows that are drawn; the tables below have all
_NOT_VISIBLE, _ANY_TOKEN = "not visible", "a stored token"
_CHIP_CHARACTER_WIDTH = 7.0  # width of a column of the small text in a chip


class Segment(NamedTuple):
    """A part of a bar: the findings of one severity."""

    severity: Severity
    findings: int
    x: float
    width: float


class Bar(NamedTuple):
    """A rule and its findings."""

    name: str
    total: int
    segments: tuple[Segment, ...]
    y: float = 0


class RuleChart(NamedTuple):
    """Findings by rule, most first."""

    drawn: tuple[Bar, ...]
    all: tuple[Bar, ...]
    height: float


def chart_findings_by_rule(findings: Sequence[Finding]) -> RuleChart:
    """Count the findings of each rule by severity; what fails a build comes first."""
    counts: dict[str, Counter[Severity]] = defaultdict(Counter)
    for finding in findings:
        counts[finding.rule][finding.severity] += 1
    most = max((each.total() for each in counts.values()), default=1)
    order = sorted(counts, key=lambda rule: (*(-counts[rule][s] for s in Severity), rule))
    bars = tuple(
        Bar(rule, counts[rule].total(), _build_segments(counts[rule], most)) for rule in order
    )
    drawn = tuple(bar._replace(y=n * 34) for n, bar in enumerate(bars[:_MAX_BARS]))
    return RuleChart(drawn, bars, len(drawn) * 34)


def _build_segments(counts: Counter[Severity], most: int) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    x = 0.0
    for severity in Severity:
        if count := counts[severity]:
            broad = max(10.0, round(count / most * (CHART_WIDTH - 50), 1))
            segments.append(Segment(severity, count, x, broad - 2))
            x += broad
    return tuple(segments)


class Chip(NamedTuple):
    """A credential that is sent to a host."""

    kind: str
    """`token`, `header` or `none`."""
    text: str
    shared: int
    """Hosts to which it is sent beside this one."""
    x: float
    width: float


class Host(NamedTuple):
    """A host and what is sent to it."""

    name: str
    label: str
    connectors: int
    chips: tuple[Chip, ...]
    others: int
    """Credentials for which the picture has no room."""
    credentials: tuple[tuple[str, int], ...]
    """All of them in words, each with the number of other hosts that get it."""
    y: float = 0


class HostChart(NamedTuple):
    """Hosts, those that get the most credentials first."""

    drawn: tuple[Host, ...]
    all: tuple[Host, ...]
    height: float


def chart_credentials_by_host(facts: Sequence[Exposure]) -> HostChart:
    """Gather which credentials are sent to which host."""
    calls: Counter[str] = Counter()
    sent: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for each in facts:
        if each.is_client_side:
            continue
        name = each.host or ("chosen at run time" if each.is_host_chosen else _NOT_VISIBLE)
        calls[name] += 1
        sent[name] |= _collect_credentials(each)
    known = calls.keys() - {_NOT_VISIBLE}
    places = Counter(credential for name in known for credential in sent[name])
    order = sorted(
        calls,
        key=lambda name: (name == _NOT_VISIBLE, -_count_visible(sent[name]), -calls[name], name),
    )
    hosts = tuple(
        _build_host(name, calls[name], sorted(sent[name], key=_sort_key), places) for name in order
    )
    drawn = tuple(host._replace(y=n * 52) for n, host in enumerate(hosts[:_MAX_HOSTS]))
    return HostChart(drawn, hosts, len(drawn) * 52)


def _collect_credentials(facts: Exposure) -> set[tuple[str, str]]:
    tokens, headers, others = facts.credential
    found = {("token", f"token {each}") for each in tokens}
    found |= {("header", f"header {each}") for each in headers}
    if others:
        found.add(("token", _ANY_TOKEN))
    if facts.carried is None:
        found.add(("unknown", "credential not visible"))
    return found


def _count_visible(credentials: set[tuple[str, str]]) -> int:
    return sum(kind != "unknown" for kind, _ in credentials)


def _build_host(
    name: str, calls: int, sent: list[tuple[str, str]], places: Counter[tuple[str, str]]
) -> Host:
    chips: list[Chip] = []
    x = 0.0
    for kind, text in sent or [("none", "no credential")]:
        (label,) = fit_text(text, 24, 1)
        shared = _count_other_hosts(name, kind, text, places)
        broad = (
            30
            + measure_width(label) * _CHIP_CHARACTER_WIDTH
            + (16 + 8 * len(str(shared))) * bool(shared)
        )
        if x + broad > CHART_WIDTH - 34 and chips:
            break
        chips.append(Chip(kind, label, shared, x, min(broad, CHART_WIDTH)))
        x += broad + 8
    (label,) = fit_text(name, 34, 1)
    words = tuple(
        (t, _count_other_hosts(name, kind, t, places)) for kind, t in sent if kind != "unknown"
    )
    return Host(name, label, calls, tuple(chips), len(sent or "-") - len(chips), words)


def _sort_key(credential: tuple[str, str]) -> tuple[bool, int, str]:
    """Put tokens first, by number."""
    kind, text = credential
    return kind != "token", len(text), text


def _count_other_hosts(host: str, kind: str, text: str, places: Counter[tuple[str, str]]) -> int:
    """Count the other hosts that get a token; a header has a name only, its value may differ."""
    if kind != "token" or text == _ANY_TOKEN:
        return 0
    return places[kind, text] - (host != _NOT_VISIBLE)
