from .common import J, build

N = "nonce=b'01234567'"
ENTRIES = build(
    ("nothing asked", f"{J}/ICMPv6NIQueryNOOP({N}, code=0, data='2001:db8::2')"),
    ("name asked", f"{J}/ICMPv6NIQueryName({N}, code=0, data='2001:db8::2')"),
    ("addresses asked", f"{J}/ICMPv6NIQueryIPv6({N}, code=0, data='2001:db8::2')"),
    ("IPv4 addresses asked", f"{J}/ICMPv6NIQueryIPv4({N}, code=2, data='10.0.0.2')"),
    ("all flags", f"{J}/ICMPv6NIQueryIPv6({N}, code=0, flags='TACLSG', unused=1, data='2001:db8::2')"),
    ("nothing answered", f"{J}/ICMPv6NIReplyNOOP({N})"),
    ("refused", f"{J}/ICMPv6NIReplyRefuse({N})"),
    ("unknown", f"{J}/ICMPv6NIReplyUnknown({N})"),
) + [
    ("cut", "addresses asked", f"{J}/ICMPv6NIQueryIPv6({N}, code=0, data='2001:db8::2')", [41, 44, 48, 52, 55, 56]),
]
