"""Hosts that are not what they look like: addresses, odd spellings, letters of other alphabets."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.linear import AssertLinear

from dclint.checks.transport.disguised_hosts import (
    url_homograph_host,
    url_ip_literal,
    url_obfuscated_host,
)
from dclint.findings.hit import Hit, NotObservable
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome
from dclint.syntax.characters import describe_character
from dclint.syntax.unicode_tables import LOOKALIKES

Check = Callable[[Connector], Iterator[Outcome]]
CHECKS = [url_homograph_host, url_ip_literal, url_obfuscated_host]


def outcomes(check: Check, url: Any) -> list[Outcome]:
    return list(check(load_connector({"name": "Get it", "url": url}, Shape.DEFINITION)))


def hit(check: Check, host: str) -> Hit | None:
    """What is said of a host, which is marked in any case; None if nothing is."""
    url = f"https://{host}/x?y=z"
    found = outcomes(check, url)
    if not found:
        return None
    (first,) = found
    assert isinstance(first, Hit)
    assert first.at == ("url",)
    assert first.severity is None
    assert first.fragment is not None
    assert url[slice(*first.fragment)] == host
    return first


def message(check: Check, host: str) -> str | None:
    found = hit(check, host)
    return found.message if found else None


@pytest.mark.parametrize(
    "host",
    [
        "93.184.215.14",
        "8.8.8.8",
        "93.184.215.14.",
        "1572395790",
        "0x5db8d70e",
        "0135.0270.0327.016",
        "93.184.55054",
        "９３.184.215.14",
        "93%2E184.215.14",
        "172.32.0.1",  # right behind a private network
        "168.63.129.16",  # public, though it is Azure's
        "[2a00:1450:4001:82f::200e]",
        "[2606:4700::1111]",
        "[::ffff:93.184.215.14]",
        "[64:ff9b::5db8:d70e]",
    ],
)
def test_public_addresses_are_reported(host: str) -> None:
    assert message(url_ip_literal, host) == f"`{host}` is an address, not a name"


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1",
        "127.1",
        "0x7f000001",
        "169.254.169.254",
        "100.64.0.1",
        "203.0.113.9",
        "240.0.0.1",
        "[::1]",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "[2001:db8::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "acme.com",
        "8.8.8.8.acme.com",
        "8-8-8-8.acme.com",
        "v8.acme.io",
        "localhost",
    ],
)
def test_internal_addresses_and_names_are_not(host: str) -> None:
    assert message(url_ip_literal, host) is None


def test_a_port_and_userinfo_are_no_part_of_the_address() -> None:
    url = "https://u:p@8.8.8.8:8443/"
    (found,) = outcomes(url_ip_literal, url)
    assert isinstance(found, Hit)
    assert found.fragment == (12, 19)


@pytest.mark.parametrize(
    ("host", "meant"),
    [
        ("0x7f.1", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("1.2.3.04", "1.2.3.4"),
        ("1.2.3.0x4", "1.2.3.4"),
        ("1.2.3.4.", "1.2.3.4"),
        ("１.2.3.4", "1.2.3.4"),
        ("1.2.3%2e4", "1.2.3.4"),
        ("1。2。3。4", "1.2.3.4"),
        ("[::ffff:1.2.3.4]", "1.2.3.4"),
        ("[::ffff:102:304]", "1.2.3.4"),
        ("[::1.2.3.4]", "1.2.3.4"),
        ("[64:ff9b::1.2.3.4]", "1.2.3.4"),
        ("[2002:102:304::1]", "1.2.3.4"),
        ("%61pi.acme.com", "api.acme.com"),
        ("api%2Eacme.com", "api.acme.com"),
        ("api.acme%2ecom", "api.acme.com"),
        ("b%C3%BCcher.de", "bücher.de"),
        ("%62ücher.de", "bücher.de"),
        ("ａｐｉ.acme.com", "api.acme.com"),
        ("ＡＰＩ.acme.com", "api.acme.com"),
        ("api．acme.com", "api.acme.com"),
        ("api。acme.com", "api.acme.com"),
        ("api｡acme.com", "api.acme.com"),
        ("ⓐⓟⓘ.acme.com", "api.acme.com"),
        ("①.acme.com", "1.acme.com"),
        ("𝐚pi.acme.com", "api.acme.com"),
        ("ªpi.acme.com", "api.acme.com"),
        ("ﬁsh.acme.com", "fish.acme.com"),
        ("ap\u2170.acme.com", "api.acme.com"),  # a Roman numeral
        ("\u212aaffee.com", "kaffee.com"),  # the sign for kelvin
        ("\u212bngström.se", "ångström.se"),  # the sign for angstrom
        ("\u017fhop.com", "shop.com"),  # a long s
        ("api\u00ad.acme.com", "api.acme.com"),
        ("api\u2060.acme.com", "api.acme.com"),
        ("bücher。de", "bücher.de"),
        ("xn--bcher-kva。de", "bücher.de"),
        ("ｘn--bcher-kva.de", "bücher.de"),
        ("ｶﾌｪ.jp", "カフェ.jp"),
    ],
)
def test_spellings_that_are_read_as_something_else(host: str, meant: str) -> None:
    found = hit(url_obfuscated_host, host)
    assert found is not None
    assert found.message.endswith(f" is read as `{meant}`")
    assert found.remedy == f"write `{meant}`"


def test_what_cannot_be_seen_is_shown() -> None:
    assert message(url_obfuscated_host, "api\u200b.acme.com") == (
        "The host `api\\u200b.acme.com` is read as `api.acme.com`"
    )


@pytest.mark.parametrize(
    "host",
    [
        "api.acme.com",
        "API.Acme.COM",
        "api.acme.com.",
        "a_b.acme.com",
        "127.0.0.1",
        "8.8.8.8",
        "[::1]",
        "[::]",
        "[2A00:1450:4001:082f::200E]",
        "[0:0:0:0:0:0:0:1]",  # odd, but nobody is deceived
        "1.2.3.4.acme.com",
        "münchen.de",
        "MÜNCHEN.DE",
        "mu\u0308nchen.de",  # an accent of its own, as macOS writes it
        "straße.de",
        "İstanbul.com.tr",
        "Доставка.РФ",
        "ΟΔΟΣ.gr",
        "οδός.gr",
        "例え.jp",
        "ひらがな.jp",
        "쇼핑.한국",
        "ไทย.com",
        "น้ำ.ไทย",
        "ຄໍາ.ລາວ",
        "ໜັງສື.ລາວ",
        "երևան.հայ",
        "नमूना.भारत",
        "\u0915\u093c\u0932\u092e.भारत",
        "\u0958\u0932\u092e.भारत",  # the same letter as one code point
        "می\u200cخواهم.ایران",
        "დოკუმენტი.გე",
        "Ꭰꭱ.com",  # Cherokee, whose small letters become capitals
        "xn--mnchen-3ya.de",
        "XN--MNCHEN-3YA.de",
        "xn--mnchen-3ya.例え",
    ],
)
def test_plain_spellings(host: str) -> None:
    assert message(url_obfuscated_host, host) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://api.ac\tme.com/",  # another rule reports what stands between
        " https://api.acme.com/ ",
        "foo://%61pi.acme.com/",  # nobody decodes the host of an unknown scheme
        "https://api.acme.com/%61?host=0x7f.1#①",
        "https://%61:①@api.acme.com/",
    ],
)
def test_what_stands_around_a_host_does_not_disguise_it(url: str) -> None:
    assert outcomes(url_obfuscated_host, url) == []


@pytest.mark.parametrize(
    ("host", "word", "letter"),
    [
        ("\u0430pi.stripe.com", "\u0430pi", "\u0430"),
        ("api.str\u0456pe.com", "str\u0456pe", "\u0456"),
        ("api.stripe.c\u043em", "c\u043em", "\u043e"),
        ("API.STR\u0406PE.com", "STR\u0406PE", "\u0406"),
        ("\u0422esla.com", "\u0422esla", "\u0422"),  # as a small letter it would not look Latin
        ("g\u03bf\u03bfgle.com", "g\u03bf\u03bfgle", "\u03bf"),
        ("\u0430\u0440\u0440\u04cf\u0435.com", "\u0430\u0440\u0440\u04cf\u0435", "\u0430"),
        ("\u0441\u0430\u0445\u0430\u0440.com", "\u0441\u0430\u0445\u0430\u0440", "\u0441"),
        ("a.\u043e.b.com", "\u043e", "\u043e"),
        ("\u0430-level.co.uk", "\u0430", "\u0430"),  # alone beside a Latin word
        ("pay-\u0440\u0430\u0443.com", "\u0440\u0430\u0443", "\u0440"),
        ("pay1\u0440al.com", "\u0440al", "\u0440"),
        ("\u0430mazon.\u0440\u0444", "\u0430mazon", "\u0430"),  # mixed, at home or not
        ("it-\u0445\u043e\u0440.\u0440\u0444", "\u0445\u043e\u0440", "\u0445"),
        ("ap\u0456\u043a\u043b.com", "ap\u0456\u043a\u043b", "\u0456"),
        ("caf\u00e9-\u0430\u0440\u0456.fr", "\u0430\u0440\u0456", "\u0430"),
    ],
)
def test_words_that_look_latin_and_are_not(host: str, word: str, letter: str) -> None:
    said = f"`{word}` in the host has {describe_character(letter)}, which looks like `{LOOKALIKES[letter]}`"
    assert message(url_homograph_host, host) == said


@pytest.mark.parametrize(
    ("host", "shown", "word"),
    [
        ("xn--pi-6kc.stripe.com", "\u0430pi.stripe.com", "\u0430pi"),
        ("XN--80AK6AA92E.com", "\u0430\u0440\u0440\u04cf\u0435.com",
         "\u0430\u0440\u0440\u04cf\u0435"),
        ("%D0%B0pi.stripe.com", "\u0430pi.stripe.com", "\u0430pi"),
    ],
)  # fmt: skip
def test_what_an_encoded_host_looks_like_is_shown(host: str, shown: str, word: str) -> None:
    said = message(url_homograph_host, host)
    assert said == (
        f"The host is shown as `{shown}`; `{word}` in the host has U+0430 "
        "(Cyrillic small letter a), which looks like `a`"
    )


@pytest.mark.parametrize(
    "host",
    [
        "api.stripe.com",
        "münchen.de",
        "例え.jp",
        "xn--r8jz45g.jp",
        "почта.com",
        "магазин.рф",
        "xn--80aswg.xn--p1ai",
        "доставка-їжі.укр",
        "књижара.срб",
        "библиотека.бг",
        "сэрвіс.бел",
        "παράδειγμα.ελ",
        "ελλάδα.gr",
        "it-школа.рф",
        "api-ключ.com",
        "ключapi.com",  # two alphabets, but no letter that looks Latin
        "kω.com",
        "api.магазин.com",
        "API-КЛЮЧ.com",
        "МОСКВА.com",  # as a domain it is москва, of which not all letters look Latin
        "сахар.рф",
        "сахар.рус",
        "хор-рос.орг",
        "сахар.ru",
        "αγορα.gr",
        "xn--80aa2cbv.xn--p1ai.",
        "пример.орг",  # a real top-level domain of nothing but lookalikes
        "пример.рус",
        "8.8.8.8",
        "[::1]",
    ],
)
def test_honest_words_of_any_alphabet(host: str) -> None:
    assert all(
        isinstance(o, NotObservable) for o in outcomes(url_homograph_host, f"https://{host}/")
    )


def test_a_label_longer_than_any_can_be_is_not_decoded() -> None:
    long = "a" * 63 + "\u0430"
    assert message(url_homograph_host, f"xn--{long.encode('punycode').decode()}.com") is None


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    "url",
    [
        "https://{{a}}.0x7f.1/",
        "https://8.8.8.8:{{p}}/",
        "https://{{u}}@8.8.8.8/",
        "{{a}}/x",
        "\u0430pi.stripe.com/x",
        "mailto:x",
        "https://",
        "https://1.2.3.999/",
        "https://a%00.com/",
        "https://a\ud800.com/",
        "https://xn--a.com/",
        "https://8.8.8.8:99999/",
        "https://" + "\u0430" * 5000 + ".com/",
    ],
)
def test_a_host_that_is_not_known_is_not_judged(check: Check, url: str) -> None:
    assert outcomes(check, url) == [NotObservable("url host")]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("url", [None, "", "  ", 5])
def test_a_connector_without_a_url_is_left_alone(check: Check, url: Any) -> None:
    assert outcomes(check, url) == []


PIECES = ["xn--", "127.1", "0x7f", "api", ".com", "%", *"аесο①。．ａ\u200b\u200dK[]:.-1ßςİ\ud800"]


@pytest.mark.parametrize("check", CHECKS)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
@example("xn--\u0430")
def test_whatever_the_host_is_one_thing_at_most_is_said(check: Check, host: str) -> None:
    found = outcomes(check, f"https://{host}/")
    assert len(found) <= 1
    for each in found:
        if isinstance(each, Hit):
            assert each.fragment == (8, 8 + len(host.partition(":")[0]))
            assert "\n" not in each.message


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("piece", ["\u0430.", "\u0430p", "xn--80ak6aa92e.", "%61", "①", "a."])
def test_checks_take_linear_time(check: Check, piece: str, assert_linear: AssertLinear) -> None:
    def prepare(length: int) -> Callable[[], object]:
        url = "https://" + piece * (length // len(piece)) + "com/"
        connector = load_connector({"url": url}, Shape.DEFINITION)
        return lambda: list(check(connector))

    assert_linear(prepare, 1 << 12)
    assert_linear(prepare)
