"""The words by which inputs are classed: English, singular here, plural as well once loaded."""


def _words(text: str) -> frozenset[str]:
    """Read a list of nouns and add their plurals."""
    singular = text.split()
    plural = [word[:-1] + "ies" if word[-1] == "y" else word + "s" for word in singular]
    return frozenset([*singular, *plural, *(w + "es" for w in singular if w[-1] in "sxh")])


ID_WORDS = _words("id number no nr ref reference key uuid guid code token")
"""What turns a noun into the name of one thing: an order *number*, a customer *id*."""

REFERENCES = _words("id uuid guid reference ref")
"""What names one thing, whatever the thing is."""


def _glued(nouns: str, ends: str = "id number no nr ref reference key code") -> str:
    """Add what people write as one word in lower case: `orderid`, `accountnumber`."""
    return " ".join([nouns, *(noun + end for noun in nouns.split() for end in ends.split())])


PERSON_FACTS = _words(
    _glued("email mail phone mobile msisdn telephone username login ssn passport iban")
    + """ emailaddress mailaddress useremail useremailaddress customeremail contactemail
    clientemail memberemail guestemail cellphone mobilephone userphone customerphone contactphone
    userlogin loginname"""
)
"""What belongs to one person in the whole world."""

FACTORS = _words(
    """dob postcode postal zip zipcode surname lastname confirmation birthdate birthday dateofbirth
    postalcode fullname firstname confirmationcode confirmationnumber"""
)
"""What a company asks in addition, to see whether a reference and a person fit each other."""

FACTOR_PAIRS = (
    frozenset({"last", "name"}),
    frozenset({"birth", "date"}),
    *(frozenset({word, "name"}) for word in ("full", "first", "customer", "user", "contact")),
)
"""The same in two words."""

PERSON_NOUNS = _words(
    _glued(
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
"""Nouns for people, and for what stands for one: a profile, an account."""

RECORD_NOUNS = _words(
    _glued(
        """order invoice booking reservation ticket case subscription shipment tracking parcel
        delivery payment charge refund transaction policy claim loan contract appointment"""
    )
    + """ device serial meter licence license return vehicle prescription purchase receipt bill
    consignment waybill awb package pickup dropoff payout chargeback dispute transfer remittance
    deposit withdrawal disbursement mortgage lease agreement warranty rma vin imei iccid pnr
    itinerary referral membership enrolment enrollment registration certificate permit card
    giftcard voucher wallet donation pledge quote quotation proposal estimate cart basket checkout
    repair workorder serialnumber meternumber trackingid"""
)
"""Nouns for what a company keeps about one customer."""

PUBLIC_NOUNS = _words(
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
"""Nouns for what everybody may look up."""
