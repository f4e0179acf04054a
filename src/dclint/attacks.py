"""What is inserted to prove what a value can do: a benign and a hostile text for each attack."""

from typing import NamedTuple

from dclint.finding import Attack, Confidence

EVIL = "evil.example"
"""The host to which a hostile value leads; the domain is reserved (RFC 2606)."""

_METADATA = "http://169.254.169.254/latest/meta-data/"


class Case(NamedTuple):
    """What is inserted, and what becomes of it."""

    benign: str
    hostile: tuple[str, ...]
    """The first that fits the place is shown."""
    effect: str
    confidence: Confidence


CASES = {
    Attack.HOST: Case(
        "acme",
        tuple(f"{start}{EVIL}{end}" for start in ("", "@", "https://") for end in "/#?"),
        f"the request and its credentials go to {EVIL}",
        Confidence.MEDIUM,  # percent-encoded marks would end no host
    ),
    Attack.HEADER: Case(
        "A1042",
        ("A2043\r\nX-Admin: yes",),
        "the service takes the caller for somebody else; if line breaks pass, a header is added",
        Confidence.HIGH,  # the first half needs no special character
    ),
    Attack.JSON: Case(
        "1042",
        ('1042, "role": "admin"', '"role": "admin", "x"'),
        "the value adds a member to the body",
        Confidence.MEDIUM,  # quotes that are escaped would only break the body
    ),
    Attack.QUERY: Case(
        "A1042",
        ("x' OR 'a'='a", 'x" OR "a"="a'),
        "the value ends its literal, and the service obeys the rest of it",
        Confidence.HIGH,  # the service decodes percent and JSON escapes before it reads the query
    ),
    Attack.GRAPHQL: Case(
        "1042",
        ('1") { id } all: users(first: "99', "1) { id } all: users(first: 99"),
        "the value ends its argument, and the service answers what the rest of it asks",
        Confidence.HIGH,  # as with other queries
    ),
    Attack.ADDRESS: Case(
        "https://www.acme.example/a.png",
        (_METADATA,),
        "the other service fetches an address that the customer has chosen",
        Confidence.HIGH,  # encoded or not, the service gets the address
    ),
    Attack.EMPTY: Case(
        "A1042",
        ("",),
        "without the value the address is another one, or means the whole collection",
        Confidence.HIGH,  # there is nothing to escape
    ),
}
