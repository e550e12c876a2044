from .common import build

B = 'Dot3(dst="01:80:c2:00:00:00", src="02:00:00:00:00:01")/LLC()'
R = 'rootid=32768, rootmac="02:00:00:00:00:10", bridgeid=32769, bridgemac="02:00:00:00:00:01"'

ENTRIES = build(
    ("STP alone", "STP()"),
    ("STP", f"{B}/STP({R}, pathcost=4, portid=0x8001)"),
    ("STP, all set", f"{B}/STP(proto=1, version=3, bpdutype=128, bpduflags=255, {R}, pathcost=0xffffffff, portid=0xffff, age=255, maxage=0, hellotime=1, fwddelay=200)"),
    ("STP, times with fractions", f"{B}/STP({R}, age=1.5, maxage=3.25, hellotime=0.5, fwddelay=0.00390625)"),
    ("STP, rapid", f"{B}/STP(version=2, bpdutype=2, bpduflags=0x3c, {R}, pathcost=20000, portid=0x8002)/b'\\x00'"),
    ("STP, topology change", f"{B}/STP(bpduflags=1, {R})"),
    ("STP over SNAP", "LLC()/SNAP(OUI=0)/STP()"),
    ("STP with padding", f"{B}/STP({R})/Padding(b'\\x00' * 8)"),
    ("STP over VLAN", f"Ether(dst='01:80:c2:00:00:00', src='02:00:00:00:00:01')/Dot1Q(vlan=5)/LLC()/STP({R})"),
) + [
    ("read", "STP from a capture", "Dot3", "0180c200000002000000000100264242030000000000" + "8000020000000010" + "00000004" + "8001020000000001" + "8001" + "0100140002000f00" + "00" * 8),
    ("read", "STP, topology change notification", "Dot3", "0180c200000002000000000100074242030000" + "0080" + "00" * 39),
    ("cut", "STP", f"{B}/STP({R})", [17, 18, 20, 22, 24, 30, 38, 44, 50, 51]),
]
