"""Work that grows with its input, and no faster.

Two sizes are compared, eight times apart.  Each time is taken in units of a plain loop over as many
steps in the same process, so that neither the machine nor what else it does matters; short work is
repeated until it takes long enough to be measured.
"""

import gc
from collections.abc import Callable
from functools import cache
from time import process_time

import pytest

AssertLinear = Callable[..., None]
FACTOR = 8  # how many times as long the longer input is
TOLERATED = 4  # growth in units of the loop: 1 where work is linear, FACTOR where it is quadratic
_ENOUGH = 0.004  # seconds of processor time that can be measured
_TOO_SHORT = 0.001  # seconds of work whose growth is lost in what else the machine does
_MOST_RUNS = 16
_ATTEMPTS = 3


Prepare = Callable[[int], Callable[[], object]]  # makes work of a size, with nothing cached


def cpu_seconds(prepare: Prepare, size: int) -> float:
    """Return the processor time of work of this size, from as many runs as can be measured."""
    taken, runs = 0.0, 0
    while taken < _ENOUGH and runs < _MOST_RUNS:
        work = prepare(size)
        gc.disable()  # how long a collection takes depends on all that other tests have left
        started = process_time()
        work()
        taken += process_time() - started
        gc.enable()
        runs += 1
    return taken / runs


@cache
def loop_seconds(steps: int) -> float:
    """Return the processor time of a loop that does nothing."""

    def prepare(size: int) -> Callable[[], None]:
        def loop() -> None:
            for _ in range(size):
                pass

        return loop

    return cpu_seconds(prepare, steps)


def measure_growth(prepare: Prepare, length: int) -> float:
    """Return how much more a step of the longer input costs than one of the shorter."""
    short, long = length // FACTOR, length
    seconds = cpu_seconds(prepare, long)
    if seconds < _TOO_SHORT:  # quadratic work of so many steps takes a thousand times as long
        return 1.0
    cost_of_short = cpu_seconds(prepare, short) / loop_seconds(short)
    return seconds / loop_seconds(long) / cost_of_short


@pytest.fixture(scope="session")
def assert_linear() -> AssertLinear:
    """Assert that work grows with its input: `assert_linear(lambda n: partial(scan, "{" * n))`."""

    def check(prepare: Prepare, length: int = 1 << 17) -> None:
        growths = []
        for _ in range(_ATTEMPTS):
            growths.append(measure_growth(prepare, length))
            if growths[-1] <= TOLERATED:
                return
        raise AssertionError(f"a step costs more in a longer input: {growths}")

    return check
