"""What the headers of an answer ask for, whatever the clocks say."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from dclint.sources.intercom.rate_limit import read_requested_wait

NOW = datetime(2026, 8, 21, 12, 0, 0, tzinfo=UTC)
STAMP = int(NOW.timestamp())


def date(seconds: float) -> str:
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({}, None),
        ({"retry-after": "5"}, 5),
        ({"retry-after": " 5 "}, 5),
        ({"retry-after": "0"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "5.5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "٥"}, None),  # an Arabic five
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": "3600"}, 3600),
        ({"retry-after": date(7)}, 7),
        ({"retry-after": date(-7)}, None),
        ({"retry-after": "Fri, 99 Aug 2026 12:00:00 GMT"}, None),
        ({"retry-after": "Fri, 21 Aug 99999 12:00:00 GMT"}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(STAMP + 8)}, 8),
        ({"x-ratelimit-remaining": "1", "x-ratelimit-reset": str(STAMP + 8)}, None),
        ({"x-ratelimit-remaining": "0"}, None),
        ({"x-ratelimit-reset": str(STAMP + 8)}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(STAMP - 8)}, None),
        ({"x-ratelimit-remaining": "none", "x-ratelimit-reset": str(STAMP + 8)}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1e12"}, None),
        (
            {
                "retry-after": "3",
                "x-ratelimit-remaining": "0",
                "x-ratelimit-reset": str(STAMP + 8),
            },
            8,  # the longer one
        ),
    ],
)
def test_a_pause_is_counted_by_the_clock_of_the_server(
    headers: dict[str, str], pause: float | None
) -> None:
    assert read_requested_wait({"date": date(0), **headers}) == pause


@pytest.mark.parametrize("told", [None, "", "yesterday"])
def test_without_a_date_it_is_counted_by_ones_own_clock(told: str | None) -> None:
    headers = {"x-ratelimit-remaining": "0"}
    headers["x-ratelimit-reset"] = str(int(datetime.now(UTC).timestamp()) + 60)
    if told is not None:
        headers["date"] = told
    pause = read_requested_wait(headers)
    assert pause is not None
    assert 57 < pause <= 60
