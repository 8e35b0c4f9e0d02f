"""Which servers a page may be fetched from, so that links of others cannot reach the user's own network.

`find_refusal` decides for every source of an address: the user, a feed, a redirect, a request through a proxy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from audiobrief.lazy_regex import lazy_regex
from audiobrief.messages import message
from audiobrief.system.toml_files import load_shipped

_IPV4_COMPATIBLE = IPv6Network("::/96")
# RFC 6052, 2.1. The prefix of RFC 8215, for local use, is refused as a whole.
_NAT64 = IPv6Network("64:ff9b::/96")
_TEREDO = IPv6Network("2001::/32")
_LINK_LOCAL = IPv6Network("fe80::/10")
# RFC 5214, 6.1: the start of the interface identifier, with the universal bit clear or set.
_ISATAP_IDENTIFIERS = (0x00005EFE, 0x02005EFE)

_HOST_NAME = lazy_regex(r"[\w-]+(?:\.[\w-]+)*", re.A)
_MAX_HOST_NAME = 253
_NUMBER = lazy_regex(r"\d+|0x[0-9a-f]*", re.A)
_ZONE = lazy_regex(r"[\w.~-]+", re.A)
# Domains whose hosts resolve to the address in their name: 10.0.0.1.nip.io, app-7f000001.nip.io.
_ECHO_DOMAINS = ("nip.io", "sslip.io", "xip.io", "traefik.me")
_ECHO_DEFAULT = "127.0.0.1"  # what they resolve to if the name contains no address
_DOTTED_IPV4 = lazy_regex(r"(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?=[.-]|$)", re.A)
_HEX_IPV4 = lazy_regex(r"(?:^|[.-])([0-9a-f]{8})(?=[.-]|$)")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a server must not be contacted.

    `at` is its name or an address that its name resolves to, and `kind` the group of that (`loopback`, `private` …).
    `intranet`: it may be contacted if private networks are allowed.
    """

    at: str
    kind: str
    intranet: bool


@dataclass(frozen=True, slots=True)
class _Group:
    kind: str
    intranet: bool
    networks: tuple[IPv4Network | IPv6Network, ...]
    names: tuple[str, ...]


def find_refusal(host: str, resolved: Iterable[str] = (), *, allow_private: bool = False) -> Refusal | None:
    """Why the server `host`, as `normalize_host` returns it, must not be contacted; None if it may be.

    `resolved` are the known addresses of the host, which are checked too. `allow_private` allows the addresses and
    names of private networks, but never those of cloud metadata services, nor reserved ones. An IPv4 address embedded
    in an IPv6 address (mapped, compatible, 6to4, Teredo, NAT64, ISATAP) is checked as well.
    """
    for at in (host, *resolved):
        groups = [group for group in _find_groups(at) if not (allow_private and group.intranet)]
        if groups:
            return Refusal(at, groups[0].kind, all(group.intranet for group in groups))
    return None


def normalize_host(host: str) -> str:
    """A host name in lower-case ASCII (IDNA 2003), or an IP address in its standard form.

    Whatever `inet_aton` accepts as an address becomes one (2130706433, 127.1, 0x7f.1, 0177.0.0.1), so that no resolver
    can read it as another one than was checked. Raises ValueError if `host` is not a valid host name.
    """
    if ":" in host:
        return _normalize_ipv6(host)
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise _make_host_error() from None
    bare = name.removesuffix(".")
    last = bare.rpartition(".")[2]
    if not _HOST_NAME.fullmatch(bare) or len(bare) > _MAX_HOST_NAME:
        raise _make_host_error()
    # A host whose last label is a number is an IPv4 address, maybe an invalid one (WHATWG URL, 3.5).
    if _NUMBER.fullmatch(last):
        return _normalize_ipv4(bare)
    if not re.search(r"[a-z]", last):
        raise _make_host_error()
    return name


def _normalize_ipv4(written: str) -> str:
    *first, last = (_parse_ipv4_part(part) for part in written.split("."))
    if len(first) > 3 or any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        raise _make_host_error()
    return str(IPv4Address(last + sum(number << 8 * (3 - place) for place, number in enumerate(first))))


