from .common import E, I, J, build, each

CONTRIB = ["bfd"]
STATES = ["AdminDown", "Down", "Init", "Up"]
WHY = ["No Diagnostic", "Control Detection Time Expired", "Echo Function Failed", "Neighbor Signaled Session Down", "Path Down",
       "Administratively Down", "Mis-Connectivity Defect"]
ENTRIES = build(
    ("BFD alone", "BFD()"),
    ("BFD over UDP", f"{I}/UDP()/BFD()"),
    ("BFD, one hop", f"{E}/{I}/UDP(sport=49152, dport=3784)/BFD(sta='Down', my_discriminator=1, your_discriminator=0)"),
    ("BFD, one hop, default ports", f"{I}/UDP(dport=3784, sport=3784)/BFD()"),
    ("BFD, several hops", f"{I}/UDP(sport=4784, dport=4784)/BFD()"),
    ("BFD over IPv6", f"{J}/UDP(sport=3784, dport=3784)/BFD()"),
    ("BFD, all set", f"{I}/UDP()/BFD(version=7, diag=31, sta=2, flags='MDACFP', detect_mult=1, len=99, my_discriminator=1, your_discriminator=2, min_tx_interval=3, min_rx_interval=4, echo_rx_interval=5)"),
    ("BFD, poll", f"{I}/UDP()/BFD(flags='P')"),
    ("BFD, final", f"{I}/UDP()/BFD(flags='F')"),
    ("BFD, flags as number", f"{I}/UDP()/BFD(flags=63)"),
    ("BFD, bytes behind", f"{I}/UDP()/BFD(len=27)/b'abc'"),
) + each("BFD state", f"{I}/UDP()/BFD(sta='@')", STATES) + each("BFD diagnostic", f"{I}/UDP()/BFD(diag='@')", WHY) + [
    ("cut", "BFD", f"{I}/UDP()/BFD()", [29, 30, 32, 36, 40, 51]),
]
