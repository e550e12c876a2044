from .common import E, I, J, Q, build

CONTRIB = ["nsh"]
INNER = 'Ether(dst="02:00:00:00:00:04", src="02:00:00:00:00:03")'
C = "context_header=b'0123456789abcdef'"
ENTRIES = build(
    ("NSH alone", "NSH()"),
    ("NSH over Ethernet", f"{E}/NSH(spi=7)"),
    ("NSH carries a frame", f"{E}/NSH(spi=7, {C})/{INNER}/{Q}/UDP(sport=1, dport=2)"),
    ("NSH carries IP", f"{E}/NSH(spi=7)/{Q}/UDP(sport=1, dport=2)"),
    ("NSH carries IPv6", f"{E}/NSH(spi=7)/{J}/UDP(sport=1, dport=2)"),
    ("NSH in NSH", f"{E}/NSH(spi=7)/NSH(spi=8)/{Q}"),
    ("NSH over GRE", f"{I}/GRE()/NSH(spi=7)/{Q}"),
    ("NSH over VXLAN", f"{I}/UDP()/VXLAN(vni=1, NextProtocol=4)/NSH(spi=7)/{INNER}"),
    ("NSH, all set", f"{E}/NSH(ver=3, oam=1, unused1=1, ttl=1, length=6, unused2=15, mdtype=1, nextproto=254, spi=0xffffff, si=9)"),
    ("NSH, data of any length", f"{E}/NSH(mdtype=2, spi=7)/{INNER}"),
    ("NSH, short data", f"{E}/NSH(context_header=b'abc')"),
    ("NSH, other data", f"{E}/NSH(mdtype=15, nextproto=255)/b'abc'"),
) + [
    ("cut", "NSH", f"{E}/NSH(spi=7)/{INNER}", [15, 16, 18, 21, 22, 26, 37, 38, 40]),
]
