"""What `dclint init` writes: settings, the hook, and a job that checks every change."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from dclint._version import __version__

SETTINGS = "dclint.toml"
HOOK = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/dclint.yml"
GITLAB = ".gitlab-ci.yml"
BASELINE = "dclint-baseline.txt"
CHECKOUT = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2"
PYTHON = "actions/setup-python@0b93645e9fea7318ecaed2b359559ac225c90a2b # v5.3.0"
_PAGE = "https://github.com/dclint/dclint/blob/main/docs/configuration.md"

# Names that mean themselves in a shell, in YAML, and to every service.
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")

_TABLE = re.compile(r"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*dclint[ \t]*\][^\n]*\n", re.MULTILINE)

_ITEM = f"""\
- repo: https://github.com/dclint/dclint
  rev: v{__version__}
  hooks:
    - id: dclint
"""

_JOB = f"""\
# Checks the data connectors.
dclint:
  stage: STAGE
  image: python:3.12-slim
  script:
    - pip install dclint=={__version__}
    - dclint check . --output gitlab:gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""

_WORKFLOW = f"""\
# Checks the data connectors of every change, and annotates the lines that are wrong.
name: dclint

on:
  pull_request:
  push:
    branches: [main, master]

permissions: {{}}

concurrency:
  group: dclint-${{{{ github.ref }}}}
  cancel-in-progress: true

jobs:
  dclint:
    name: Data connectors
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - uses: {CHECKOUT}
        with:
          persist-credentials: false
      - uses: {PYTHON}
        with:
          python-version: "3.12"
      - run: python -I -m pip install dclint=={__version__}
      - run: dclint check . --format github --output "markdown:$GITHUB_STEP_SUMMARY"
"""


class SetupStep(NamedTuple):
    """One file that is to be written, changed, or left as it is."""

    path: str
    before: str | None
    """What it holds now; None if there is no such file."""
    after: str
    """What it is to hold; what it holds already if nothing is to be done."""
    advice: str = ""
    """What somebody must add by hand, because it cannot be added safely."""


def detect_services(present: Iterable[str], remotes: str) -> tuple[str, ...]:
    """Tell which services run jobs here: by the files that are there, else by where git pushes."""
    found = {name for path, name in _MARKS.items() if path in {*present}}
    if not found:
        found = {name for name in ("github", "gitlab") if f"{name}." in remotes}
    return tuple(sorted(found))


_MARKS = {".github": "github", GITLAB: "gitlab"}


def plan_settings(before: str | None, *, baseline: str | None, path: str = SETTINGS) -> SetupStep:
    """Write the settings, or name the baseline in those that are there."""
    line = f'baseline = "{baseline}"\n' if baseline else ""
    if before is None:
        head = f"# Settings of dclint; `dclint config show` lists them all.\n# {_PAGE}\n\n"
        return SetupStep(path, None, f'{head}fail-on = "warning"\n{line}')
    if not line:
        return SetupStep(path, before, before)
    if path == SETTINGS:
        return SetupStep(path, before, line + before)
    table = _TABLE.search(before)
    if table is None:
        return SetupStep(path, before, before, line)
    return SetupStep(path, before, before[: table.end()] + line + before[table.end() :])


def plan_hook(before: str | None) -> SetupStep:
    """Add the hook for pre-commit."""
    if before is None or not before.strip():
        indented = "".join(f"  {line}\n" for line in _ITEM.splitlines())
        return SetupStep(HOOK, before, f"repos:\n{indented}")
    from yaml import YAMLError

    from dclint.cli.init.yaml_insert import YamlOutline

    try:
        outline = YamlOutline(before)
    except YAMLError:
        return SetupStep(HOOK, before, before, _ITEM)
    texts = outline.scalars
    if ("id", "dclint") in pairwise(texts):
        return SetupStep(HOOK, before, before)
    after = outline.with_item("repos", _ITEM)
    return SetupStep(HOOK, before, after or before, "" if after else _ITEM)


def plan_workflow(before: str | None) -> SetupStep:
    """Write a workflow for GitHub Actions; one that is there stays as it is."""
    return SetupStep(WORKFLOW, before, _WORKFLOW if before is None else before)


def plan_pipeline(before: str | None) -> SetupStep:
    """Add a job for GitLab CI, in a stage that the pipeline has."""
    usual = _JOB.replace("STAGE", "test")
    if before is None or not before.strip():
        return SetupStep(GITLAB, before, usual)
    from yaml import YAMLError

    from dclint.cli.init.yaml_insert import YamlOutline

    try:
        outline = YamlOutline(before)
    except YAMLError:
        return SetupStep(GITLAB, before, before, usual)
    if "dclint" in outline.members or any("dclint check" in text for text in outline.scalars):
        return SetupStep(GITLAB, before, before)
    job = _JOB.replace("STAGE", _choose_stage(outline.items("stages")))
    after = outline.with_member(job)
    if not after:
        return SetupStep(GITLAB, before, before, job)
    return SetupStep(GITLAB, before, after)


def _choose_stage(stages: Sequence[str]) -> str:
    """Return `test` if the pipeline has it, as it does by default, else its first stage."""
    if not stages or "test" in stages or not _PLAIN.fullmatch(stages[0]):
        return "test"
    return stages[0]


def ci(texts: Mapping[str, str | None], wanted: Iterable[str]) -> list[SetupStep]:
    """Make a job for each of the services."""
    writers = {"github": (WORKFLOW, plan_workflow), "gitlab": (GITLAB, plan_pipeline)}
    chosen = [writers[name] for name in wanted]
    return [write(texts.get(path)) for path, write in chosen]
