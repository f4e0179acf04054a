"""Which hosts are not on the public internet, and which are metadata services of a cloud.

Sources: the IANA registries of special-purpose addresses and special-use domain names
(https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry,
…/special-use-domain-names), the RFCs beside each row, and the documentation of the clouds.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

    Address = IPv4Address | IPv6Address
    Network = IPv4Network | IPv6Network


_INTERNAL_NETWORKS = {
    "0.0.0.0/8": "this network",  # RFC 791
    "10.0.0.0/8": "a private network",  # RFC 1918
    "100.64.0.0/10": "a provider's shared network",  # RFC 6598
    "127.0.0.0/8": "the calling machine itself",  # RFC 1122
    "169.254.0.0/16": "a link-local network",  # RFC 3927
    "172.16.0.0/12": "a private network",  # RFC 1918
    "192.0.0.0/24": "reserved for protocols",  # RFC 6890
    "192.0.2.0/24": "reserved for documentation",  # RFC 5737
    "192.168.0.0/16": "a private network",  # RFC 1918
    "198.18.0.0/15": "reserved for benchmarks",  # RFC 2544
    "198.51.100.0/24": "reserved for documentation",  # RFC 5737
    "203.0.113.0/24": "reserved for documentation",  # RFC 5737
    "224.0.0.0/4": "multicast",  # RFC 5771
    "240.0.0.0/4": "reserved",  # RFC 1112, and the broadcast address of RFC 919
    "::/128": "no address at all",  # RFC 4291
    "::1/128": "the calling machine itself",  # RFC 4291
    "fc00::/7": "a private network",  # RFC 4193
    "fe80::/10": "a link-local network",  # RFC 4291
    "ff00::/8": "multicast",  # RFC 4291
    "2001:db8::/32": "reserved for documentation",  # RFC 3849
    "100::/64": "a black hole",  # RFC 6666
    "100:0:0:1::/64": "a dummy prefix",  # RFC 9780
    "2001::/32": "a Teredo tunnel",  # RFC 4380
    "2001:2::/48": "reserved for benchmarks",  # RFC 5180
    "3fff::/20": "reserved for documentation",  # RFC 9637
    "5f00::/16": "reserved for segment routing",  # RFC 9602
    "64:ff9b:1::/48": "a translator of a private network",  # RFC 8215
}

# IPv6 networks whose addresses hold an IPv4 address, and how many bits follow it.
_EMBEDDING_NETWORKS = {
    "::ffff:0:0/96": 0,  # IPv4-mapped, RFC 4291
    "::/96": 0,  # IPv4-compatible, RFC 4291
    "64:ff9b::/96": 0,  # NAT64, RFC 6052
    "2002::/16": 80,  # 6to4, RFC 3056
}

_INTERNAL_SUFFIXES = {
    "localhost": "the calling machine itself",  # RFC 6761
    "local": "a name of multicast DNS",  # RFC 6762
    "internal": "reserved for private use",  # ICANN Board, 29 July 2024
    "intranet": "used inside networks only",  # RFC 6762, appendix G, down to `lan`
    "private": "used inside networks only",
    "corp": "used inside networks only",
    "home": "used inside networks only",
    "lan": "used inside networks only",
    "localdomain": "the calling machine itself",
    "home.arpa": "a name of home networks",  # RFC 8375
    "onion": "a name of the Tor network",  # RFC 7686
    "svc": "a name inside a Kubernetes cluster",
    "consul": "a name inside a Consul data centre",
    "docker": "a name inside a Docker host",
}

# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html,
# https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16,
# https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
_METADATA_ADDRESSES = {
    "169.254.169.254": "AWS, Azure, Google Cloud and others",
    "169.254.170.2": "Amazon ECS",
    "169.254.170.23": "Amazon EKS",
    "fd00:ec2::254": "AWS",
    "fd00:ec2::23": "Amazon EKS",
    "100.100.100.200": "Alibaba Cloud",
    "192.0.0.192": "Oracle Cloud",
    "168.63.129.16": "Azure",
}

_METADATA_NAMES = {
    "metadata.google.internal": "Google Cloud",
    "metadata.goog": "Google Cloud",
    "metadata": "Google Cloud",
    "instance-data": "AWS",
    "instance-data.ec2.internal": "AWS",
    "metadata.tencentyun.com": "Tencent Cloud",
    "metadata.packet.net": "Equinix Metal",
    "metadata.platformequinix.com": "Equinix Metal",
    "rancher-metadata": "Rancher",
}


def explain_internal_host(host: str, address: "Address | None") -> str | None:
    """Say what makes `host` unreachable from the public internet; None if nothing does.

    `host` is what a WHATWG parser made of it, and `address` the same if it is an address.
    """
    if address is None:
        return _explain_internal_name(_normalize_host(host))
    for network, what in _parse_internal_networks():
        if address in network:
            return what
    embedded = extract_embedded_ipv4(address)
    return explain_internal_host(host, embedded) if embedded else None


def find_metadata_cloud(host: str, address: "Address | None") -> str | None:
    """Name the cloud whose metadata service `host` is; None if it is none that is known."""
    if address is None:
        return _METADATA_NAMES.get(_normalize_host(host))
    return _METADATA_ADDRESSES.get(str(extract_embedded_ipv4(address) or address))


def extract_embedded_ipv4(address: "Address") -> "IPv4Address | None":
    """Return the IPv4 address to which packets for this IPv6 address go in the end."""
    from ipaddress import IPv4Address

    for network, following_bits in _parse_embedding_networks():
        if address in network and int(address) > 1:  # `::` and `::1` are addresses of their own
            return IPv4Address(int(address) >> following_bits & 0xFFFFFFFF)
    return None


def _normalize_host(host: str) -> str:
    """Write a host as DNS compares it: case does not matter, nor does the root's dot."""
    return host.rstrip(".").lower()


def _explain_internal_name(name: str) -> str | None:
    rest, dot, top = name.rpartition(".")
    known = _INTERNAL_SUFFIXES.get(top)
    if known is None and top == "arpa":
        known = _INTERNAL_SUFFIXES.get(f"{rest.rpartition('.')[2]}.arpa")
    return known or (None if dot else "a name without a dot")


@cache
def _parse_internal_networks() -> "tuple[tuple[Network, str], ...]":
    from ipaddress import ip_network

    return tuple((ip_network(network), what) for network, what in _INTERNAL_NETWORKS.items())


@cache
def _parse_embedding_networks() -> "tuple[tuple[Network, int], ...]":
    from ipaddress import ip_network

    return tuple((ip_network(network), bits) for network, bits in _EMBEDDING_NETWORKS.items())
