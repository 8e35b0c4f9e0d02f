"""Which addresses a page may be fetched from: no stranger's link leads into the reader's own network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from audiobrief.tables import shipped

_COMPATIBLE = IPv6Network("::/96")
# RFC 6052, 2.1; RFC 8215 names a prefix for local use, which is refused whole.
_TRANSLATED = IPv6Network("64:ff9b::/96")
_TUNNELLED = IPv6Network("2001::/32")
# RFC 5214, 6.1: the interface identifier of an IPv4 address, its universal bit set or not.
_ISATAP = (0x00005EFE, 0x02005EFE)


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    intranet: bool
    network: IPv4Network | IPv6Network


def refused(address: str, *, intranet: bool = False) -> str:
    """What kind of address it is that must not be reached (`loopback`, `private` …); empty where it may be.

    `intranet` opens the addresses of a network of one's own, never those that tell a cloud machine its secrets, nor
    those that are nobody's. An IPv4 address inside one of IPv6 (mapped, compatible, 6to4, Teredo, NAT64, ISATAP) is
    judged as well. Raises ValueError for what is no address.
    """
    reached = ip_address(address.partition("%")[0])
    inside = _inside(reached) if isinstance(reached, IPv6Address) else []
    # An address that only carries one of IPv4 is as good as that one; those of IPv4-compatible form were withdrawn.
    for judged in [*inside, *([reached] if not inside or reached in _COMPATIBLE else [])]:
        group = _group(judged)
        if group and not (intranet and group.intranet):
            return group.name
    return ""


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


def _group(address: IPv4Address | IPv6Address) -> _Group | None:
    return next((group for group in _groups() if address in group.network), None)


@cache
def _groups() -> tuple[_Group, ...]:
    """Every network, the narrowest first."""
    groups = [
        _Group(name, group["intranet"], ip_network(network))
        for name, group in shipped(__package__, "addresses").items()
        for network in group["networks"]
    ]
    return tuple(sorted(groups, key=lambda group: -group.network.prefixlen))
