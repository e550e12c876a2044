from .common import I, Q, build

CONTRIB = ["icmp_extensions", "mpls"]
II = "ICMPExtensionInterfaceInformation"
ENTRIES = build(
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
)
