"""Which addresses a page may come from: a table of every kind, in every form of IPv6 that may hold one of IPv4."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.article.address_policy import find_refusal, normalize_host


def refused(address, *, allow_private=False):
    """What kind of address it is that must not be asked; empty where it may be."""
    refusal = find_refusal(address, allow_private=allow_private)
    return refusal.kind if refusal else ""


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
    "ISATAP, universal": lambda v4: (0x2A00 << 112) | (0x02005EFE << 32) | v4,
}
FOURTH = [row for row in ADDRESSES if "." in row[0]]


@pytest.mark.parametrize(("address", "kind", "in_an_intranet"), ADDRESSES)
def test_what_an_address_is(address, kind, in_an_intranet):
    assert refused(address) == kind
    assert refused(address, allow_private=True) == in_an_intranet


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("address", "kind", "in_an_intranet"), FOURTH)
def test_an_address_inside_another_is_judged_as_well(form, address, kind, in_an_intranet):
    held = str(ipaddress.IPv6Address(FORMS[form](int(ipaddress.IPv4Address(address)))))
    assert refused(held) == kind
    assert refused(held, allow_private=True) == in_an_intranet


@given(st.ip_addresses(v=4))
def test_nothing_that_python_holds_for_private_is_let_through(address):
    if not address.is_global:
        assert refused(str(address))


@given(st.ip_addresses(v=6))
def test_nor_of_ipv6(address):
    if not address.is_global and not address.ipv4_mapped and not address.sixtofour:
        assert refused(str(address))


# Names, what they are by default, and what they are where a network of one's own is open.
NAMES = [
    ("journal.example.org", "", ""),
    ("localhost", "loopback", ""),
    ("app.localhost.", "loopback", ""),
    ("notlocalhost.org", "", ""),
    ("wiki", "private", ""),
    ("wiki.internal", "private", ""),
    ("metadata.google.internal", "cloud metadata", "cloud metadata"),
    ("a.metadata.google.internal.", "cloud metadata", "cloud metadata"),
    ("8-8-8-8.sslip.io", "", ""),
    ("10-0-0-7.sslip.io", "private", ""),
    ("8.8.8.8.10.0.0.7.nip.io", "private", ""),
    ("--1.sslip.io", "loopback", ""),
]


@pytest.mark.parametrize(("name", "kind", "in_an_intranet"), NAMES)
def test_what_a_name_is(name, kind, in_an_intranet):
    assert refused(name) == kind
    assert refused(name, allow_private=True) == in_an_intranet


@pytest.mark.parametrize(
    ("resolved", "at", "intranet"),
    [
        ([], None, None),
        (["93.184.216.34"], None, None),
        (["93.184.216.34", "10.0.0.7"], "10.0.0.7", True),
        (["169.254.169.254"], "169.254.169.254", False),
        # A Teredo server in one's own network, whose client tells a machine its secrets.
        (["2001:0:a00:7:0:0:5601:5601"], "2001:0:a00:7:0:0:5601:5601", False),
    ],
)
def test_a_name_is_as_good_as_every_address_it_leads_to(resolved, at, intranet):
    refusal = find_refusal("journal.example.org", resolved)
    assert (refusal and refusal.at, refusal and refusal.intranet) == (at, intranet)


@given(
    st.ip_addresses(v=4), st.lists(st.sampled_from(["{}", "{:#x}", "0{:o}"]), min_size=4, max_size=4), st.integers(1, 4)
)
def test_an_address_is_the_same_in_every_form_of_inet_aton(address, forms, parts):
    """Its first bytes each a number, all that is left the last one; each decimal, hexadecimal or octal."""
    packed = address.packed
    numbers = [*packed[: parts - 1], int.from_bytes(packed[parts - 1 :])]
    written = ".".join(form.format(number) for form, number in zip(forms, numbers, strict=False))
    assert normalize_host(written) == normalize_host(f"{written}.") == str(address)


@given(st.text(max_size=30))
def test_what_is_normal_stays_as_it_is(host):
    try:
        normal = normalize_host(host)
    except ValueError:
        return
    assert normalize_host(normal) == normal


@pytest.mark.parametrize(
    "host", ["", ".", "a..b", "1.2.3.4.5", "256.1.1.1", "08.1.1.1", "a.1", "::1%lo", "fe80::1%", "a b"]
)
def test_what_is_no_server_s_name(host):
    with pytest.raises(ValueError):
        normalize_host(host)
