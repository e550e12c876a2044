from .common import E, I, J, build, each, ip, ip6

TCP_OPTIONS = {
    "MSS": "('MSS', 1460)", "NOP": "('NOP', None)", "EOL": "('EOL', None)", "WScale": "('WScale', 7)", "SAckOK": "('SAckOK', b'')",
    "SAck": "('SAck', (1, 2))", "SAck, two": "('SAck', (1, 2, 3, 4))", "Timestamp": "('Timestamp', (123456, 654321))",
    "AltChkSum": "('AltChkSum', (1, 2))", "AltChkSumOpt": "('AltChkSumOpt', b'')", "UTO": "('UTO', 300)", "TFO": "('TFO', (1, 2))",
    "MD5": "('MD5', b'0123456789abcdef')",
    "Mood": "('Mood', b'happy')", "Mood, empty": "('Mood', b'')", "AltChkSumOpt, data": "(15, b'ab')",
    "SACK of three": "('SAck', (1, 2, 3, 4, 5, 6))", "TFO, large": "('TFO', (4294967295, 4294967295))", "WScale 14": "('WScale', 14)", "UTO, minutes": "('UTO', 0x8005)",
    "unknown": "(254, b'xy')", "unknown, empty": "(253, b'')",
}

def tcp(fields):
    port = "" if "dport" in fields else "dport=1001, "       # Data on port 80 would be read as HTTP.
    return f"{I}/TCP({port}{fields})"

