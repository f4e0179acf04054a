"""Trials of rules: do the examples hold, and do edits of the good ones wake the rule up?"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from dclint.config.settings import validate_settings
from dclint.engine.lint import lint_with_plan
from dclint.engine.plan import LintOptions, LintPlan
from dclint.findings.finding import Finding
from dclint.findings.severity import Profile
from dclint.fixing.fixer import apply_fixes
from dclint.model.detection import shape_of
from dclint.model.source_item import SourceItem
from dclint.model.subject import list_subjects
from dclint.ruleset.declarative import list_read_fields
from dclint.ruleset.rule import Example, Rule, Scope
from dclint.ruletest.examples import (
    find_in_example,
    load_rules_beside,
    make_example_item,
    make_mutant_item,
)
from dclint.ruletest.mutants import Mutant, Raw, make_mutants, text_mutants

# What ends a line of a YAML example that is to be reported.
MARK = "# <- here"

Seen = Counter[tuple[str, str]]  # how many findings there are of each rule and severity


_WITHOUT_FIXES = LintOptions(write_fixes=False)


class Effect(NamedTuple):
    """What one edit of a good example changed in the findings."""

    example: str
    change: str
    appeared: tuple[str, ...]
    """Severity and rule of every finding that was not there before."""
    vanished: tuple[str, ...]


class RuleTestResult(NamedTuple):
    """What the examples of one rule prove."""

    rule: Rule
    failures: tuple[str, ...]
    """Sentences that say what is wrong with the rule or its examples; none if it is sound."""
    mutants: int
    """Edits of good examples that were tried."""
    kills: int
    """Those that the rule reports."""
    effects: tuple[Effect, ...]


def run_rule_tests(rule: Rule, rules: Sequence[Rule]) -> RuleTestResult:
    """Try a rule: every example alone, and every mutant of a good one with all of `rules`."""
    failures = [failure for example in rule.bad for failure in _bad(rule, example)]
    failures += [failure for example in rule.good for failure in _good(rule, example)]
    failures += [failure for example in rule.bad for failure in _check_fixes(rule, example)]
    failures += _vacuous(rule)
    tried = kills = 0
    effects = []
    for example in rule.good:
        for change, before, after, strays in _mutations(rule, example, rules):
            tried += 1
            failures += [f"good example “{example.title}”, {change}: {stray}" for stray in strays]
            appeared, vanished = _words(after - before), _words(before - after)
            kills += any(name == rule.name for name, _ in after - before)
            if appeared or vanished:
                effects.append(Effect(example.title, change, appeared, vanished))
    if rule.good and not kills:
        failures.append(f"none of {tried} edits of its good examples makes it report anything")
    return RuleTestResult(rule, tuple(failures), tried, kills, tuple(effects))


def format_mutation_record(trial: RuleTestResult) -> str:
    """Write which edits the rule reports or no longer reports."""
    lines = [f"{trial.kills} of {trial.mutants} edits are reported."]
    for title, effects in groupby(trial.effects, key=lambda effect: effect.example):
        own = [(each.change, _own(trial.rule, each)) for each in effects]
        lines += ["", title, *(f"  {change}: {words}" for change, words in own if words)]
    return "\n".join(lines) + "\n"


def _own(rule: Rule, effect: Effect) -> str:
    """Write the changes of the rule's own findings: `+error, -warning`."""
    signs = (("+", effect.appeared), ("-", effect.vanished))
    changes = [(sign, *word.split()) for sign, words in signs for word in words]
    return ", ".join(f"{sign}{severity}" for sign, severity, name in changes if name == rule.name)


def find_reported_lines(rule: Rule, example: Example) -> list[tuple[int, str]]:
    """Return the lines that the rule alone reports in an example, with the severities."""
    rules = [rule, *load_rules_beside(example)]
    found = find_in_example(example, example.text, rules, example.profile)
    return [(each.location.line, each.severity.value) for each in found if each.rule == rule.name]


def find_expected_lines(rule: Rule, example: Example) -> list[tuple[int, str]]:
    """Return the lines of a bad example that are marked, with the severity that they must have."""
    lines = example.text.splitlines()
    marked = [n for n, line in enumerate(lines, 1) if line.rstrip().endswith(MARK)]
    severity = (example.severity or rule.severity).value
    return [(line, severity) for line in sorted(example.lines) or marked]


def _bad(rule: Rule, example: Example) -> Iterator[str]:
    wanted, found = find_expected_lines(rule, example), find_reported_lines(rule, example)
    title = f"bad example “{example.title}”"
    if not wanted:
        yield f"{title} marks no line with `{MARK}`"
    elif wanted != found:
        yield f"{title}: expected {_listed(wanted)}, reported {_listed(found)}"


def check_fixed_text(rule: Rule, example: Example, *, unsafe: bool) -> str:
    """Return what the fixes of the rule make of an example, without the marks of its lines."""
    settings = validate_settings({"profile": example.profile.value, **example.config}, rule.name)
    after = apply_fixes(make_example_item(example), [rule], settings, unsafe=unsafe).after.document
    return re.sub(rf"[ \t]*{MARK}[ \t]*$", "", after.text, flags=re.MULTILINE)


