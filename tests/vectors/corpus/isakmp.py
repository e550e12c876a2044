from .common import E, I, build, each

H = f"{I}/UDP()/ISAKMP(init_cookie=b'abcdefgh', exch_type=2)"
ENTRIES = build(
    ("ISAKMP alone", "ISAKMP()"),
    ("ISAKMP over UDP", f"{I}/UDP()/ISAKMP()"),
    ("ISAKMP, all set", f"{I}/UDP()/ISAKMP(init_cookie=b'abcdefgh', resp_cookie=b'ijklmnop', next_payload=99, version=0x11, exch_type=5, flags='commit+auth_only', id=7, length=28)"),
    ("ISAKMP, length set wrong", f"{I}/UDP()/ISAKMP(length=100)/ISAKMP_payload_Nonce(load=b'abcd')"),
    ("ISAKMP, encrypted", f"{I}/UDP()/ISAKMP(init_cookie=b'abcdefgh', flags='encryption', next_payload=5)/b'0123456789abcdef'"),
    ("ISAKMP, short cookie", f"{I}/UDP()/ISAKMP(init_cookie=b'abc')"),
    ("ISAKMP vendor", f"{E}/{H}/ISAKMP_payload_VendorID(load=b'0123456789abcdef')"),
    ("ISAKMP vendors", f"{H}/ISAKMP_payload_VendorID(load=b'0123')/ISAKMP_payload_VendorID(load=b'abcd')"),
    ("ISAKMP key exchange", f"{H}/ISAKMP_payload_KE(load=b'x' * 96)/ISAKMP_payload_Nonce(load=b'y' * 20)"),
    ("ISAKMP name", f"{H}/ISAKMP_payload_ID(IDtype=1, ProtoID=17, Port=500, load=b'\\x0a\\x00\\x00\\x01')"),
    ("ISAKMP hash", f"{H}/ISAKMP_payload_Hash(load=b'0123456789abcdef')"),
    ("ISAKMP, length of a payload set wrong", f"{H}/ISAKMP_payload_Nonce(length=100, load=b'abcd')"),
    ("ISAKMP, unknown payload", f"{I}/UDP()/ISAKMP(next_payload=77)/ISAKMP_payload(next_payload=0, load=b'abcd')"),
) + each("ISAKMP exchange", f"{I}/UDP()/ISAKMP(exch_type='@')", ["None", "base", "identity prot.", "auth only", "aggressive", "info"]) \
  + each("ISAKMP payload", f"{I}/UDP()/ISAKMP(next_payload='@')", ["SA", "Proposal", "Transform", "KE", "ID", "CERT", "Hash", "SIG", "Nonce", "Notification", "VendorID"]) + [
    ("cut", "ISAKMP", f"{H}/ISAKMP_payload_KE(load=b'x' * 16)/ISAKMP_payload_Nonce(load=b'y' * 8)", [30, 36, 44, 46, 50, 55, 56, 58, 60, 70, 76, 78, 80, 84]),
]
