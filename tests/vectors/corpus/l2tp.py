from .common import E, I, build, each

U = f"{I}/UDP()"
ENTRIES = build(
    ("L2TP alone", "L2TP()"),
    ("L2TP over UDP", f"{U}/L2TP()"),
    ("L2TP data", f"{E}/{U}/L2TP(tunnel_id=7, session_id=9)"),
    ("L2TP, length", f"{U}/L2TP(hdr='length', tunnel_id=7, session_id=9)"),
    ("L2TP, length set wrong", f"{U}/L2TP(hdr='length', len=100, tunnel_id=7)"),
    ("L2TP control", f"{E}/{U}/L2TP(hdr='control+length+sequence', tunnel_id=7, ns=1, nr=2)"),
    ("L2TP control alone", f"{U}/L2TP(hdr='control')"),
    ("L2TP, sequence", f"{U}/L2TP(hdr='sequence', ns=1, nr=2)"),
    ("L2TP, offset", f"{U}/L2TP(hdr='offset')"),
    ("L2TP, offset and length", f"{U}/L2TP(hdr='offset+length', offset=2)"),
    ("L2TP, everything", f"{U}/L2TP(hdr=0xfff, ns=1, nr=2, offset=0)"),
    ("L2TP, flags as number", f"{U}/L2TP(hdr=0xc80)"),
    ("L2TP, version 3", f"{U}/L2TP(version=3)"),
    ("L2TP, ports set", f"{I}/UDP(sport=50000, dport=1701)/L2TP(tunnel_id=1)"),
) + each("L2TP flag", f"{U}/L2TP(hdr='@')", ["priority", "offset", "sequence", "length", "control"]) + [
    ("cut", "L2TP control", f"{U}/L2TP(hdr='control+length+sequence', tunnel_id=7, ns=1, nr=2)", [29, 30, 32, 34, 36, 38, 39]),
]