def _check_fixes(rule: Rule, example: Example) -> Iterator[str]:
    pairs = ((False, example.fixed), (True, example.fixed_unsafely))
    for unsafe, wanted in pairs:
        if wanted is not None and check_fixed_text(rule, example, unsafe=unsafe) != wanted:
            name = "fixed_unsafely" if unsafe else "fixed"
            yield f"bad example “{example.title}” is not what `{name}` says when it was fixed"


def _good(rule: Rule, example: Example) -> Iterator[str]:
    if found := find_reported_lines(rule, example):
        yield f"good example “{example.title}”: reported {_listed(found)}"


def _listed(lines: Sequence[tuple[int, str]]) -> str:
    return ", ".join(f"{severity} on line {line}" for line, severity in lines) or "nothing"


def _vacuous(rule: Rule) -> Iterator[str]:
    """Yield what proves nothing: a kind without an example, an example without a connector."""
    for kind, examples in (("bad", rule.bad), ("good", rule.good)):
        if not examples:
            yield f"there is no {kind} example"
        for example in examples:
            if rule.scope is not Scope.DOCUMENT and not list_subjects(make_example_item(example)):
                yield f"{kind} example “{example.title}” holds no connector"


_Mutation = tuple[str, Seen, Seen, list[str]]


def _mutations(rule: Rule, example: Example, rules: Sequence[Rule]) -> Iterator[_Mutation]:
    """Yield what was changed, the findings before and after, and who reports without reading."""
    if rule.scope is Scope.DOCUMENT:
        yield from _mutate_text(example, rules)
        return
    settings = validate_settings({"profile": "auditor", **example.config}, rule.name)
    found = list_subjects(make_example_item(example))
    for number, subject in enumerate(found):
        beside = [s.connector.raw for s in found] if rule.scope is Scope.WORKSPACE else []
        raw = subject.connector.raw
        original = make_mutant_item(example, beside, number, raw)
        runs: dict[str, tuple[LintPlan, Seen]] = {}
        for mutant in make_mutants(raw, _donors(rule)):
            if mutant.field not in runs:
                readers = [r for r in rules if r is rule or _reads(r, mutant.field)]
                plan = LintPlan.of(readers, settings, _WITHOUT_FIXES)
                runs[mutant.field] = plan, _seen(original, plan)
            plan, before = runs[mutant.field]
            after = _seen(make_mutant_item(example, beside, number, mutant.raw), plan)
            yield mutant.change, before, after, list(_strays(raw, mutant, after - before, [rule]))


def _mutate_text(example: Example, rules: Sequence[Rule]) -> Iterator[_Mutation]:
    before = _counted(find_in_example(example, example.text, rules, Profile.AUDITOR))
    for change, text in text_mutants(example.text):
        after = _counted(find_in_example(example, text, rules, Profile.AUDITOR))
        yield change, before, after, []


def list_strays(rule: Rule, example: Example, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield which of `rules` report an edit of the first connector that they do not read."""
    settings = validate_settings({"profile": "auditor", **example.config}, rule.name)
    plan = LintPlan.of(rules, settings, _WITHOUT_FIXES)
    for subject in list_subjects(make_example_item(example))[:1]:
        raw = subject.connector.raw
        before = _seen(make_mutant_item(example, [], 0, raw), plan)
        for mutant in make_mutants(raw, []):
            after = _seen(make_mutant_item(example, [], 0, mutant.raw), plan)
            yield from _strays(raw, mutant, after - before, rules)


def _strays(raw: Raw, mutant: Mutant, appeared: Seen, rules: Sequence[Rule]) -> Iterator[str]:
    """Name the rules that report a change of something that they do not read."""
    if shape_of(raw) is not shape_of(mutant.raw):
        return  # what an origin can show decides about every rule
    names = {name for name, _ in appeared}
    for rule in rules:
        if (
            rule.name in names
            and rule.scope is not Scope.DOCUMENT
            and not _reads(rule, mutant.field)
        ):
            yield f"`{rule.name}` reports it and does not read `{mutant.field}`"


def _reads(rule: Rule, field: str) -> bool:
    members = list_read_fields(rule) if rule.is_declarative else rule.reads
    return field in members or "*" in members


def _donors(rule: Rule) -> list[Raw]:
    return [
        subject.connector.raw
        for example in rule.bad
        for subject in list_subjects(make_example_item(example))
    ]


def _seen(item: SourceItem, plan: LintPlan) -> Seen:
    return _counted(lint_with_plan([item], plan).findings)


def _counted(findings: Sequence[Finding]) -> Seen:
    return Counter((finding.rule, finding.severity.value) for finding in findings)


def _words(seen: Seen) -> tuple[str, ...]:
    return tuple(f"{severity} {name}" for name, severity in sorted(seen.elements()))
