from .common import E, I, J, Q, build, each

U = f"{E}/{I}/UDP()"
INNER = 'Ether(dst="02:00:00:00:00:04", src="02:00:00:00:00:03")'
ENTRIES = build(
    ("VXLAN alone", "VXLAN()"),
    ("VXLAN over UDP", f"{U}/VXLAN(vni=100)"),
    ("VXLAN carries a frame", f"{U}/VXLAN(vni=0x123456)/{INNER}/{Q}/UDP(sport=1, dport=2)/b'abc'"),
    ("VXLAN carries a frame, flags as the RFC has them", f"{U}/VXLAN(flags=8, vni=100)/{INNER}/{Q}/ICMP()"),
    ("VXLAN carries ARP", f'{U}/VXLAN(vni=7)/{INNER}/ARP(hwsrc="02:00:00:00:00:03", psrc="10.0.0.1", pdst="10.0.0.2")'),
    ("VXLAN-GPE carries IP", f"{U}/VXLAN(vni=7)/{Q}/TCP()"),
    ("VXLAN-GPE carries IPv6", f"{U}/VXLAN(vni=7)/{J}/TCP()"),
    ("VXLAN-GPE carries bytes", f"{U}/VXLAN(flags=12, NextProtocol=9, vni=7)/b'abc'"),
    ("VXLAN-GPE next protocol by name", f'{U}/VXLAN(flags="NextProtocol+Instance", NextProtocol="IPv4", vni=7)/{Q}/UDP(sport=1, dport=2)'),
    ("VXLAN-GPE next protocol set wrong", f"{U}/VXLAN(flags=12, NextProtocol=1, vni=7)/{INNER}"),
    ("VXLAN-GPE, OAM", f'{U}/VXLAN(flags="OAM+Instance+NextProtocol", vni=7)/{Q}/ICMP()'),
    ("VXLAN-GBP", f"{U}/VXLAN(flags=0x88, gpflags='A+D', gpid=5, vni=7)/{INNER}"),
    ("VXLAN-GBP alone", "VXLAN(flags='Instance+G', gpid=65535, vni=7)"),
    ("VXLAN, GBP and GPE", "VXLAN(flags=0x8c, gpflags='A', gpid=5, vni=7)"),
    ("VXLAN, no flags", f"{U}/VXLAN(flags=0, vni=7)/{INNER}"),
    ("VXLAN, all flags", f"{U}/VXLAN(flags=255, vni=7)"),
    ("VXLAN, reserved bits", f"{U}/VXLAN(flags=8, reserved1=0xabcdef, vni=0xffffff, reserved2=0xff)"),
    ("VXLAN over IPv6", f"{J}/UDP()/VXLAN(vni=1)/{INNER}/b'abc'"),
    ("VXLAN in VXLAN", f"{U}/VXLAN(vni=1)/{INNER}/{Q}/UDP()/VXLAN(vni=2)/{INNER}"),
    ("VXLAN, ports set", f"{I}/UDP(sport=54321, dport=4789)/VXLAN(vni=1)/{INNER}"),
    ("VXLAN with bytes", f"{U}/VXLAN(flags=8, vni=1)/b'abc'"),
) + each("VXLAN flags", f"{U}/VXLAN(flags='@', vni=1)", ["OAM", "NextProtocol", "Instance", "V1", "V2", "G"]) + [
    ("cut", "VXLAN", f"{E}/{I}/UDP()/VXLAN(flags=8, vni=0x123456)/{INNER}/{Q}/UDP(sport=1, dport=2)", [42, 43, 46, 49, 50, 55, 63, 64, 70]),
    ("cut", "VXLAN-GPE", f"{I}/UDP()/VXLAN(vni=0x123456)/{Q}/UDP(sport=1, dport=2)", [29, 30, 31, 32, 35, 36, 50]),
]
