"""Work that grows with its input, and no faster."""

from collections.abc import Callable
from time import process_time

import pytest

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
