from .common import E, I, build, each

D = 'IP(src="10.0.0.1", dst="224.0.0.2", ttl=1)'
M = "HSRPmd5(sourceip='10.0.0.1', keyid=7, len=28, algo=1, authdigest=b'0123456789abcdef')"
ENTRIES = build(
    ("HSRP alone", "HSRP()"),
    ("HSRP over UDP", f"{D}/UDP()/HSRP()"),
    ("HSRP hello", f"{E}/{D}/UDP(sport=1985, dport=1985)/HSRP(group=7, virtualIP='10.0.0.254')"),
    ("HSRP, all set", f"{D}/UDP()/HSRP(version=1, opcode=2, state=4, hellotime=1, holdtime=4, priority=255, group=9, reserved=3, auth=b'abc', virtualIP='10.0.0.254')"),
    ("HSRP, short password", f"{D}/UDP()/HSRP(auth=b'abc')"),
    ("HSRP, long password", f"{D}/UDP()/HSRP(auth=b'abcdefghij')"),
    ("HSRP, unknown state", f"{D}/UDP()/HSRP(state=3, opcode=9)"),
    ("HSRP, signed", f"{E}/{D}/UDP(sport=1985, dport=1985)/HSRP(virtualIP='10.0.0.254')/{M}"),
    ("HSRP signature alone", M),
    ("HSRP with bytes", f"{D}/UDP(sport=1985, dport=1985)/HSRP()/b'abc'"),
) + each("HSRP opcode", f"{D}/UDP()/HSRP(opcode='@')", ["Hello", "Coup", "Resign", "Advertise"]) \
  + each("HSRP state", f"{D}/UDP()/HSRP(state='@')", ["Initial", "Learn", "Listen", "Speak", "Standby", "Active"]) + [
    ("read", "HSRP from a capture", "UDP", "07c107c1001c" "0000" "00000803" "0a780100" "636973636f000000" "c0a80001"),
    ("cut", "HSRP", f"{D}/UDP(sport=1985, dport=1985)/HSRP()/{M}", [29, 32, 36, 40, 44, 48, 50, 60, 77]),
]
