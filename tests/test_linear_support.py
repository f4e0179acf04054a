"""The measure of linear time tells linear work from quadratic."""

from collections.abc import Callable

import pytest
from support.linear import AssertLinear


def linear(length: int) -> Callable[[], object]:
    text = "a" * length
    return lambda: [character for character in text if character == "b"]


def quadratic_in_python(length: int) -> Callable[[], object]:
    return lambda: [None for start in range(length // 64) for _ in range(start)]


def quadratic_in_c(length: int) -> Callable[[], object]:
    text = "a" * length
    return lambda: [text.find("ab", start) for start in range(0, length, 32)]


def test_linear_work_passes(assert_linear: AssertLinear) -> None:
    assert_linear(linear)


@pytest.mark.parametrize("work", [quadratic_in_python, quadratic_in_c])
def test_quadratic_work_fails(
    work: Callable[[int], Callable[[], object]], assert_linear: AssertLinear
) -> None:
    with pytest.raises(AssertionError, match="costs more"):
        assert_linear(work)
