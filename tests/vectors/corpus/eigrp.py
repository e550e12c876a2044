from .common import E, I, J, build, each

CONTRIB = ["eigrp"]
D = 'IP(src="10.0.0.1", dst="224.0.0.10", ttl=2)'
TLVS = ["EIGRPParam()", "EIGRPParam(k1=2, k2=3, k3=4, k4=5, k5=6, holdtime=60)", "EIGRPAuthData(authdata=b'0123456789abcdef', keyid=7)", "EIGRPSeq(ipaddr='10.0.0.9')",
        "EIGRPNms(nms=77)", "EIGRPStub()", "EIGRPStub(flags='static+leak-map')", "EIGRPIntRoute(dst='10.1.2.3', prefixlen=32, delay=1, bandwidth=2)",
        "EIGRPExtRoute(dst='10.1.2.3', prefixlen=32, originasn=9, tag=5, flags='external')", "EIGRPv6IntRoute(dst='2001:db8::1', prefixlen=128)",
        "EIGRPv6ExtRoute(dst='2001:db8::1', prefixlen=128, extprotocolid=9)", "EIGRPGeneric(type=0xf5, value=b'abcd')",
        "EIGRPIntRoute(dst='10.1.2.0', prefixlen=24)", "EIGRPIntRoute(dst='10.0.0.0', prefixlen=8)", "EIGRPv6IntRoute(dst='2001:db8::', prefixlen=32)", "EIGRPSwVer()"]
ENTRIES = build(
    ("EIGRP alone", "EIGRP()"),
    ("EIGRP over IP", f"{D}/EIGRP()"),
    ("EIGRP over IPv6", f"{J}/EIGRP()"),
    ("EIGRP, all set", f"{D}/EIGRP(ver=1, opcode='Update', chksum=0x1234, flags='init+update', seq=5, ack=6, asn=7)"),
    ("EIGRP hello", f"{E}/{D}/EIGRP(asn=1, tlvlist=[EIGRPParam(), EIGRPNms()])"),
    ("EIGRP, chksum 0", f"{D}/EIGRP(chksum=0, tlvlist=[EIGRPParam()])"),
    ("EIGRP, length set wrong", f"{D}/EIGRP(tlvlist=[EIGRPGeneric(type=9, len=99, value=b'abcd')])"),
) + each("EIGRP data", f"{D}/EIGRP(tlvlist=[@])", TLVS) \
  + each("EIGRP opcode", f"{D}/EIGRP(opcode='@')", ["Update", "Request", "Query", "Hello"]) + [
    ("cut", "EIGRP", f"{D}/EIGRP(tlvlist=[EIGRPParam(), EIGRPNms()])", [21, 24, 30, 36, 39, 40, 42, 44, 46, 51, 52, 54, 58]),
]
