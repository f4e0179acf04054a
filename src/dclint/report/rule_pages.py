"""What the terminal shows of rules: the list, and the page of one."""

import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from dclint.report.style import Style, escape_unsafe
from dclint.ruleset.rule import Rule

_WIDTH = 80
_LIST_ITEM = re.compile(r"(?:[*-]|[0-9]{1,2}\.) ")  # how an item of a list begins


def render_rules_json(rules: Sequence[Rule]) -> str:
    """Write all that is known of the rules as one JSON list."""
    return json.dumps([asdict(rule) for rule in rules], indent=2) + "\n"


def render_rule_list(rules: Sequence[Rule], style: Style) -> str:
    """Write one line a rule: name, severity, profile, title."""
    longest = max((len(rule.name) for rule in rules), default=0)
    lines = [
        f"{style.paint(rule.name.ljust(longest), 'bold')}  "
        f"{style.paint(rule.severity.value.ljust(7), rule.severity)}  "
        f"{rule.profile.value.ljust(8)}  {escape_unsafe(rule.title)}"
        for rule in rules
    ]
    return "\n".join([*lines, "", f"{len(rules)} rules. `dclint explain RULE` tells more."]) + "\n"


def render_rule_page(rule: Rule, style: Style) -> str:
    """Write the page of one rule."""
    facts = escape_unsafe(
        f"{rule.severity}, security severity {rule.security_severity:g}, "
        f"{rule.confidence} confidence, profile {rule.profile}, {rule.category}, "
        f"since {rule.since}"
    )
    lines = [style.paint(rule.name, "bold"), escape_unsafe(rule.title), style.paint(facts, "dim")]
    for head, section in _build_sections(rule, style):
        lines += ["", head, *section] if section else []
    return "\n".join(lines) + "\n"


def _build_sections(rule: Rule, style: Style) -> Iterator[tuple[str, list[str]]]:
    """Yield head and lines of each section; a rule of one's own may leave out any."""
    yield style.paint("What is wrong", "bold"), _wrap_text(rule.summary)
    yield style.paint("What happens because of it", "bold"), _wrap_text(rule.why)
    yield style.paint("How to fix it", "bold"), _wrap_text(_describe_fix(rule))
    for head, kind, examples in (("Before", "error", rule.bad), ("After", "info", rule.good)):
        for example in examples[:1]:
            yield (
                f"{style.paint(head, kind)}: {escape_unsafe(example.title)}",
                _indent_lines(example.text),
            )
            beside = "On the other side" if example.against else "Known beside it"
            known = example.against or _format_context(example.evidence)
            yield style.paint(beside, kind), _indent_lines(known)
    yield style.paint("What dclint cannot see", "bold"), _wrap_text(rule.limits)
    options = [f"{n} = {json.dumps(o.default)}: {o.summary}" for n, o in rule.options.items()]
    yield style.paint("Options", "bold"), _wrap_text("\n\n".join(options))
    references = [line for each in rule.references for line in (each.title, f"  {each.url}")]
    yield style.paint("References", "bold"), [f"  {escape_unsafe(line)}" for line in references]


def _describe_fix(rule: Rule) -> str:
    return f"{rule.fix.strip()}\n\n{rule.fixes}" if rule.fixes else rule.fix


def _indent_lines(text: str) -> list[str]:
    return [f"    {escape_unsafe(line)}" for line in text.rstrip().splitlines()]


def _format_context(evidence: dict[str, Any]) -> str:
    return json.dumps(evidence, indent=2) if evidence else ""


def _wrap_text(text: str) -> list[str]:
    return [
        wrapped
        for paragraph in text.strip().split("\n\n")
        for line in _join_lines(paragraph)
        for wrapped in textwrap.wrap(
            escape_unsafe(line), _WIDTH, initial_indent="  ",
            subsequent_indent="    " if _LIST_ITEM.match(line) else "  ",
            break_long_words=False, break_on_hyphens=False,
        )
    ]  # fmt: skip


def _join_lines(paragraph: str) -> list[str]:
    """The lines of a paragraph, those of running text joined, items of a list kept apart."""
    lines: list[str] = []
    for line in paragraph.splitlines():
        if lines and not _LIST_ITEM.match(line.lstrip()):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
    return lines
