from .common import E, I, build

T = f'{I}/TCP(sport=50000, flags="PA")'
H = "host_name=b'router', vendor_string=b'maker'"
MESSAGES = [f"PPTPStartControlConnectionRequest({H})", f"PPTPStartControlConnectionReply({H}, result_code=2, error_code=1)", "PPTPStopControlConnectionRequest(reason=2)",
            "PPTPStopControlConnectionReply(result_code=2)", "PPTPEchoRequest(identifier=7)", "PPTPEchoReply(identifier=7, error_code=3)",
            "PPTPOutgoingCallRequest(call_id=7, phone_number_len=3, phone_number=b'123', subaddress=b'4')", "PPTPOutgoingCallReply(call_id=8, peer_call_id=7, result_code=4)",
            "PPTPIncomingCallRequest(call_id=7, dialed_number_len=3, dialed_number=b'123', dialing_number=b'456')", "PPTPIncomingCallReply(peer_call_id=7)",
            "PPTPIncomingCallConnected(peer_call_id=7)", "PPTPCallClearRequest(call_id=7)", "PPTPCallDisconnectNotify(call_id=7, call_statistic=b'none')",
            "PPTPWANErrorNotify(crc_errors=1, framing_errors=2, hardware_overruns=3, buffer_overruns=4, time_out_errors=5, alignment_errors=6)", "PPTPSetLinkInfo(send_accm=1, receive_accm=2)"]
ENTRIES = build(
    ("PPTP alone", "PPTP()"),
    ("PPTP, another message", f"{T}/PPTP(ctrl_msg_type=99, data=b'abcd')"),
    ("PPTP, all set", f"{T}/PPTP(len=12, type=2, magic_cookie=5, ctrl_msg_type=99, reserved_0=6)"),
    ("PPTP, length set wrong", f"{T}/PPTP(len=100, ctrl_msg_type=99, data=b'abcd')"),
    ("PPTP in Ethernet", f"{E}/{T}/PPTPEchoRequest(identifier=1)"),
) + [("build", f"{text.split('(')[0]} over TCP", f"{T}/{text}") for text in MESSAGES] \
  + [("build", f"{text.split('(')[0]} with its defaults", f"{text.split('(')[0]}({'identifier=0' if 'Echo' in text else ''})") for text in MESSAGES] + [
    ("cut", "PPTP", f"{T}/PPTPStopControlConnectionReply(result_code=2)", [41, 44, 48, 50, 52, 53, 54, 55]),
    ("cut", "PPTP echo", f"{T}/PPTPEchoRequest(identifier=7)", [52, 54, 55]),
]
