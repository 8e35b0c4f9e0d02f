"""Which addresses a page may come from: a table of every kind, in every form of IPv6 that may hold one of IPv4."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.article.addresses import refused

# An address, what it is by default, and what it is where a network of one's own is open.
ADDRESSES = [
    ("93.184.216.34", "", ""),
    ("1.1.1.1", "", ""),
    ("172.15.255.255", "", ""),
    ("172.32.0.0", "", ""),
    ("100.63.255.255", "", ""),
    ("223.255.255.255", "", ""),
    ("2606:2800:220:1:248:1893:25c8:1946", "", ""),
    ("127.0.0.1", "loopback", ""),
    ("127.255.255.254", "loopback", ""),
    ("::1", "loopback", ""),
    ("10.0.0.1", "private", ""),
    ("172.16.0.1", "private", ""),
    ("172.31.255.255", "private", ""),
    ("192.168.1.1", "private", ""),
    ("100.64.0.1", "private", ""),
    ("fc00::1", "private", ""),
    ("fdff:ffff::1", "private", ""),
    ("fec0::1", "private", ""),
    ("169.254.0.1", "link-local", ""),
    ("fe80::1", "link-local", ""),
    ("fe80::1%eth0", "link-local", ""),
    ("169.254.169.254", "cloud metadata", "cloud metadata"),
    ("fd00:ec2::254", "cloud metadata", "cloud metadata"),
    ("100.100.100.200", "cloud metadata", "cloud metadata"),
    ("168.63.129.16", "cloud metadata", "cloud metadata"),
    ("0.0.0.0", "unspecified", "unspecified"),
    ("0.1.2.3", "unspecified", "unspecified"),
    ("::", "unspecified", "unspecified"),
    ("224.0.0.1", "multicast", "multicast"),
    ("239.255.255.250", "multicast", "multicast"),
    ("ff02::1", "multicast", "multicast"),
    ("192.0.0.1", "reserved", "reserved"),
    ("192.0.2.1", "reserved", "reserved"),
    ("240.0.0.1", "reserved", "reserved"),
    ("255.255.255.255", "reserved", "reserved"),
    ("2001:db8::1", "reserved", "reserved"),
    ("100::1", "reserved", "reserved"),
    ("5f00::1", "reserved", "reserved"),
]

# How IPv6 may hold an IPv4 address.
FORMS = {
    "mapped": lambda v4: (0xFFFF << 32) | v4,
    "6to4": lambda v4: (0x2002 << 112) | (v4 << 80) | 1,
    "NAT64": lambda v4: (0x64FF9B << 96) | v4,
    "Teredo server": lambda v4: (0x20010000 << 96) | (v4 << 64) | (~int(ipaddress.IPv4Address("1.1.1.1")) & 0xFFFFFFFF),
    "Teredo client": lambda v4: (0x20010000 << 96) | (0x01010101 << 64) | (~v4 & 0xFFFFFFFF),
    "ISATAP": lambda v4: (0x2A00 << 112) | (0x5EFE << 32) | v4,
}
FOURTH = [row for row in ADDRESSES if "." in row[0]]


@pytest.mark.parametrize(("address", "kind", "in_an_intranet"), ADDRESSES)
def test_what_an_address_is(address, kind, in_an_intranet):
    assert refused(address) == kind
    assert refused(address, intranet=True) == in_an_intranet


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("address", "kind", "in_an_intranet"), FOURTH)
def test_an_address_inside_another_is_judged_as_well(form, address, kind, in_an_intranet):
    held = str(ipaddress.IPv6Address(FORMS[form](int(ipaddress.IPv4Address(address)))))
    assert refused(held) == kind
    assert refused(held, intranet=True) == in_an_intranet


@given(st.ip_addresses(v=4))
def test_nothing_that_python_holds_for_private_is_let_through(address):
    if not address.is_global:
        assert refused(str(address))


@given(st.ip_addresses(v=6))
def test_nor_of_ipv6(address):
    if not address.is_global and not address.ipv4_mapped and not address.sixtofour:
        assert refused(str(address))


@pytest.mark.parametrize("address", ["", "example.org", "127.1", "2130706433", "0x7f000001"])
def test_names_are_no_addresses(address):
    with pytest.raises(ValueError):
        refused(address)
