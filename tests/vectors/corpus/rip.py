from .common import E, I, J, build, each

CONTRIB = ["ripng"]
U = f"{I}/UDP()"
R = 'RIPEntry(addr="10.1.0.0", mask="255.255.0.0", nextHop="10.0.0.9", metric=2)'
ENTRIES = build(
    ("RIP alone", "RIP()"),
    ("RIP over UDP", f"{U}/RIP()"),
    ("RIP request for all", f"{E}/{U}/RIP(cmd=1, version=2)/RIPEntry(AF=0, metric=16)"),
    ("RIP answer", f"{E}/{U}/RIP(cmd='resp', version=2)/{R}"),
    ("RIP, several routes", f"{U}/RIP(cmd=2, version=2)/{R}/RIPEntry(addr='10.2.0.0')/RIPEntry(addr='10.3.0.0', metric=16, RouteTag=7)"),
    ("RIP, null set", f"{U}/RIP(null=7)/{R}"),
    ("RIP, unknown command", f"{U}/RIP(cmd=99, version=9)"),
    ("RIP password", f"{U}/RIP(cmd=2, version=2)/RIPAuth(password=b'secret')/{R}"),
    ("RIP password, default", f"{U}/RIP(cmd=2, version=2)/RIPAuth()"),
    ("RIP password, full", f"{U}/RIP(cmd=2, version=2)/RIPAuth(authtype='simple', password=b'0123456789abcdef')/{R}"),
    ("RIP MD5", f"{U}/RIP(cmd=2, version=2)/RIPAuth(authtype=3, digestoffset=44, keyid=1, authdatalen=20, seqnum=9)/{R}/RIPAuth(authtype=1, authdata=b'0123456789abcdef')"),
    ("RIP MD5 alone", "RIPAuth(authtype='md5')"),
    ("RIP MD5 data alone", "RIPAuth(authtype='md5authdata')"),
    ("RIP authentication of another kind", f"{U}/RIP(cmd=2, version=2)/RIPAuth(authtype=9)/{R}"),
    ("RIP entry with another family", f"{U}/RIP()/RIPEntry(AF=99)"),
    ("RIP entry alone", "RIPEntry()"),
    ("RIP with bytes", f"{U}/RIP()/b'abc'"),
    ("RIPng alone", "RIPng()"),
    ("RIPng over UDP", f"{J}/UDP()/RIPng()"),
    ("RIPng request for all", f"{J}/UDP()/RIPng(cmd='req')/RIPngEntry(metric=16)"),
    ("RIPng answer", f"{E}/{J}/UDP()/RIPng(cmd=2)/RIPngEntry(prefix_or_nh='2001:db8:1::', prefixlen=48, metric=1)"),
    ("RIPng, several routes", f"{J}/UDP()/RIPng(cmd='resp', ver=1, null=5)/RIPngEntry(prefix_or_nh='fe80::1', metric=255)/RIPngEntry(prefix_or_nh='2001:db8:2::', prefixlen=64, routetag=7, metric=3)"),
    ("RIPng, next hop by name", f"{J}/UDP()/RIPng(cmd=2)/RIPngEntry(prefix_or_nh='fe80::1', metric='next-hop entry')"),
    ("RIPng entry alone", "RIPngEntry()"),
    ("RIPng with bytes", f"{J}/UDP()/RIPng()/b'abc'"),
) + each("RIP command", f"{U}/RIP(cmd='@')", ["req", "resp", "traceOn", "traceOff", "sun", "trigReq", "trigResp", "trigAck", "updateReq", "updateResp", "updateAck"]) + [
    ("read", "RIP from port 520 to another", "UDP", "0208" "c001" "0020" "0000" "02020000" "00020000" "0a010000" "ffff0000" "00000000" "00000001"),
    ("cut", "RIP", f"{U}/RIP(cmd=2, version=2)/{R}/{R}", [29, 30, 32, 33, 34, 36, 40, 48, 52, 54, 60]),
    ("cut", "RIP password", f"{U}/RIP(cmd=2, version=2)/RIPAuth(password=b'secret')/{R}", [34, 36, 40, 52]),
    ("cut", "RIPng", f"{J}/UDP()/RIPng(cmd=2)/RIPngEntry(prefix_or_nh='2001:db8:1::', prefixlen=48)", [49, 52, 53, 68, 70, 71]),
]
