from .common import E, I, J, build

CONTRIB = ["macsec"]
S = 'SCI=MACsecSCI(system_identifier="02:00:00:00:00:05", port_identifier=1)'
K = 'Ether(src="02:00:00:00:00:01")/EAPOL(version=3, type=5)'
B = 'MKABasicParamSet(mka_version_id=1, key_server_priority=16, key_server=1, macsec_desired=1, macsec_capability=2, param_set_body_len=44, ' \
    'SCI=MACsecSCI(system_identifier="02:00:00:00:00:01", port_identifier=1), actor_member_id=b"abcdefghijkl", actor_message_number=1, ' \
    'algorithm_agility=0x0080c201, cak_name=b"0123456789abcdef")'


def mka(sets):
    return f"{K}/MKAPDU(basic_param_set={B}, parameter_sets=[{sets}])"


ENTRIES = build(
    ("MACsec alone", "MACsec()"),
    ("MACsec with IP", f"{E}/MACsec()/{I}/UDP()"),
    ("MACsec, type set", f"{E}/MACsec(type=0x0800)/{I}/UDP()"),
    ("MACsec, type by name", f"{E}/MACsec(type='IPv6', PN=7)/{J}/UDP()"),
    ("MACsec, type 6LoWPAN", f"{E}/MACsec(type=0x1234, PN=7)/b'abc'"),
    ("MACsec, encrypted", f"{E}/MACsec(E=1, C=1, AN=2, PN=7)/b'0123456789abcdef'"),
    ("MACsec with channel", f"{E}/MACsec(SC=1, {S}, E=1, C=1, AN=1, SL=16, PN=9)/b'0123456789abcdef'"),
    ("MACsec with channel and type", f"{E}/MACsec(SC=1, {S}, type=0x0806)/b'abc'"),
    ("MACsec, all bits", f"{E}/MACsec(Ver=1, ES=1, SCB=1, E=1, C=1, AN=3, reserved=3, SL=63, PN=0xffffffff)"),
    ("MACsec over VLAN", f"{E}/Dot1Q(vlan=5)/MACsec(E=1, C=1)/b'abcdef'"),
    ("MKA, basic set", f"{K}/MKAPDU(basic_param_set={B})"),
    ("MKA, live peers", mka("MKALivePeerListParamSet(param_set_body_len=32, member_id_message_num=[MKAPeerListTuple(member_id=b'm' * 12, message_number=b'\\x00\\x00\\x00\\x01'), MKAPeerListTuple(member_id=b'n' * 12)])")),
    ("MKA, potential peers", mka("MKAPotentialPeerListParamSet(param_set_body_len=16, member_id_message_num=[MKAPeerListTuple(member_id=b'm' * 12)])")),
    ("MKA, use of keys", mka("MKASAKUseParamSet(latest_key_an=1, latest_key_tx=1, latest_key_rx=1, old_key_an=2, old_key_tx=1, plain_tx=1, delay_protect=1, param_set_body_len=40, "
                           "latest_key_key_server_member_id=b's' * 12, latest_key_key_number=b'\\x00\\x00\\x00\\x01', latest_key_lowest_acceptable_pn=b'\\x00\\x00\\x00\\x02', "
                           "old_key_key_server_member_id=b't' * 12, old_key_key_number=b'abcd', old_key_lowest_acceptable_pn=b'efgh')")),
    ("MKA, key", mka("MKADistributedSAKParamSet(distributed_an=1, confidentiality_offset=1, param_set_body_len=28, key_number=b'\\x00\\x00\\x00\\x01', sak_aes_key_wrap=b'w' * 24)")),
    ("MKA, key and cipher", mka("MKADistributedSAKParamSet(param_set_body_len=36, key_number=b'\\x00\\x00\\x00\\x01', macsec_cipher_suite=b'\\x00\\x80\\xc2\\x00\\x01\\x00\\x00\\x02', sak_aes_key_wrap=b'w' * 24)")),
    ("MKA, association key", mka("MKADistributedCAKParamSet(param_set_body_len=28, cak_aes_key_wrap=b'w' * 24, cak_key_name=b'name')")),
    ("MKA, integrity code", mka("MKAICVSet(param_set_body_len=16, icv=b'0123456789abcdef')")),
    ("MKA, several sets", mka("MKALivePeerListParamSet(param_set_body_len=16, member_id_message_num=[MKAPeerListTuple(member_id=b'm' * 12)]), MKASAKUseParamSet(param_set_body_len=40), MKAICVSet(param_set_body_len=16)")),
) + [
    ("cut", "MACsec", f"{E}/MACsec(SC=1, {S}, E=1, C=1)/b'abcdef'", [15, 16, 19, 20, 21, 27, 28, 29]),
    ("cut", "MKA", mka("MKAICVSet(param_set_body_len=16, icv=b'0123456789abcdef')"), [18, 20, 22, 30, 33, 50, 66, 67, 69, 70, 80]),
]
