from .common import I, J, build, each

CONTRIB = ["scapy.layers.can", "scapy.contrib.automotive.someip", "scapy.contrib.automotive.doip"]
S = f"{I}/UDP()/SOMEIP(srv_id=0x1234, client_id=1, session_id=2"
P = 'SOMEIP()/SD(flags=0xc0'


def sd(entries, options):
    return f"{I}/UDP()/SOMEIP()/SD(flags=0xc0, entry_array=[{entries}], option_array=[{options}])"


def doip(fields):
    return f"{I}/TCP(sport=50000)/DoIP({fields})"


ENTRIES = build(
    ("CAN alone", "CAN()"),
    ("CAN", "CAN(identifier=0x123, data=b'abc')"),
    ("CAN, eight bytes", "CAN(identifier=0x7ff, data=b'12345678')"),
    ("CAN, extended", "CAN(flags='extended', identifier=0x12345678, data=b'12345678')"),
    ("CAN, request", "CAN(flags='remote_transmission_request', identifier=0x123, length=4)"),
    ("CAN, error", "CAN(flags='error', identifier=0x4, data=b'\\x00\\x04\\x00\\x00\\x00\\x00\\x00\\x00')"),
    ("CAN, all flags", "CAN(flags=7, identifier=0x1fffffff)"),
    ("CAN, reserved", "CAN(identifier=1, reserved=0x00ffff, data=b'a')"),
    ("CAN over cooked", "CookedLinux(lladdrtype=280)/CAN(identifier=0x123, data=b'abc')"),
    ("CAN FD alone", "CANFD()"),
    ("CAN FD", "CANFD(identifier=0x123, data=b'0123456789abcdef')"),
    ("CAN FD, faster", "CANFD(flags='extended', identifier=0x123, fd_flags='bit_rate_switch+fd_frame', data=b'x' * 64)"),
    ("CAN FD, reserved", "CANFD(identifier=0x123, fd_flags=0xf8, reserved=0x1234, data=b'x')"),
    ("CAN FD over cooked", "CookedLinux(lladdrtype=280)/CANFD(identifier=0x123, data=b'abcdefghijkl')"),
    ("CAN signal", "SignalHeader(identifier=0x123)/b'abcd'"),
    ("SOME/IP alone", "SOMEIP()"),
    ("SOME/IP call", f"{S}, method_id=0x21)/b'abc'"),
    ("SOME/IP event", f"{S}, sub_id=1, event_id=0x21, msg_type='NOTIFICATION')/b'abc'"),
    ("SOME/IP, length set", f"{S}, len=9)/b'abc'"),
    ("SOME/IP, error", f"{S}, msg_type=129, retcode='E_UNKNOWN_METHOD')"),
    ("SOME/IP segment", f"{S}, msg_type='TP_REQUEST', offset=87, more_seg=1)/b'0123456789abcdef'"),
    ("SOME/IP segment, all bits", f"{S}, msg_type='TP_NOTIFICATION', offset=0xfffffff, res=7, more_seg=1)"),
    ("SOME/IP over IPv6", f"{J}/UDP()/SOMEIP(srv_id=0xffff, iface_ver=3, proto_ver=2)"),
    ("discovery, empty", f"{I}/UDP()/SOMEIP()/SD()"),
    ("discovery, find", sd("SDEntry_Service(type=0, srv_id=0x1234, inst_id=0xffff, major_ver=255, ttl=3, minor_ver=0xffffffff)", "")),
    ("discovery, offer", sd("SDEntry_Service(type=1, index_1=0, n_opt_1=1, srv_id=0x1234, inst_id=1, major_ver=1, ttl=0xffffff)", "SDOption_IP4_EndPoint(addr='10.0.0.1', port=30501)")),
    ("discovery, subscribe", sd("SDEntry_EventGroup(index_2=1, n_opt_2=1, srv_id=0x1234, inst_id=1, major_ver=1, ttl=3, res=5, cnt=6, eventgroup_id=7)", "SDOption_IP4_EndPoint(l4_proto='TCP', addr='10.0.0.2', port=1)")),
    ("discovery, subscribed", sd("SDEntry_EventGroup(type=7, srv_id=0x1234, inst_id=1, major_ver=1, ttl=3, eventgroup_id=7)", "")),
    ("discovery, both entries", sd("SDEntry_Service(type=1), SDEntry_EventGroup()", "SDOption_IP4_EndPoint(), SDOption_IP6_EndPoint(addr='2001:db8::1', port=9)")),
    ("discovery, lengths set", f"{I}/UDP()/SOMEIP()/SD(len_entry_array=16, entry_array=[SDEntry_Service()], len_option_array=5, option_array=[SDOption_Config(cfg_str=b'\\x01a')])"),
    ("option, text", sd("", "SDOption_Config(cfg_str=b'\\x05a=abc\\x00')")),
    ("option, text left", sd("", "SDOption_Config()")),
    ("option, text, length set", sd("", "SDOption_Config(len=3, cfg_str=b'ab')")),
    ("option, load", sd("", "SDOption_LoadBalance(priority=1, weight=2)")),
) + each("option", sd("", "SDOption_IP4_@(addr='10.0.0.1', res_hdr=1, res_tail=2, l4_proto=17, port=30490)"), ["EndPoint", "Multicast", "SD_EndPoint"]) \
  + each("option 6", sd("", "SDOption_IP6_@(addr='2001:db8::1', l4_proto='TCP', port=30490)"), ["EndPoint", "Multicast", "SD_EndPoint"]) \
  + each("SOME/IP type", f'{S}, msg_type="@")', ["REQUEST_NO_RETURN", "REQUEST_ACK", "RESPONSE", "ERROR_ACK", "TP_RESPONSE", "TP_ERROR"]) + build(
    ("DoIP alone", "DoIP()"),
    ("DoIP over UDP", f"{I}/UDP()/DoIP(payload_type=1)"),
    ("DoIP nack", f"{I}/UDP()/DoIP(nack=2)"),
    ("DoIP, versions", doip("protocol_version=3, inverse_version=0xfc, payload_type=7")),
    ("DoIP, length set", doip("payload_type=8, payload_length=9")),
    ("DoIP find by EID", doip("payload_type=2, eid=b'abcdef'")),
    ("DoIP find by VIN", doip("payload_type=3, vin=b'WVWZZZ1JZXW000001'")),
    ("DoIP announcement", doip("payload_type=4, vin=b'WVWZZZ1JZXW000001', logical_address=0x1001, eid=b'abcdef', gid=b'ghijkl', further_action=16, vin_gid_status=16")),
    ("DoIP activation", doip("payload_type=5, source_address=0xe00, activation_type='WWH-OBD'")),
    ("DoIP activation, of the maker", doip("payload_type=5, source_address=0xe00, reserved_iso=1, reserved_oem=b'abcd'")),
    ("DoIP activated", doip("payload_type=6, logical_address_tester=0xe00, logical_address_doip_entity=0x1001, routing_activation_response=16")),
    ("DoIP activated, of the maker", doip("payload_type=6, routing_activation_response=4, reserved_oem=b'abcd'")),
    ("DoIP alive?", doip("payload_type=7")),
    ("DoIP alive", doip("payload_type=8, source_address=0xe00")),
    ("DoIP status?", doip("payload_type=0x4001")),
    ("DoIP status", doip("payload_type=0x4002, node_type=1, max_open_sockets=8, cur_open_sockets=2, max_data_size=4096")),
    ("DoIP power?", doip("payload_type=0x4003")),
    ("DoIP power", doip("payload_type=0x4004, diagnostic_power_mode='ready'")),
    ("DoIP diagnosis acknowledged", doip("payload_type=0x8002, source_address=0x1001, target_address=0xe00, previous_msg=b'ab'")),
    ("DoIP diagnosis refused", doip("payload_type=0x8003, source_address=0x1001, target_address=0xe00, nack_code=3")),
    ("DoIP diagnosis", doip("payload_type=0x8001, source_address=0xe00, target_address=0x1001")),
    ("DoIP unknown", doip("payload_type=0x1234")),
) + [
    ("read", "CAN with bytes behind", "CAN", "0000012303000000" + "616263" + "0000000000"),
    ("read", "CAN FD by length", "CAN", "000001230c000000" + "61" * 12),
    ("read", "discovery, unknown option", "SD", "c000000000000000" + "00000007" + "00040000616263"),
    ("read", "discovery, stop", "SD", "c000000000000010" + "01000010" + "12340001" + "01000000" + "00000000" + "0000000c" + "00090400" + "0a000001" + "0011" + "7725"),
    ("read", "DoIP announcement without status", "DoIP", "02fd000400000020" + "31" * 17 + "0001" + "616263646566" + "676869" * 2 + "00"),
    ("cut", "CAN", "CAN(identifier=0x123, data=b'abcd')", [8, 9, 11]),
    ("cut", "CAN FD", "CANFD(identifier=0x123, data=b'abcdefghijkl')", [8, 12, 19]),
    ("cut", "SOME/IP", f"{S}, msg_type='TP_REQUEST')/b'abc'", [28, 29, 30, 32, 36, 40, 43, 44, 45, 47, 48, 49]),
    ("cut", "discovery", sd("SDEntry_Service(type=1), SDEntry_EventGroup()", "SDOption_IP4_EndPoint(), SDOption_Config(cfg_str=b'\\x01a\\x00')"), [44, 45, 48, 51, 52, 60, 67, 68, 70, 84, 86, 88, 90, 99, 100, 101, 103, 104, 105]),
    ("cut", "DoIP", doip("payload_type=4, vin=b'WVWZZZ1JZXW000001', eid=b'abcdef', gid=b'ghijkl'"), [41, 44, 47, 48, 50, 65, 66, 67, 70, 73, 78, 79, 80]),
]
