"""Which inputs choose a person or a record, told by their names: words, classes, selector kinds."""

import functools
import re
from enum import StrEnum
from itertools import pairwise, product
from typing import NamedTuple


class InputClass(StrEnum):
    """What the value of an input says, as far as the input's name tells."""

    PERSON = "person"
    """It names somebody: an email address, a customer number."""
    FACTOR = "factor"
    """A second fact about somebody that alone names nobody: a postcode, a last name."""
    REF = "ref"
    """It names a record: an order, a booking, anything with an id."""
    NONE = "none"
    """It chooses nothing private: free text, settings, public things such as products."""


class Selector(StrEnum):
    """What the inputs of a connector choose together; later ones tell more about somebody."""

    NONE = "none"
    REF = "ref"
    PAIR = "pair"
    """Two facts that must match, such as an order number and an email address."""
    PERSON = "person"


class ClassCounts(NamedTuple):
    """How many inputs there are of each class that takes part in choosing; two stands for more."""

    person: int = 0
    ref: int = 0
    factor: int = 0


# Between `order` and `Id`, `VAT` and `Number` (but not in `orderIDs`), `line` and `2`.
_CAMEL = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-Z])"
    r"|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])"
    r"|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)

_WORD = re.compile(r"[^\W_]+")


def split_words(name: str) -> tuple[str, ...]:
    """Split `name` at case changes, digits and punctuation: `customerIDs` is `customer`, `ids`."""
    return tuple(_WORD.findall(_CAMEL.sub(" ", name).lower()))


@functools.lru_cache(maxsize=8192)
def classify_input(name: str) -> InputClass:
    """Tell the class of the input called `name`; English words only, the first match counts."""
    parts = split_words(name)
    present = frozenset(parts)
    if present & PERSON_FACTS:
        return InputClass.PERSON
    if present & FACTORS or any(pair <= present for pair in FACTOR_PAIRS):
        return InputClass.FACTOR
    if _has_identifying_noun(parts, PERSON_NOUNS):
        return InputClass.PERSON
    if _has_identifying_noun(parts, RECORD_NOUNS):
        return InputClass.REF
    if present & PUBLIC_NOUNS:
        return InputClass.NONE
    return InputClass.REF if present & REFERENCES else InputClass.NONE


def _has_identifying_noun(parts: tuple[str, ...], nouns: frozenset[str]) -> bool:
    """Whether one of `nouns` stands alone or beside an id word.

    Beside, because in `customer_order_id` the id is the order's, in `order_status_code` nobody's.
    """
    if not nouns.intersection(parts):
        return False
    if all(part in nouns or part in ID_WORDS for part in parts):
        return True
    return any(
        (one in nouns and other in ID_WORDS) or (one in ID_WORDS and other in nouns)
        for one, other in pairwise(parts)
    )


_COUNTED_CLASSES = (InputClass.PERSON, InputClass.REF, InputClass.FACTOR)


@functools.lru_cache(maxsize=1024)
def count_classes(classes: tuple[InputClass, ...]) -> ClassCounts:
    """Count the classes that take part in choosing."""
    return ClassCounts(*[min(2, classes.count(each)) for each in _COUNTED_CLASSES])


def determine_selector(number: ClassCounts) -> Selector:
    """Tell what inputs of these numbers choose together."""
    if not number.person and not number.ref:
        return Selector.NONE
    if sum(number) > 1 and (number.person or number.factor):
        return Selector.PAIR
    return Selector.PERSON if number.person else Selector.REF


@functools.cache
def list_possible_selectors(used: ClassCounts, perhaps: ClassCounts) -> tuple[Selector, ...]:
    """List what the inputs may choose if `used` are used, and any of `perhaps` may be as well."""
    ranges = [range(n, min(2, n + more) + 1) for n, more in zip(used, perhaps, strict=True)]
    found = {determine_selector(ClassCounts(*numbers)) for numbers in product(*ranges)}
    return tuple(selector for selector in Selector if selector in found)


