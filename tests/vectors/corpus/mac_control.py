from .common import E, build, each

CONTRIB = ["mac_control"]
L = 'Ether(dst="01:80:c2:00:00:01", src="02:00:00:00:00:01")'

ENTRIES = build(
    ("MAC control alone", f"{L}/MACControl()/b'\\x00\\x99abc'"),
    ("pause", f"{L}/MACControlPause(pause_time=65535)"),
    ("pause, time left", f"{L}/MACControlPause()"),
    ("pause over VLAN", f"{L}/Dot1Q(vlan=5)/MACControlPause(pause_time=3)"),
    ("pause with Raw", f"{L}/MACControlPause(pause_time=3)/b'abc'"),
    ("pause, other code", f"{L}/MACControlPause(_op_code=99)/b'abc'"),
    ("gate", f"{L}/MACControlGate(timestamp=0x12345678)/b'\\x00\\x00'"),
    ("report", f"{L}/MACControlReport(timestamp=5, flags='ack', pending_grants=3)/b'\\x00\\x00'"),
    ("register request", f"{L}/MACControlRegisterReq(timestamp=5, assigned_port=7, flags='register', sync_time=9, echoed_pending_grants=2)/b'\\x00\\x00'"),
    ("register", f"{L}/MACControlRegister(timestamp=5, flags='nack', echoed_assigned_port=7, echoed_sync_time=9)/b'\\x00\\x00'"),
    ("register acknowledgement", f"{L}/MACControlRegisterAck(timestamp=5, flags=9, echoed_assigned_port=7, echoed_sync_time=9)/b'\\x00\\x00'"),
    ("class based, none", f"{L}/MACControlClassBasedFlowControl()"),
    ("class based, all", f"{L}/MACControlClassBasedFlowControl(_reserved=1, " + ", ".join(f"c{n}_enabled=1, c{n}_pause_time={n + 1}" for n in range(8)) + ")/b'\\x00\\x00'"),
) + each("class based", f"{L}/MACControlClassBasedFlowControl(c@_enabled=1, c@_pause_time=0xffff)/b'\\x00\\x00'", [str(n) for n in range(8)]) \
  + each("flags", f'{L}/MACControlReport(flags="@")/b"\\x00\\x00"', ["register", "deregister", "ack", "nack"]) + [
    ("read", "pause from a capture", "Ether", "0180c2000001" + "020000000001" + "8808" + "0001" + "00ff" + "00" * 42),
    ("read", "unknown code", "Ether", "0180c2000001" + "020000000001" + "8808" + "0007" + "00ff" + "00" * 42),
    ("cut", "pause", f"{L}/MACControlPause(pause_time=3)", [14, 15, 16, 17, 18, 19]),
    ("cut", "class based", f"{L}/MACControlClassBasedFlowControl()/b'\\x00\\x00'", [16, 17, 18, 20, 33, 34]),
]
