from .common import E, I, J, Q, build, each

ICMP_TYPES = ["echo-reply", "dest-unreach", "source-quench", "redirect", "echo-request", "router-advertisement", "router-solicitation",
              "time-exceeded", "parameter-problem", "information-request", "information-response", "address-mask-request",
              "address-mask-reply", "traceroute", "photuris"]

def quoted(error, inner):
    return f"{I}/ICMP({error})/{inner}"

ENTRIES = build(
    ("ICMP alone", "ICMP()"),
    ("ICMP echo", f"{I}/ICMP(id=0x1234, seq=7)/b'abcdefgh'"),
    ("ICMP echo, odd payload", f"{I}/ICMP(id=1, seq=2)/b'abc'"),
    ("ICMP echo answer", f"{I}/ICMP(type=0, id=1, seq=2)/b'abc'"),
    ("ICMP, chksum set", f"{I}/ICMP(chksum=0xabcd)"),
    ("ICMP, chksum 0", f"{I}/ICMP(chksum=0)"),
    ("ICMP, code set", f"{I}/ICMP(code=9)"),
    ("ICMP, unknown type", f"{I}/ICMP(type=99)/b'abc'"),
    ("ICMP, code by name", f'{I}/ICMP(type=3, code="port-unreachable")'),
    ("ICMP timestamp request", f"{I}/ICMP(type=13, id=1, seq=2, ts_ori=1000, ts_rx=2000, ts_tx=86399999)"),
    ("ICMP timestamp answer", f"{I}/ICMP(type=14, id=1, seq=2, ts_ori=0, ts_rx=3600000, ts_tx=61001)"),
    ("ICMP redirect", f'{I}/ICMP(type=5, code=1, gw="10.0.0.254")/{Q}/UDP()'),
    ("ICMP parameter problem", f"{I}/ICMP(type=12, ptr=20)"),
    ("ICMP address mask", f'{I}/ICMP(type=18, addr_mask="255.255.255.0")'),
    ("ICMP fragmentation needed", f"{I}/ICMP(type=3, code=4, nexthopmtu=1400)"),
    ("ICMP length", f"{I}/ICMP(type=11, length=5, reserved=1)/{Q}"),
    ("ICMP unused", f"{I}/ICMP(type=4, unused=77)"),
    ("ICMP with padding", f"{I}/ICMP()/b'ab'/Padding(b'xyz')"),
    ("ICMP over IPv6", f"{J}/ICMP()"),
) + each("ICMP type", f'{I}/ICMP(type="@")', ICMP_TYPES) \
  + each("ICMP unreachable code", f"{I}/ICMP(type=3, code=@)", [str(code) for code in range(17)]) \
  + each("ICMP redirect code", f'{I}/ICMP(type=5, code=@, gw="10.0.0.9")', ["0", "1", "2", "3", "4"]) \
  + each("ICMP exceeded code", f"{I}/ICMP(type=11, code=@)", ["0", "1", "2"]) \
  + each("ICMP parameter code", f"{I}/ICMP(type=12, code=@)", ["0", "1", "2"]) + build(
    ("ICMP unreachable quoting UDP", quoted("type=3, code=3", f"{Q}/UDP(sport=1000, dport=99)")),
    ("ICMP unreachable quoting UDP, error classes", quoted("type=3, code=3", 'IPerror(src="10.0.0.2", dst="10.0.0.1", proto=17)/UDPerror(sport=1000, dport=99)')),
    ("ICMP unreachable quoting TCP", quoted("type=3, code=1", f"{Q}/TCP(sport=1000, dport=99)")),
    ("ICMP unreachable quoting ICMP", quoted("type=3, code=1", f"{Q}/ICMP(id=3, seq=4)/b'abc'")),
    ("ICMP exceeded quoting UDP and DNS", quoted("type=11", f"{Q}/UDP()/DNS(qd=DNSQR())")),
    ("ICMP exceeded quoting UDP, padding", quoted("type=11, length=17", f"{Q}/UDP()/DNS(qd=DNSQR())/Padding(b'\\x00' * 7)")),
    ("ICMP exceeded quoting IP options", quoted("type=11", 'IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_NOP()])/UDP(sport=1000, dport=99)')),
    ("ICMP quoting an ICMP error", quoted("type=3", f"{Q}/ICMP(type=11)/{I}/UDP()")),
    ("ICMP quoting IP alone", quoted("type=3", Q)),
    ("ICMP quoting IP in IP", quoted("type=3", f"{Q}/{Q}/TCP()")),
    ("ICMP source quench quoting", quoted("type=4", f"{Q}/UDP(sport=1000, dport=99)/b'abc'")),
    ("ICMP quoting a fragment", quoted("type=11, code=1", 'IP(src="10.0.0.2", dst="10.0.0.1", frag=4, proto=17)/b"abcdefgh"')),
    ("ICMP quoting a wrong checksum", quoted("type=3", 'IP(src="10.0.0.2", dst="10.0.0.1", chksum=0, ttl=1)/UDP(sport=1000, dport=99, chksum=1)')),
    ("ICMP quoting in Ethernet", f"{E}/" + quoted("type=3, code=3", f"{Q}/UDP(sport=1000, dport=99)")),
) + [
    ("cut", "ICMP echo", f"{I}/ICMP(id=1, seq=2)/b'abcdef'", [21, 22, 24, 25, 26, 27, 28, 30]),
    ("cut", "ICMP timestamp", f"{I}/ICMP(type=13, id=1, seq=2, ts_ori=1000, ts_rx=2000, ts_tx=3000)", [30, 38]),
    ("cut", "ICMP quoting UDP", quoted("type=3, code=3", f"{Q}/UDP(sport=1000, dport=99)/b'abcdef'"), [28, 29, 38, 47, 48, 50, 52, 54, 56, 58]),
    ("cut", "ICMP quoting TCP", quoted("type=3, code=3", f"{Q}/TCP(sport=1000, dport=99)/b'abcdef'"), [48, 50, 52, 54, 56, 58, 60, 61, 62, 66, 68, 70]),
    ("cut", "ICMP quoting ICMP", quoted("type=3, code=3", f"{Q}/ICMP(id=3, seq=4)/b'abcdef'"), [50, 52, 54, 56, 58]),
]
