"""What the tests share: linting a text as the command line would, without the command line."""

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest

from dclint import ruleset
from dclint.config import Config, validate
from dclint.document import Document
from dclint.engine import lint as lint_documents
from dclint.result import Report
from dclint.rule import Rule

Lint = Callable[..., Report]
AssertLinear = Callable[..., None]


def cpu_seconds(work: Callable[[], object]) -> float:
    """The least processor time of three runs; what else the machine does hardly matters to it."""
    times = []
    for _ in range(3):
        started = process_time()
        work()
        times.append(process_time() - started)
    return min(times)


@pytest.fixture(scope="session")
def assert_linear() -> AssertLinear:
    """Assert that work grows with its input: `assert_linear(lambda n: partial(scan, "{" * n))`."""

    def check(prepare: Callable[[int], Callable[[], object]], length: int = 1 << 20) -> None:
        short = cpu_seconds(prepare(length // 8))
        long = cpu_seconds(prepare(length))
        assert long < 30 * short + 0.1, "eight times the input: linear is 8, quadratic is 64"

    return check


@pytest.fixture(scope="session")
def rules() -> dict[str, Rule]:
    """All shipped rules, by name."""
    return ruleset.load()


@pytest.fixture
def lint(rules: dict[str, Rule]) -> Lint:
    """Lint one text: `lint(text, file="a.json", config={"select": ["url-invalid"]})`."""

    def run(
        text: str | bytes, file: str = "example.yaml", config: dict[str, Any] | None = None
    ) -> Report:
        settings: Config = validate(config or {}, "test")
        content = text if isinstance(text, bytes) else text.encode()
        return lint_documents([Document(file, content)], ruleset.select(rules, settings), settings)

    return run
