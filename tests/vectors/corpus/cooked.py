from .common import ARP, E, I, J, build, each

S = 'CookedLinux(pkttype=4, lladdrtype=1, lladdrlen=6, src=b"\\x02\\x00\\x00\\x00\\x00\\x01"'
T = 'CookedLinuxV2(pkttype=4, ifindex=3, lladdrtype=1, lladdrlen=6, src=b"\\x02\\x00\\x00\\x00\\x00\\x01"'
LO4 = "4500001400010000400066e70a0000010a000002"
LO6 = "6000000000003b4020010db800000000000000000000000120010db8000000000000000000000002"

ENTRIES = build(
    ("cooked alone", "CookedLinux()"),
    ("cooked, type set", f"{S}, proto=0x88b5)/b'abc'"),
    ("cooked, type by name", f'{S}, proto="IPv6")'),
    ("cooked, no address", "CookedLinux(pkttype=4, lladdrtype=772)/" + I),
    ("cooked, address too long", f'CookedLinux(src=b"abcdefghij")/{I}'),
    ("cooked, address length set wrong", f'CookedLinux(lladdrlen=20, src=b"abcdef")/{I}'),
    ("cooked with IP", f"{S})/{I}/UDP()"),
    ("cooked with IPv6", f"{S})/{J}/ICMPv6EchoRequest()"),
    ("cooked with ARP", f"{S})/{ARP})"),
    ("cooked with VLAN", f"{S})/Dot1Q(vlan=7)/{I}/TCP()"),
    ("cooked with LLC", f"{S})/LLC()"),
    ("cooked with Ether", f"{S})/{E}"),
    ("cooked with padding", f"{S})/{I}/Padding(b'abc')"),
    ("cooked 2 alone", "CookedLinuxV2()"),
    ("cooked 2, all set", f"CookedLinuxV2(proto=0x1234, reserved=5, ifindex=0xffffffff, lladdrtype=0xffff, pkttype=9, lladdrlen=255, src=b'abcdefgh')/b'x'"),
    ("cooked 2 with IP", f"{T})/{I}/UDP()"),
    ("cooked 2 with IPv6", f"{T})/{J}/TCP()"),
    ("cooked 2 with ARP", f"{T})/{ARP})"),
    ("cooked 2 with VLAN", f"{T})/Dot1Q(vlan=7)/{I}/UDP()"),
    ("cooked 2 with LLC", f"{T})/LLC()"),
    ("loopback alone", "Loopback()"),
    ("loopback with IP", f"Loopback()/{I}/UDP()"),
    ("loopback with IPv6", f"Loopback()/{J}/UDP()"),
    ("loopback, type by name", f'Loopback(type="OSI")/b"abc"'),
    ("loopback, unknown type", "Loopback(type=99)/b'abc'"),
    ("preamble alone", "MPacketPreamble()"),
    ("preamble with Ether", f'MPacketPreamble(preamble=b"\\x55\\x55\\x55\\x55\\x55\\x55\\x55\\xd5", fcs=0x12345678)/{E}/{I}'),
) + each("cooked sender", f'CookedLinux(pkttype="@")/{I}', ["unicast", "broadcast", "multicast", "unicast-to-another-host", "sent-by-us"]) \
  + each("cooked 2 sender", f'CookedLinuxV2(pkttype="@")/{I}', ["unicast", "broadcast", "multicast", "unicast-to-another-host", "sent-by-us"]) + [
    ("read", "cooked from a capture", "CookedLinux", "0000000100060200000000010000" + "0800" + LO4),
    ("read", "cooked of loopback", "CookedLinux", "0000030400060000000000000000" + "0800" + LO4),
    ("read", "cooked 2 from a capture", "CookedLinuxV2", "0800000000000002000100060200000000010000" + LO4),
    ("read", "loopback of this host", "Loopback", "02000000" + LO4),
    ("read", "loopback in network order", "Loopback", "00000002" + LO4),
    ("read", "loopback, IPv6 of macOS", "Loopback", "1e000000" + LO6),
    ("read", "loopback, IPv6 of FreeBSD", "Loopback", "1c000000" + LO6),
    ("read", "loopback, IPv6 of NetBSD", "Loopback", "18000000" + LO6),
    ("read", "loopback, IPv6 in network order", "Loopback", "0000001e" + LO6),
    ("cut", "cooked", f"{S})/{I}", [16, 17, 20, 35]),
    ("cut", "cooked 2", f"{T})/{I}", [20, 21, 25, 39]),
    ("cut", "loopback", f"Loopback()/{I}", [4, 5, 10, 23]),
]