def _parse_ipv4_part(part: str) -> int:
    """A part of an IPv4 address: hexadecimal after 0x (0 if empty), octal after 0, else decimal."""
    if not _NUMBER.fullmatch(part):
        raise _make_host_error()
    try:
        if part.startswith("0x"):
            return int(part[2:] or "0", 16)
        return int(part, 8 if part.startswith("0") else 10)
    except ValueError:  # 09
        raise _make_host_error() from None


def _normalize_ipv6(written: str) -> str:
    plain, _, zone = written.partition("%")
    try:
        address = IPv6Address(plain)
    except ValueError:
        raise _make_host_error() from None
    if "%" not in written:
        return str(address)
    zone = zone.removeprefix("25")  # RFC 6874: the percent sign itself is percent-encoded
    if address not in _LINK_LOCAL or not _ZONE.fullmatch(zone):
        raise _make_host_error()
    return f"{address}%{zone}"


def _make_host_error() -> ValueError:
    return ValueError(message("its host name is not valid"))


def _find_groups(host: str) -> list[_Group]:
    """The groups that a host belongs to, that of an embedded address first."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return _find_name_groups(host.removesuffix("."))
    inside = _find_embedded_ipv4(address) if isinstance(address, IPv6Address) else []
    # An address that embeds an IPv4 address counts as that one; in the deprecated IPv4-compatible form, as both.
    checked = [*inside, *([address] if not inside or address in _IPV4_COMPATIBLE else [])]
    return [group for one in checked if (group := _find_address_group(one))]


def _find_embedded_ipv4(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses to which a packet for `address` may be forwarded."""
    last = IPv4Address(int(address) & 0xFFFFFFFF)
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address in _NAT64:
        return [last]
    if address in _IPV4_COMPATIBLE and int(address) > 0xFFFF:
        return [last]
    if address.sixtofour:
        return [address.sixtofour]
    if address in _TEREDO and address.teredo:
        return list(address.teredo)
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP_IDENTIFIERS:
        return [last]
    return []


def _find_address_group(address: IPv4Address | IPv6Address) -> _Group | None:
    """The group with the narrowest network that contains `address`."""
    found = [
        (network.prefixlen, number)
        for number, group in enumerate(_load_groups())
        for network in group.networks
        if address in network
    ]
    return _load_groups()[max(found)[1]] if found else None


def _find_name_groups(name: str) -> list[_Group]:
    """The group with the longest domain that `name` is in, or the groups of the addresses in an echo domain's name."""
    if domain := next((end for end in _ECHO_DOMAINS if _is_in_domain(name, end)), ""):
        written = name.removesuffix(domain).removesuffix(".")
        addresses = [
            *map(_join_octets, _DOTTED_IPV4.findall(written)),
            *map(_parse_hex_ipv4, _HEX_IPV4.findall(written)),
        ]
        return [group for one in addresses or [_ECHO_DEFAULT] for group in _find_groups(one)]
    found = [
        (len(end), number)
        for number, group in enumerate(_load_groups())
        for end in group.names
        if _is_in_domain(name, end)
    ]
    if found:
        return [_load_groups()[max(found)[1]]]
    # A name without a dot is a host of the local network (a router, a wiki).
    return [] if "." in name else [group for group in _load_groups() if group.kind == "private"]


def _is_in_domain(name: str, end: str) -> bool:
    return name == end or name.endswith(f".{end}")


def _join_octets(numbers: tuple[str, ...]) -> str:
    return ".".join(str(min(int(number), 255)) for number in numbers)


def _parse_hex_ipv4(digits: str) -> str:
    return str(IPv4Address(int(digits, 16)))


@cache
def _load_groups() -> tuple[_Group, ...]:
    return tuple(
        _Group(
            kind,
            group["intranet"],
            tuple(ip_network(network) for network in group["networks"]),
            tuple(group.get("names", ())),
        )
        for kind, group in load_shipped(__package__, "address_policy").items()
    )
