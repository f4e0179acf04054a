"""Writes what is generated: docs/rules, blocks of other pages, golden reports and trials.

`--check` writes nothing and fails if something would change.
"""

import os
import re
import subprocess
import sys
import tempfile
from functools import partial
from itertools import groupby
from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined

from dclint.ruleset.loader import read_rule
from dclint.ruleset.rule import Rule
from dclint.ruletest.runner import format_mutation_record, run_rule_tests

ROOT = Path(__file__).parents[1]

# What would make a service of the machine that writes the documentation.
SERVICES = ("GITHUB_ACTIONS", "GITLAB_CI", "CI_JOB_STARTED_AT", "DCLINT_FORMAT")

INDEX_PAGE = """\
# Rules

<!-- Generated from rules/*.yaml by scripts/generate_docs.py. -->

{{ rules | length }} rules in {{ groups | length }} categories, each on a page of its own.
`dclint explain RULE` shows the same in a terminal.
{% for category, members in groups %}
## {{ category | capitalize }}

| Rule | Severity | Profile | What is wrong |
| --- | --- | --- | --- |
{% for rule in members -%}
| [`{{ rule.name }}`]({{ rule.name }}.md) | {{ rule.severity }} | {{ rule.profile }} \
| {{ rule.title }} |
{% endfor %}{% endfor %}"""

RULE_PAGE = """\
# {{ rule.name }}

<!-- Generated from rules/{{ rule.name }}.yaml by scripts/generate_docs.py. -->

**{{ rule.title }}.** {{ rule.severity | capitalize }},
security severity {{ "%g" | format(rule.security_severity) }},
{{ rule.confidence }} confidence, profile {{ rule.profile }},
category [{{ rule.category }}](README.md#{{ rule.category }}), since {{ rule.since }}.

{{ rule.summary | trim }}

## What happens because of it

{{ rule.why | trim }}

## How to fix it

{{ rule.fix | trim }}
{%- if rule.fixes %}

{{ rule.fixes }}
{%- endif %}
{% for head, examples in (("Before", rule.bad), ("After", rule.good)) %}
{{ head }}: {{ examples[0].title }}

```{{ language(examples[0].file) }}
{{ examples[0].text | trim }}
```
{% if examples[0].against is not none %}
On the other side:

```yaml
{{ examples[0].against | trim }}
```
{% elif examples[0].evidence %}
Known beside it:

```yaml
{{ written(examples[0].evidence) | trim }}
```
{% endif %}{% endfor %}
## What dclint cannot see

{{ rule.limits | trim }}
{% if rule.options %}
## Options

{% for name, option in rule.options.items() -%}
* `{{ name }}` (default `{{ option.default }}`): {{ option.summary }}
{% endfor %}{% endif %}
## References

{% for reference in rule.references -%}
* [{{ reference.title }}]({{ reference.url }})
{% endfor %}"""


def render_rule_pages(rules: list[Rule]) -> dict[Path, str]:
    """Return the index of docs/rules and a page for every rule."""
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701 - Markdown
    environment.globals["language"] = lambda file: {"json": "json", "ndjson": "json"}.get(
        file.rpartition(".")[2], "yaml"
    )
    environment.globals["written"] = partial(yaml.safe_dump, allow_unicode=True, sort_keys=False)
    folder = ROOT / "docs" / "rules"
    ordered = sorted(rules, key=lambda rule: (rule.category, rule.name))
    groups = [(key, list(members)) for key, members in groupby(ordered, lambda r: r.category)]
    index = environment.from_string(INDEX_PAGE).render(rules=rules, groups=groups)
    template = environment.from_string(RULE_PAGE)
    pages = {folder / f"{rule.name}.md": template.render(rule=rule) for rule in rules}
    return {
        path: strip_lines(page) for path, page in {folder / "README.md": index, **pages}.items()
    }


def strip_lines(text: str) -> str:
    """Return a text without white space at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def run(*arguments: str) -> str:
    """What `dclint` prints, run in the project's root."""
    command = [sys.executable, "-c", "from dclint.cli import main; main()", *arguments]
    environment = {name: value for name, value in os.environ.items() if name not in SERVICES}
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment
    ).stdout


def block(text: str, name: str, content: str) -> str:
    """Replace what stands between the markers of a generated block."""
    begin, end = f"<!-- {name} -->", f"<!-- end {name} -->"
    head, _, rest = text.partition(begin)
    _, _, tail = rest.partition(end)
    return f"{head}{begin}\n```text\n{content.rstrip()}\n```\n{end}{tail}"


EXAMPLE = re.compile(
    r"<!-- example: (?P<command>[^|]*?)(?: \| (?P<start>.*?) \| (?P<count>\d+))? -->\n"
    r"(?:```text\n.*?^```\n)?<!-- end example -->",
    re.MULTILINE | re.DOTALL,
)
TEMPLATE = re.compile(r"<!-- template -->\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL)


def formats_page(page: str) -> str:
    """Put below each marked command of docs/formats.md what it writes, or the named part of it."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "page.txt"
        if own := TEMPLATE.search(page):
            template.write_text(own[1], "utf-8")

        def filled(found: re.Match[str]) -> str:
            lines = run(*found["command"].replace("TEMPLATE", str(template)).split()).splitlines()
            if found["start"]:
                first = next(n for n, line in enumerate(lines) if found["start"] in line)
                lines = lines[first : first + int(found["count"])]
            marker = found[0].partition("\n")[0]
            shown = "\n".join(lines)
            return f"{marker}\n```text\n{shown}\n```\n<!-- end example -->"

        return EXAMPLE.sub(filled, page)


def wanted() -> dict[Path, str]:
    """Every generated file and what it must hold."""
    rules = [read_rule(path) for path in sorted((ROOT / "rules").glob("*.yaml"))]
    readme = (ROOT / "README.md").read_text("utf-8")
    sample = run("check", "examples/vulnerable/parcel-tracking.yaml")
    readme = block(
        readme, "sample", f"$ dclint check examples/vulnerable/parcel-tracking.yaml\n{sample}"
    )
    files = {ROOT / "README.md": readme, **render_rule_pages(rules)}
    formats = ROOT / "docs" / "formats.md"
    files[formats] = formats_page(formats.read_text("utf-8"))
    for workspace in ("clean", "vulnerable"):
        for form, suffix in (("text", "txt"), ("json", "json"), ("sarif", "sarif")):
            golden = ROOT / "tests" / "golden" / f"{workspace}.{suffix}"
            files[golden] = run("check", "--format", form, f"examples/{workspace}")
    for rule in rules:
        recorded = ROOT / "tests" / "golden" / "mutations" / f"{rule.name}.txt"
        files[recorded] = format_mutation_record(run_rule_tests(rule, rules))
    return files


def main() -> int:
    """Write the files, or compare them."""
    files = wanted()
    leftover = set((ROOT / "docs" / "rules").glob("*.md")) - files.keys()
    stale = [
        path for path, text in files.items() if not path.exists() or path.read_text("utf-8") != text
    ]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is stale; run `make docs`")
        for path in leftover:
            print(f"{path.relative_to(ROOT)} is the page of no rule; remove it")
        return 1 if stale or leftover else 0
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
