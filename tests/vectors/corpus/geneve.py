from .common import E, I, J, Q, build

CONTRIB = ["geneve"]
U = f"{I}/UDP(sport=54321)"
INNER = 'Ether(dst="02:00:00:00:00:04", src="02:00:00:00:00:03")'
O = "GeneveOptions(classid=0x0102, type=0x80, data=b'abcd')"
ENTRIES = build(
    ("GENEVE alone", "GENEVE()"),
    ("GENEVE over UDP", f"{U}/GENEVE(vni=0x123456)"),
    ("GENEVE carries a frame", f"{E}/{U}/GENEVE(vni=7)/{INNER}/{Q}/UDP(sport=1, dport=2)"),
    ("GENEVE carries IP", f"{U}/GENEVE(vni=7)/{Q}/UDP(sport=1, dport=2)"),
    ("GENEVE carries IPv6", f"{J}/UDP(sport=54321)/GENEVE(vni=7)/{J}/UDP(sport=1, dport=2)"),
    ("GENEVE carries bytes", f"{U}/GENEVE(proto=0x1234)/b'abc'"),
    ("GENEVE, all set", f"{U}/GENEVE(version=3, oam=1, critical=1, reserved=63, proto='IPv4', vni=0xffffff, reserved2=0xff)"),
    ("GENEVE, option", f"{U}/GENEVE(vni=7, options=[{O}])/{INNER}"),
    ("GENEVE, several options", f"{U}/GENEVE(vni=7, critical=1, options=[{O}, GeneveOptions(classid='Linux', type=1), GeneveOptions(classid=0x101, type=2, data=b'01234567')])/{Q}"),
    ("GENEVE, option default", f"{U}/GENEVE(options=[GeneveOptions()])"),
    ("GENEVE, option length set too large", f"{U}/GENEVE(options=[GeneveOptions(classid=1, length=3, data=b'abcd')])"),
    ("GENEVE, option length set too small", f"{U}/GENEVE(options=[GeneveOptions(classid=1, length=0, data=b'abcd')])"),
    ("GENEVE, length set too large", f"{U}/GENEVE(optionlen=5, options=[{O}])/b'abcdefgh'"),
    ("GENEVE, length set to 0", f"{U}/GENEVE(optionlen=0, options=[{O}])/b'abcdefgh'"),
    ("GENEVE, option of 60 bytes", f"{U}/GENEVE(options=[GeneveOptions(classid=1, data=b'x' * 60)])"),
    ("GENEVE option alone", O),
) + [
    ("read", "GENEVE with a long option list", "GENEVE", "1400655800000700" + "0102800f" + "aa" * 60 + "01010103" + "bb" * 12 + "ffffffffffff0200000000039000"),
    ("cut", "GENEVE", f"{U}/GENEVE(vni=7, options=[{O}, {O}])/{Q}", [29, 30, 35, 36, 37, 40, 42, 44, 46, 52, 60]),
]
