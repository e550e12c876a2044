from .common import E, I, J, build

U = f"{I}/UDP()"
HEAD = "23020a0000000000000000007f000001" + "00" * 32


def ntp(fields):
    return f"{U}/NTPHeader(sent=0, orig=0{fields})"

ENTRIES = build(
    ("NTP alone", "NTPHeader(sent=0, orig=0)"),
    ("NTP", ntp("")),
    ("NTP over IPv6", f"{J}/UDP()/NTPHeader(sent=0, orig=0)"),
    ("NTP in Ethernet", f"{E}/{U}/NTPHeader(sent=0, orig=0)"),
    ("NTP, other ports", f"{I}/UDP(sport=40000)/NTPHeader(sent=0, orig=0)"),
    ("NTP leap by name", ntp(', leap="unknown (clock unsynchronized)"')),
    ("NTP leap by number", ntp(", leap=1")),
    ("NTP version", ntp(", version=3")),
    ("NTP server", ntp(', mode="server", stratum=2, id="10.0.0.7", poll=6, precision=0xe9')),
    ("NTP symmetric", ntp(', mode="symmetric active"')),
    ("NTP broadcast", ntp(", mode=5, stratum=1, ref_id=b'GPS'")),
    ("NTP stratum 0", ntp(", stratum=0, ref_id=b'RATE', mode=4")),
    ("NTP stratum 1, short name", ntp(", stratum=1, ref_id=b'PP'")),
    ("NTP stratum 15", ntp(", stratum=15, id='192.0.2.1'")),
    ("NTP stratum 255", ntp(", stratum=255")),
    ("NTP times in whole numbers", f"{U}/NTPHeader(ref=1, orig=2, recv=3, sent=4)"),
    ("NTP delays", ntp(", delay=1, dispersion=2")),
    ("NTP and bytes", ntp("") + "/Raw(b'abc')"),
    ("NTP with authenticator", ntp("") + "/NTPAuthenticator(key_id=7, dgst=b'0123456789abcdef')"),
    ("NTP control read status", f"{U}/NTPControl(op_code=1, sequence=5)"),
    ("NTP control read variables", f"{U}/NTPControl(op_code='CTL_OP_READVAR', sequence=5, association_id=9)"),
    ("NTP control all fields", f"{U}/NTPControl(version=4, op_code=4, more=0, sequence=0x1234, status=2, association_id=1, offset=4, count=0)"),
    ("NTP private", f"{U}/NTPPrivate(mode=7, request_code='REQ_MON_GETLIST_1', implementation=3)"),
    ("NTP private by number", f"{U}/NTPPrivate(mode=7, request_code=42, implementation=9, seq=3)"),
) + [
    ("read", "NTP client of an operating system", "UDP", "e1c8007b003800002300062000000000000000000000000000000000000000000000000000000000000000000000000000000000" "0000000000000000"),
    ("read", "NTP server's answer", "NTPHeader", "240206e9000001a10000025cc6336404e84c3d2d6a5f12a3e84c3d4a11111111e84c3d4a22222222e84c3d4a33333333"),
    ("read", "NTP with authenticator, read", "NTPHeader", HEAD + "00000001" + "00112233445566778899aabbccddeeff"),
    ("read", "NTP with padded authenticator", "NTPHeader", HEAD + "00000000" + "00000001" + "00112233445566778899aabbccddeeff"),
    ("read", "NTP with three bytes more", "NTPHeader", HEAD + "616263"),
    ("read", "NTP private, list of clients", "UDP", "007b9c4000580000" "9700032a00010048" "00000005000000640000000000000007" "0a0000020a000001"
     "00000001007b0404" + "00" * 40),
    ("read", "NTP private, counters", "UDP", "007b9c40003c0000" "9700030500" "01002c" + "".join(f"{n:08x}" for n in range(11))),
    ("read", "NTP private request for a peer", "UDP", "9c40007b00300000" "1700030200010020" "0a000002007b0301" + "00" * 24),
    ("read", "NTP private request for the list of clients", "UDP", "9c40007b00100000" "1700032a00000000"),
    ("read", "NTP mode 0", "NTPHeader", "20" + HEAD[2:]),
    ("cut", "NTP", ntp(""), [28, 29, 31, 36, 47, 60, 74, 75]),
]