ENTRIES = build(
    ("UDP alone", "UDP()"),
    ("UDP with text", f'{I}/UDP(sport=1000, dport=1001)/b"hello"'),
    ("UDP ports", f'{I}/UDP(sport=1234, dport=4321)/b"hello"'),
    ("UDP port by name", f'{I}/UDP(sport="domain", dport="ntp")'),
    ("UDP port 0", f'{I}/UDP(sport=0, dport=0)'),
    ("UDP, len set", f'{I}/UDP(sport=1000, dport=1001, len=8)/b"abcdef"'),
    ("UDP, len too small", f'{I}/UDP(sport=1000, dport=1001, len=3)/b"abcdef"'),
    ("UDP, len 0", f'{I}/UDP(sport=1000, dport=1001, len=0)/b"abcdef"'),
    ("UDP, len too large", f'{I}/UDP(sport=1000, dport=1001, len=500)/b"abcdef"'),
    ("UDP, len cuts the payload", f'{I}/UDP(sport=1000, dport=1001, len=10)/b"abcdef"'),
    ("UDP, chksum set", f'{I}/UDP(sport=1000, dport=1001, chksum=0xabcd)/b"abcdef"'),
    ("UDP, chksum 0", f'{I}/UDP(sport=1000, dport=1001, chksum=0)/b"abcdef"'),
    ("UDP, chksum works out as zero", f'{I}/UDP(sport=1000, dport=1001)/b"\\xe3\\xe9"'),
    ("UDP odd payload", f'{I}/UDP(sport=1000, dport=1001)/b"abcde"'),
    ("UDP over IPv6", f'{J}/UDP(sport=1000, dport=1001)/b"abcde"'),
    ("UDP, IP len set", ip("len=40") + '/UDP(sport=1000, dport=1001)/b"abcde"'),
    ("UDP, IP len and ihl set", ip("len=40, ihl=5") + '/UDP(sport=1000, dport=1001)/b"abcde"'),
    ("UDP, IPv6 plen set", ip6("plen=40") + '/UDP(sport=1000, dport=1001)/b"abcde"'),
    ("UDP with padding", f'{I}/UDP(sport=1000, dport=1001)/b"ab"/Padding(b"xyz")'),
    ("UDP directly on Ethernet", f'{E}/UDP(sport=1000, dport=1001)'),
    ("TCP alone", "TCP()"),
    ("TCP with text", tcp('flags="PA"') + '/b"GET / HTTP/1.0"'),
    ("TCP ports", tcp("sport=1234, dport=65535")),
    ("TCP port by name", tcp('sport="ssh", dport="https"')),
    ("TCP, all fields set", tcp('sport=1, dport=2, seq=3, ack=4, dataofs=5, reserved=6, flags="SA", window=7, chksum=8, urgptr=9')),
    ("TCP, dataofs too large", tcp("dataofs=7") + '/b"abcdefghijkl"'),
    ("TCP, dataofs too small", tcp("dataofs=3") + '/b"abcdefghijkl"'),
    ("TCP, dataofs 0", tcp("dataofs=0") + '/b"abcdefghijkl"'),
    ("TCP, dataofs 15", tcp("dataofs=15") + '/b"abcdefghijkl"'),
    ("TCP, chksum 0", tcp("chksum=0")),
    ("TCP, chksum set", tcp("chksum=0x1234") + '/b"abc"'),
    ("TCP, large numbers", tcp("seq=4294967295, ack=4294967295, window=65535, urgptr=65535")),
    ("TCP, flags as number", tcp("flags=0x1ff")),
    ("TCP, no flags", tcp('flags=""')),
    ("TCP, flags 0", tcp("flags=0")),
    ("TCP, NS", tcp('flags="SN"')),
    ("TCP over IPv6", f'{J}/TCP(sport=1000, dport=1001)/b"abcde"'),
    ("TCP with padding", tcp("sport=1000") + '/b"ab"/Padding(b"xyz")'),
    ("TCP in Ethernet", f'{E}/{I}/TCP(sport=1000, dport=1001)/b"ab"'),
) + each("TCP flags", tcp('flags="@"'), ["F", "S", "R", "P", "A", "U", "E", "C", "SA", "FA", "RA", "FPU", "SEC", "FSRPAUECN"]) \
  + [("build", f"TCP option {name}", tcp(f"options=[{text}]")) for name, text in TCP_OPTIONS.items()] \
  + [("build", f"TCP option {name}, then data", tcp(f"options=[('NOP', None), {text}], flags='A'") + "/b'data'") for name, text in TCP_OPTIONS.items()] + build(
    ("TCP options of a SYN", tcp("options=[('MSS', 1460), ('SAckOK', b''), ('Timestamp', (1, 0)), ('NOP', None), ('WScale', 7)]")),
    ("TCP options, odd number of bytes", tcp("flags='A', options=[('SAck', (1, 2, 3, 4)), ('WScale', 3)]") + "/b'xyz'"),
    ("TCP options, none", tcp("options=[]")),
    ("TCP options and dataofs set", tcp("dataofs=5, options=[('MSS', 1460)]") + "/b'abc'"),
    ("TCP options, as many as fit", tcp("options=[(254, b'x' * 38)]")),
    ("TCP options, EOL in the middle", tcp("options=[('NOP', None), ('EOL', None), ('MSS', 1460)]")),
    ("TCP option MSS 0 and 65535", tcp("options=[('MSS', 0), ('MSS', 65535)]")),
) + [
    ("read", "TCP option with length 0", "TCP", "00140050000000000000000070022000000000000200" "0102030405"),
    ("read", "TCP option with length 1", "TCP", "0014005000000000000000007002200000000000fe01aabb01010000"),
    ("read", "TCP option longer than the header", "TCP", "001403e9000000000000000060022000000000000220aabb" "ccdd"),
    ("read", "TCP option MSS of a wrong size", "TCP", "001403e9000000000000000060022000000000000203aa00" "ccdd"),
    ("read", "TCP option without its length", "TCP", "001403e90000000000000000600220000000000001" "0101fe" "ccdd"),
    ("read", "TCP options after EOL", "TCP", "0014005000000000000000007002200000000000000204055b010101"),
    ("cut", "TCP with options", tcp("options=[('MSS', 1460), ('SAckOK', b''), ('Timestamp', (1, 0)), ('NOP', None), ('WScale', 7)]") + "/b'abc'",
     [20, 30, 33, 39, 40, 41, 42, 43, 44, 46, 47, 50, 56, 57, 59, 60, 62]),
    ("cut", "UDP", f"{I}/UDP(sport=1000, dport=1001)/b'abcdef'", [21, 24, 27, 28, 30]),
]
