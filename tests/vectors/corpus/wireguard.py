from .common import E, I, J, build

CONTRIB = ["wireguard"]
U = f"{I}/UDP(dport=51820)"
KEY = "b'" + "k" * 32 + "'"
ENTRIES = build(
    ("WireGuard alone", "Wireguard()"),
    ("WireGuard", f"{U}/Wireguard()"),
    ("WireGuard ports by themselves", f"{I}/UDP()/Wireguard()"),
    ("WireGuard over IPv6", f"{J}/UDP(sport=51820)/Wireguard(message_type=9)"),
    ("WireGuard initiation", f"{E}/{U}/Wireguard()/WireguardInitiation(sender_index=0x01020304, unencrypted_ephemeral={KEY}, encrypted_static=b'{'s' * 48}', encrypted_timestamp=b'{'t' * 28}', mac1=b'{'m' * 16}', mac2=b'{'n' * 16}')"),
    ("WireGuard response", f"{U}/Wireguard()/WireguardResponse(sender_index=1, receiver_index=2, unencrypted_ephemeral={KEY}, encrypted_nothing=b'{'e' * 16}', mac1=b'{'m' * 16}', mac2=b'{'n' * 16}')"),
    ("WireGuard cookie", f"{U}/Wireguard()/WireguardCookieReply(receiver_index=2, nonce=b'{'o' * 24}', encrypted_cookie=b'{'c' * 32}')"),
    ("WireGuard transport", f"{U}/Wireguard()/WireguardTransport(receiver_index=2, counter=3, encrypted_encapsulated_packet=b'0123456789abcdef')"),
    ("WireGuard keep-alive", f"{U}/Wireguard()/WireguardTransport(receiver_index=0xdeadbeef, counter=0x0102030405060708, encrypted_encapsulated_packet=b'0123456789abcdef')"),
    ("WireGuard kind by name", f"{U}/Wireguard(message_type='cookie reply', reserved_zero=5)"),
) + [
    ("cut", "WireGuard cookie", f"{U}/Wireguard()/WireguardCookieReply(receiver_index=2, nonce=b'{'o' * 24}', encrypted_cookie=b'{'c' * 32}')", [29, 31, 32, 34, 36, 48, 60, 78]),
    ("cut", "WireGuard transport", U + "/Wireguard()/WireguardTransport(receiver_index=2, counter=3, encrypted_encapsulated_packet=b'01234567')", [33, 36, 38, 44, 46]),
]
