"""What the terminal shows of rules: the list, and the page of one."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from dclint.report.style import LIST_ITEM, Style, escape_unsafe, join_lines
from dclint.ruleset.rule import Example, Rule

_WIDTH = 80


def render_rules_json(rules: Sequence[Rule]) -> str:
    """Return all that is known of the rules as one JSON list."""
    return json.dumps([asdict(rule) for rule in rules], indent=2) + "\n"


def render_rule_list(rules: Sequence[Rule], style: Style) -> str:
    """Return one line a rule: name, severity, profile, title."""
    longest = max((len(rule.name) for rule in rules), default=0)
    lines = []
    for rule in rules:
        name = style.paint(rule.name.ljust(longest), "bold")
        severity = style.paint(rule.severity.value.ljust(7), rule.severity)
        profile = rule.profile.value.ljust(8)
        lines.append(f"{name}  {severity}  {profile}  {escape_unsafe(rule.title)}")
    lines += ["", f"{len(rules)} rules. `dclint explain RULE` tells more."]
    return "\n".join(lines) + "\n"


def render_rule_page(rule: Rule, style: Style) -> str:
    """Return the page of one rule."""
    facts = escape_unsafe(
        f"{rule.severity}, security severity {rule.security_severity:g}, "
        f"{rule.confidence} confidence, profile {rule.profile}, {rule.category}, "
        f"since {rule.since}"
    )
    lines = [style.paint(rule.name, "bold"), escape_unsafe(rule.title), style.paint(facts, "dim")]
    for head, section in _build_sections(rule, style):
        if section:
            lines += ["", head, *section]
    return "\n".join(lines) + "\n"


def _build_sections(rule: Rule, style: Style) -> Iterator[tuple[str, list[str]]]:
    """Yield head and lines of each section; a user's own rule may leave out any."""
    yield style.paint("What is wrong", "bold"), _wrap_text(rule.summary)
    yield style.paint("What happens because of it", "bold"), _wrap_text(rule.why)
    yield style.paint("How to fix it", "bold"), _wrap_text(_describe_fix(rule))
    for example in rule.bad[:1]:
        yield from _build_example_sections(example, style, "Before", "error")
    for example in rule.good[:1]:
        yield from _build_example_sections(example, style, "After", "info")
    yield style.paint("What dclint cannot see", "bold"), _wrap_text(rule.limits)
    options = [
        f"{name} = {json.dumps(option.default)}: {option.summary}"
        for name, option in rule.options.items()
    ]
    yield style.paint("Options", "bold"), _wrap_text("\n\n".join(options))
    references: list[str] = []
    for reference in rule.references:
        references += [f"  {escape_unsafe(reference.title)}", f"    {escape_unsafe(reference.url)}"]
    yield style.paint("References", "bold"), references


def _build_example_sections(
    example: Example, style: Style, head: str, kind: str
) -> Iterator[tuple[str, list[str]]]:
    yield f"{style.paint(head, kind)}: {escape_unsafe(example.title)}", _indent_lines(example.text)
    if example.against:
        yield style.paint("On the other side", kind), _indent_lines(example.against)
    elif example.evidence:
        known = json.dumps(example.evidence, indent=2)
        yield style.paint("Known beside it", kind), _indent_lines(known)


def _describe_fix(rule: Rule) -> str:
    return f"{rule.fix.strip()}\n\n{rule.fixes}" if rule.fixes else rule.fix


def _indent_lines(text: str) -> list[str]:
    return [f"    {escape_unsafe(line)}" for line in text.rstrip().splitlines()]


def _wrap_text(text: str) -> list[str]:
    wrapper = textwrap.TextWrapper(
        _WIDTH, initial_indent="  ", break_long_words=False, break_on_hyphens=False
    )
    lines: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        for line in join_lines(paragraph):
            wrapper.subsequent_indent = "    " if LIST_ITEM.match(line) else "  "
            lines += wrapper.wrap(escape_unsafe(line))
    return lines
