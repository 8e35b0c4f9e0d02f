"""Which servers a page may be fetched from: no stranger's link leads into the reader's own network.

`find_refusal` decides for every way that an address comes: given, named by a feed or a redirect, asked of a proxy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from audiobrief.messages import message
from audiobrief.system.toml_files import load_shipped

_COMPATIBLE = IPv6Network("::/96")
# RFC 6052, 2.1; RFC 8215 names a prefix for local use, which is refused whole.
_TRANSLATED = IPv6Network("64:ff9b::/96")
_TUNNELLED = IPv6Network("2001::/32")
_LINK_LOCAL = IPv6Network("fe80::/10")
# RFC 5214, 6.1: the interface identifier of an IPv4 address, its universal bit set or not.
_ISATAP = (0x00005EFE, 0x02005EFE)

_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)*", re.A)
_LONGEST_NAME = 253
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.A)
_ZONE = re.compile(r"[\w.~-]+", re.A)
# Name servers that answer with the address that stands in the name asked for: 10.0.0.1.nip.io, app-7f000001.nip.io.
_ECHOING = ("nip.io", "sslip.io", "xip.io", "traefik.me")
_HERE = "127.0.0.1"  # what they answer where none stands in it
_WRITTEN = re.compile(r"(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?=[.-]|$)", re.A)
_WRITTEN_IN_HEX = re.compile(r"(?:^|[.-])([0-9a-f]{8})(?=[.-]|$)")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a server must not be asked. `at` is its name, or an address that its name leads to; `kind` what that is
    (`loopback`, `private` …); `intranet`: who allows a network of one's own may reach it."""

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
    """Why the server `host`, of the form that `normalize_host` gives, must not be asked; None where it may be.

    `resolved` are the addresses that its name is known to lead to: none of them may be refused. `allow_private` opens
    the addresses and names of a network of one's own, never those that tell a cloud machine its secrets, nor those that
    are nobody's. An IPv4 address inside one of IPv6 (mapped, compatible, 6to4, Teredo, NAT64, ISATAP) is judged too.
    """
    for at in (host, *resolved):
        groups = [group for group in _groups_of(at) if not (allow_private and group.intranet)]
        if groups:
            return Refusal(at, groups[0].kind, all(group.intranet for group in groups))
    return None


def normalize_host(host: str) -> str:
    """A server's name as it is asked for: ASCII in lower case (IDNA 2003), an IP address in its usual form.

    Whatever `inet_aton` takes for an address becomes one (2130706433, 127.1, 0x7f.1, 0177.0.0.1), so that who is asked
    reads it as it was judged. Raises ValueError for what is no server's name.
    """
    if ":" in host:
        return _normalize_ipv6(host)
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise _nameless() from None
    bare = name.removesuffix(".")
    last = bare.rpartition(".")[2]
    if not _NAME.fullmatch(bare) or len(bare) > _LONGEST_NAME:
        raise _nameless()
    # A last label that is a number makes an address of the whole (WHATWG URL, 3.5), which may be a wrong one.
    if _NUMBER.fullmatch(last):
        return _normalize_ipv4(bare)
    if not re.search(r"[a-z]", last):
        raise _nameless()
    return name


def _normalize_ipv4(written: str) -> str:
    *first, last = (_number(part) for part in written.split("."))
    if len(first) > 3 or any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        raise _nameless()
    return str(IPv4Address(last + sum(number << 8 * (3 - place) for place, number in enumerate(first))))


def _number(part: str) -> int:
    """A part of an IPv4 address: hexadecimal behind 0x (nothing is 0), octal behind 0, else decimal."""
    if not _NUMBER.fullmatch(part):
        raise _nameless()
    try:
        if part.startswith("0x"):
            return int(part[2:] or "0", 16)
        return int(part, 8 if part.startswith("0") else 10)
    except ValueError:  # 09
        raise _nameless() from None


def _normalize_ipv6(written: str) -> str:
    plain, _, zone = written.partition("%")
    try:
        address = IPv6Address(plain)
    except ValueError:
        raise _nameless() from None
    if "%" not in written:
        return str(address)
    zone = zone.removeprefix("25")  # RFC 6874: the sign itself is percent-encoded
    if address not in _LINK_LOCAL or not _ZONE.fullmatch(zone):
        raise _nameless()
    return f"{address}%{zone}"


def _nameless() -> ValueError:
    return ValueError(message("its server's name is none"))


def _groups_of(host: str) -> list[_Group]:
    """The groups that an address or a name belongs to, what it holds first."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return _groups_of_name(host.removesuffix("."))
    inside = _inside(address) if isinstance(address, IPv6Address) else []
    # An address that only carries one of IPv4 is as good as that one; those of IPv4-compatible form were withdrawn.
    judged = [*inside, *([address] if not inside or address in _COMPATIBLE else [])]
    return [group for one in judged if (group := _group_of_address(one))]


def _inside(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that a packet for `address` may end at."""
    last = IPv4Address(int(address) & 0xFFFFFFFF)
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address in _TRANSLATED:
        return [last]
    if address in _COMPATIBLE and int(address) > 0xFFFF:
        return [last]
    if address.sixtofour:
        return [address.sixtofour]
    if address in _TUNNELLED and address.teredo:
        return list(address.teredo)
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return [last]
    return []


def _group_of_address(address: IPv4Address | IPv6Address) -> _Group | None:
    found = [
        (network.prefixlen, number)
        for number, group in enumerate(_groups())
        for network in group.networks
        if address in network
    ]
    return _groups()[max(found)[1]] if found else None


def _groups_of_name(name: str) -> list[_Group]:
    if echoing := next((end for end in _ECHOING if _ends_with(name, end)), ""):
        written = name.removesuffix(echoing).removesuffix(".")
        addresses = [*map(_dotted, _WRITTEN.findall(written)), *map(_of_hex, _WRITTEN_IN_HEX.findall(written))]
        return [group for one in addresses or [_HERE] for group in _groups_of(one)]
    found = [
        (len(end), number) for number, group in enumerate(_groups()) for end in group.names if _ends_with(name, end)
    ]
    if found:
        return [_groups()[max(found)[1]]]
    # A name without a dot is one of the network that is asked (a router, a wiki): none of the Internet's has that form.
    return [] if "." in name else [group for group in _groups() if group.kind == "private"]


def _ends_with(name: str, end: str) -> bool:
    return name == end or name.endswith(f".{end}")


def _dotted(numbers: tuple[str, ...]) -> str:
    return ".".join(str(min(int(number), 255)) for number in numbers)


def _of_hex(digits: str) -> str:
    return str(IPv4Address(int(digits, 16)))


@cache
def _groups() -> tuple[_Group, ...]:
    return tuple(
        _Group(
            kind,
            group["intranet"],
            tuple(ip_network(network) for network in group["networks"]),
            tuple(group.get("names", ())),
        )
        for kind, group in load_shipped(__package__, "address_policy").items()
    )
