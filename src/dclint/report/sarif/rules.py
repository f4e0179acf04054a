"""How SARIF describes rules, and text that is harmless in its messages."""

from typing import Any

from dclint.findings.severity import Severity
from dclint.ruleset.rule import Rule

_PLAIN_LINK = "{0.title}: {0.url}"
_MARKDOWN_LINK = "[{0.title}]({0.url})"
_MAX_TAGS = 20  # GitHub refuses a rule with more
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEM_SEVERITIES = LEVELS | {Severity.INFO: "recommendation"}
_BRACKET_ESCAPES = str.maketrans({"{": "(", "}": ")", "[": "(", "]": ")"})


def build_rule_descriptor(rule: Rule) -> dict[str, Any]:
    """Return the description of a rule (SARIF 3.49)."""
    return {
        "id": rule.name,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": escape_message(rule.title)},
        "fullDescription": {"text": escape_message(rule.summary or rule.title)},
        "help": {
            "text": escape_message(_build_help(rule, _PLAIN_LINK, "")),
            "markdown": _build_help(rule, _MARKDOWN_LINK, _quote_examples(rule)),
        },
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": _build_properties(rule),
    }


def _build_properties(rule: Rule) -> dict[str, Any]:
    """Return what GitHub code scanning reads of a rule, beyond what SARIF defines."""
    tags = [rule.category]
    if rule.security_severity > 0:
        tags.append("security")
    tags += [f"external/cwe/{name.lower()}" for name in rule.cwe]
    properties: dict[str, Any] = {
        "precision": rule.confidence.value,
        "problem.severity": _PROBLEM_SEVERITIES[rule.severity],
        "tags": tags[:_MAX_TAGS],
    }
    if rule.security_severity > 0:
        properties["security-severity"] = f"{rule.security_severity:.1f}"
    return properties


def _build_help(rule: Rule, link: str, examples: str) -> str:
    references = "\n".join(f"* {link.format(reference)}" for reference in rule.references)
    sections = {
        "What happens because of it": rule.why,
        "How to fix it": rule.fix,
        "Before and after": examples,
        "What dclint cannot see": rule.limits,
        "References": references,
    }
    parts = [(rule.summary or rule.title).strip()]
    parts += [f"## {head}\n\n{text.strip()}" for head, text in sections.items() if text]
    return "\n\n".join(parts)


def _quote_examples(rule: Rule) -> str:
    """Return the first examples; the plain help has none: its braces would mean arguments."""
    examples = (*rule.bad[:1], *rule.good[:1])
    return "\n\n".join(f"```\n{example.text.rstrip()}\n```" for example in examples)


def escape_message(text: str) -> str:
    """Return `text` without braces, which mark arguments (SARIF 3.11.5), and without links."""
    text = text.strip().replace("{{", "‹").replace("}}", "›")
    return text.translate(_BRACKET_ESCAPES).encode("utf-8", "replace").decode()