def _parse_words(text: str) -> frozenset[str]:
    """Read a list of nouns and add their plurals."""
    singular = text.split()
    plural = [word[:-1] + "ies" if word[-1] == "y" else word + "s" for word in singular]
    return frozenset([*singular, *plural, *(w + "es" for w in singular if w[-1] in "sxh")])


# What turns a noun into the name of one thing: an order *number*, a customer *id*.
ID_WORDS = _parse_words("id number no nr ref reference key uuid guid code token")

REFERENCES = _parse_words(
    "id uuid guid reference ref"
)  # what names one thing, whatever the thing is


def _add_compounds(nouns: str, ends: str = "id number no nr ref reference key code") -> str:
    """Add what people write as one word in lower case: `orderid`, `accountnumber`."""
    return " ".join([nouns, *(noun + end for noun in nouns.split() for end in ends.split())])


# What belongs to one person in the whole world.
PERSON_FACTS = _parse_words(
    _add_compounds("email mail phone mobile msisdn telephone username login ssn passport iban")
    + """ emailaddress mailaddress useremail useremailaddress customeremail contactemail
    clientemail memberemail guestemail cellphone mobilephone userphone customerphone contactphone
    userlogin loginname"""
)

# What a company asks in addition, to see whether a reference and a person fit each other.
FACTORS = _parse_words(
    """dob postcode postal zip zipcode surname lastname confirmation birthdate birthday dateofbirth
    postalcode fullname firstname confirmationcode confirmationnumber"""
)

# The same in two
FACTOR_PAIRS = (
    frozenset({"last", "name"}),
    frozenset({"birth", "date"}),
    *(frozenset({word, "name"}) for word in ("full", "first", "customer", "user", "contact")),
)

# Nouns for people, and for what stands for one: a profile, an account.
PERSON_NOUNS = _parse_words(
    _add_compounds(
        """user customer account member client contact subscriber employee patient profile buyer
        guest student passenger driver player owner"""
    )
    + """ person people individual shopper purchaser consumer payer payee debtor creditor borrower
    beneficiary applicant candidate claimant policyholder policyowner cardholder accountholder
    householder taxpayer citizen resident insured attendee participant registrant visitor lead
    donor volunteer traveller traveler rider cyclist recipient cardmember patron pupil learner
    worker caller signatory consignee consignor carer caregiver landlord leaseholder renter
    enrollee licensee permittee voter gamer"""
)

# Nouns for what a company keeps about one customer.
RECORD_NOUNS = _parse_words(
    _add_compounds(
        """order invoice booking reservation ticket case subscription shipment tracking parcel
        delivery payment charge refund transaction policy claim loan contract appointment"""
    )
    + """ device serial meter licence license return vehicle prescription purchase receipt bill
    consignment waybill awb package pickup dropoff payout chargeback dispute transfer remittance
    deposit withdrawal disbursement mortgage lease agreement warranty rma vin imei iccid pnr
    itinerary referral membership enrolment enrollment registration certificate permit card
    giftcard voucher wallet donation pledge quote quotation proposal estimate cart basket checkout
    suggested workorder serialnumber meternumber trackingid"""
)

# Nouns for what everybody may look up.
PUBLIC_NOUNS = _parse_words(
    """product store shop sku category location plan currency country language article city
    event flight stop course feature conversation item catalog catalogue collection brand
    model variant colour color size style material department branch outlet venue restaurant
    cafe menu dish recipe ingredient hotel room airport airline terminal gate station route
    line timetable schedule region state province county district zone area territory
    destination town village street continent market locale timezone unit post blog topic tag
    page section faq guide manual tutorial lesson class subject curriculum school university
    faculty campus book author publisher genre movie film show episode season series song
    album artist video game team league match fixture tournament stadium sport vacancy
    promotion promo offer coupon discount sale template theme layout forecast weather ticker
    stock symbol index tariff tier service amenity facility attraction exhibition museum
    holiday warehouse species breed question poll"""
)
