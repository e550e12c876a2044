from .common import I, Q, build

LABELS = "2000dfff" "0008010100011101"
UDP4 = "45000044000100000111b3a301010101020202020001829a00300d84" + "78" * 40
UDP6 = "6000000000241140" + "00" * 15 + "05" + "00" * 15 + "06" + "0001829a0024" "0000" + "78" * 28
CONTRIB = ["icmp_extensions", "mpls"]
II = "ICMPExtensionInterfaceInformation"
ENTRIES = [*build(
    ("extension alone", "ICMPExtensionHeader()"),
    ("labels alone", "ICMPExtensionMPLS()"),
    ("labels", "ICMPExtensionHeader()/ICMPExtensionMPLS(stack=[MPLS(label=17, ttl=255)])"),
    ("two labels", "ICMPExtensionHeader()/ICMPExtensionMPLS(stack=[MPLS(label=17, s=0, ttl=255), MPLS(label=18, ttl=1)])"),
    ("labels, length set wrong", "ICMPExtensionMPLS(len=99, stack=[MPLS(label=17)])"),
    ("object", "ICMPExtensionHeader()/ICMPExtensionObject(classnum=9, classtype=8)/b'abcd'"),
    ("object alone", "ICMPExtensionObject()"),
    ("extension, all set", "ICMPExtensionHeader(version=1, reserved=4095, chksum=7)"),
    ("interface, nothing said", f"ICMPExtensionHeader()/{II}()"),
    ("interface, number", f"{II}(has_ifindex=1, ifindex=5)"),
    ("interface, address", f"{II}(interface_role=2, has_ipaddr=1, afi=1, ip4='10.0.0.1')"),
    ("interface, IPv6 address", f"{II}(has_ipaddr=1, afi=2, ip6='2001:db8::1')"),
    ("interface, name", f"{II}(has_ifname=1, ifname=b'eth0')"),
    ("interface, everything", f"{II}(has_ifindex=1, ifindex=5, has_ipaddr=1, afi=1, ip4='10.0.0.1', has_ifname=1, ifname=b'eth0', has_mtu=1, mtu=1500)"),
),
    ("read", "time exceeded with labels", "ICMP", "0b00e92a" "00110000" + UDP4 + LABELS),
    ("read", "time exceeded with labels, padded", "ICMP", "0b00e91b" "00200000" + UDP4 + "00" * 60 + LABELS),
    ("read", "unreachable with labels", "ICMP", "0301f12a" "00110000" + UDP4 + LABELS),
    ("read", "time exceeded, length without more", "ICMP", "0b000000" "00110000" + UDP4),
    ("read", "time exceeded, length and other bytes", "ICMP", "0b000000" "00110000" + UDP4 + "0000dfff"),
    ("read", "time exceeded, length larger than what is there", "ICMP", "0b000000" "00ff0000" + UDP4),
    ("read", "time exceeded in IPv6, with labels", "ICMPv6TimeExceeded", "03000000" "0a000000" + UDP6 + "00" * 4 + LABELS),
]
