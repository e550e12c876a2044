from .common import E, I, build, each

CONTRIB = ["ikev2"]
H = f"{I}/UDP()/IKEv2(init_SPI=b'abcdefgh', exch_type=34, flags='Initiator')"
T = "IKEv2_payload_Transform(transform_type=1, transform_id=12)"
P = f"IKEv2_payload_Proposal(trans_nb=1, trans={T})"
TS4 = "IPv4TrafficSelector(starting_address_v4='10.0.0.0', ending_address_v4='10.0.0.255')"
PAYLOADS = [f"IKEv2_payload_SA(prop={P})", "IKEv2_payload_KE(group=14, load=b'x' * 16)", "IKEv2_payload_IDr(IDtype=11, ID=b'abcd')",
            "IKEv2_payload_AUTH(auth_type=2, load=b'0123456789abcdef')", "IKEv2_payload_Nonce(load=b'y' * 16)", "IKEv2_payload_Notify(proto=0, type=16388, load=b'z' * 20)",
            "IKEv2_payload_Notify(proto=3, type=11, SPI=b'1234')", "IKEv2_payload_Delete(vendorID=b'abcd')", "IKEv2_payload_VendorID(vendorID=b'0123456789abcdef')",
            f"IKEv2_payload_TSi(traffic_selector=[{TS4}])", f"IKEv2_payload_TSr(traffic_selector=[{TS4}, {TS4}])", "IKEv2_payload_Encrypted(load=b'0123456789abcdef')",
            "IKEv2_payload_Encrypted_Fragment(frag_number=1, frag_total=2, load=b'0123456789abcdef')"]
ENTRIES = build(
    ("IKEv2 alone", "IKEv2()"),
    ("IKEv2 over UDP", f"{I}/UDP()/IKEv2()"),
    ("IKEv2, all set", f"{I}/UDP()/IKEv2(init_SPI=b'abcdefgh', resp_SPI=b'ijklmnop', next_payload=99, version=0x20, exch_type=35, flags='Response', id=7, length=28)"),
    ("IKEv2, length set wrong", f"{I}/UDP()/IKEv2(length=100)/IKEv2_payload_Nonce(load=b'abcd')"),
    ("IKEv2, length of a payload set wrong", f"{H}/IKEv2_payload_Nonce(length=100, load=b'abcd')"),
    ("IKEv2, first message", f"{E}/{H}/IKEv2_payload_SA(next_payload=34, prop={P})/IKEv2_payload_KE(next_payload=40, group=14, load=b'x' * 32)/IKEv2_payload_Nonce(next_payload=0, load=b'y' * 16)"),
    ("IKEv2 on the port of ESP", f"{I}/UDP()/NON_ESP()/IKEv2(init_SPI=b'abcdefgh')"),
    ("IKEv2 keeps a translation", f"{I}/UDP()/NAT_KEEPALIVE()"),
    ("IKEv2 traffic of IPv6", f"{H}/IKEv2_payload_TSi(traffic_selector=[IPv6TrafficSelector(length=40, starting_address_v6='2001:db8::', ending_address_v6='2001:db8::ff')])"),
) + each("IKEv2 payload", f"{H}/@", PAYLOADS) \
  + each("IKEv2 exchange", f"{I}/UDP()/IKEv2(exch_type='@')", ["IKE_SA_INIT", "IKE_AUTH", "CREATE_CHILD_SA", "INFORMATIONAL"]) + [
    ("cut", "IKEv2", f"{H}/IKEv2_payload_Nonce(next_payload=34, load=b'y' * 8)/IKEv2_payload_KE(next_payload=0, group=14, load=b'x' * 16)", [30, 36, 44, 46, 55, 56, 58, 60, 68, 70, 76, 80, 84]),
]
