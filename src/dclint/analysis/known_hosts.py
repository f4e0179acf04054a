"""Hosts that are known for what they are: tunnels, traps, wildcard DNS, stand-ins.

The lists are data: `data/hosts.json`, which names its sources.  Hosts on which honest services live
as well, such as those of cloud platforms, are not in it.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple

from dclint.base.package_data import load_package_data

_MAX_LABELS = 4  # labels of the longest listed name


class HostKind(StrEnum):
    """What a listed name belongs to."""

    TUNNEL = "tunnel"
    """A service that passes requests on to somebody's own machine."""
    CAPTURE = "capture"
    """A site that keeps requests for somebody to read."""
    ATTACK = "attack"
    """A tool that tells attackers whether data came through, and which."""
    REBINDING = "rebinding"
    """A DNS server that answers with any address."""
    RESERVED = "reserved"
    """Nobody: a standard reserves it."""


class KnownHost(NamedTuple):
    """A listed name, and what the list says of it: its service, or what it does."""

    kind: HostKind
    name: str
    description: str


@lru_cache(maxsize=1)
def find_known_host(host: str) -> KnownHost | None:
    """Return the listed name that `host` is or stands below; None if there is none.

    `host` is what a WHATWG parser made of it.  Names match on the boundaries of labels; neither
    case nor the dot of the root matters, as in DNS.  Several rules ask one after the other, so the
    last answer is remembered.
    """
    names = _index_known_hosts()
    host = host.rstrip(".").lower()
    end = len(host)
    for _ in range(_MAX_LABELS):
        end = host.rfind(".", 0, end)
        known = names.get(host[end + 1 :])
        if known or end < 0:
            return known
    return None


def find_fill_in_label(host: str) -> str | None:
    """Return the label of `host` that tells its reader to write another, such as `your-store`."""
    words, _ = _load_fill_in_words()
    labels = host.rstrip(".").lower().split(".")
    if words.isdisjoint(labels) and "your" not in host and "_" not in host:
        return None
    return next((label for label in labels if _is_fill_in_label(label.replace("_", "-"))), None)


def _is_fill_in_label(label: str) -> bool:
    words, nouns = _load_fill_in_words()
    if label in words:
        return True
    what = label.removeprefix("your").strip("-")
    if what == label or not what:
        return False
    if what.endswith(("domain", "domain-name", "domainname")):
        return True
    return all(part in nouns or part.removesuffix("name") in nouns for part in what.split("-"))


@cache
def _index_known_hosts() -> Mapping[str, KnownHost]:
    lists = _load_host_lists()
    return {
        name: KnownHost(kind, name, what)
        for kind in HostKind
        for what, names in lists[kind].items()
        for name in names
    }


@cache
def _load_fill_in_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return whole labels, and the words that make one when they stand behind `your`."""
    lists = _load_host_lists()["fill-in"]
    return frozenset(lists["labels"]), frozenset(lists["your"])


@cache
def _load_host_lists() -> dict[str, Any]:
    lists: dict[str, Any] = load_package_data("hosts")
    return lists
