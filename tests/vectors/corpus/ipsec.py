from .common import E, I, J, Q, build

ENTRIES = build(
    ("AH alone", "AH()"),
    ("AH over IP", f"{I}/AH()"),
    ("AH over IPv6", f"{J}/AH()"),
    ("AH, signature", f"{I}/AH(nh=6, payloadlen=4, spi=0x1001, seq=1, icv=b'abcdefghijkl')/b'abcdef'"),
    ("AH, signature, before UDP", f"{I}/AH(spi=0x1001, seq=1, icv=b'abcdefghijkl')/UDP(sport=1, dport=2)"),
    ("AH, tunnel of IP", f"{E}/{I}/AH(nh=0, payloadlen=4, spi=0x1001, seq=1, icv=b'abcdefghijkl')/{Q}/UDP(sport=1, dport=2)"),
    ("AH, tunnel of IPv6", f"{J}/AH(nh=41, payloadlen=4, spi=0x1001, seq=1, icv=b'abcdefghijkl')/{J}/UDP(sport=1, dport=2)"),
    ("AH after hop-by-hop", f"{J}/IPv6ExtHdrHopByHop()/AH(payloadlen=4, icv=b'abcdefghijkl')"),
    ("AH after destination options", f"{J}/IPv6ExtHdrDestOpt()/AH(payloadlen=4, icv=b'abcdefghijkl')"),
    ("AH, all set", f"{I}/AH(nh=99, payloadlen=1, reserved=7, spi=0xffffffff, seq=0xffffffff)"),
    ("AH, length set too large", f"{I}/AH(nh=99, payloadlen=20, icv=b'abcdefghijkl')/b'abc'"),
    ("AH, length set too small", f"{I}/AH(nh=99, payloadlen=2, icv=b'abcdefghijkl')/b'abc'"),
    ("ESP alone", "ESP()"),
    ("ESP over IP", f"{I}/ESP()"),
    ("ESP over IPv6", f"{J}/ESP(spi=0x1001, seq=1)"),
    ("ESP with data", f"{E}/{I}/ESP(spi=0x1001, seq=1, data=b'0123456789abcdef')"),
    ("ESP over UDP", f"{I}/UDP(dport=4500)/ESP(spi=0x1001, seq=1, data=b'0123456789abcdef')"),
    ("ESP after hop-by-hop", f"{J}/IPv6ExtHdrHopByHop()/ESP(spi=0x1001, seq=1, data=b'0123')"),
    ("ESP with padding", f"{E}/{I}/ESP(spi=0x1001, seq=1, data=b'0123')/Padding(b'xyz')"),
) + [
    ("cut", "AH", f"{I}/AH(nh=6, payloadlen=4, spi=0x1001, seq=1, icv=b'abcdefghijkl')/b'abcdef'", [20, 21, 22, 24, 28, 31, 32, 33, 38, 44]),
    ("cut", "ESP", f"{I}/ESP(spi=0x1001, seq=1, data=b'0123')", [21, 24, 26, 28, 30]),
]
