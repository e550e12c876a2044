from .common import build

CONTRIB = ["slowprot", "lacp"]
S = 'Ether(src="02:00:00:00:00:01")/SlowProtocol()'
A = 'actor_system="02:00:00:00:00:01", partner_system="02:00:00:00:00:02"'
M = 'requester_system="02:00:00:00:00:01"'

ENTRIES = build(
    ("slow protocol alone", "SlowProtocol()"),
    ("slow protocol, subtype by name", 'SlowProtocol(subtype="OSSP")/b"abc"'),
    ("slow protocol with text", f'{S}/b"abc"'),
    ("slow protocol to one", f'Ether(dst="02:00:00:00:00:02", src="02:00:00:00:00:01")/SlowProtocol()/LACP()'),
    ("LACP alone", "LACP()"),
    ("LACP", f"{S}/LACP({A})"),
    ("LACP, all set", f"{S}/LACP(version=2, actor_type=9, actor_length=1, actor_system_priority=32768, actor_key=13, actor_port_priority=255, actor_port_number=22, "
     f"actor_state=0x3d, actor_reserved=b'abc', partner_type=8, partner_length=2, partner_system_priority=1, partner_key=2, partner_port_priority=3, "
     f"partner_port_number=4, partner_state=255, partner_reserved=b'def', collector_type=7, collector_length=3, collector_max_delay=0xffff, "
     f"collector_reserved=b'123456789012', terminator_type=6, terminator_length=4, reserved=b'r' * 50, {A})"),
    ("LACP, reserved too short", f"{S}/LACP({A}, actor_reserved=b'a', reserved=b'b')"),
    ("LACP, reserved too long", f"{S}/LACP({A}, partner_reserved=b'abcdef')"),
    ("LACP with padding", f"{S}/LACP({A})/Padding(b'abcd')"),
    ("LACP over VLAN", f"Ether(dst='01:80:c2:00:00:02', src='02:00:00:00:00:01')/Dot1Q()/SlowProtocol()/LACP({A})"),
    ("marker alone", "MarkerProtocol(reserved=b'')"),
    ("marker request", f"{S}/MarkerProtocol({M}, requester_port=3, requester_transaction_id=77, reserved=b'')"),
    ("marker response", f"{S}/MarkerProtocol({M}, marker_type='Marker Response', requester_port=3, requester_transaction_id=77, reserved=b'')"),
    ("marker, all set", f"{S}/MarkerProtocol({M}, version=2, marker_type=9, marker_length=1, requester_port=0xffff, requester_transaction_id=0xffffffff, "
     f"marker_reserved=b'ab', terminator_type=1, terminator_length=2, reserved=b'z' * 90)"),
) + [
    ("read", "LACP from a capture", "Ether", "0180c2000002" + "020000000001" + "8809" + "0101" + "0114" + "8000020000000001000d800000160d000000" + "0214" + "ffff00000000000000000000000000000000"[:36]
     + "0310" + "0000" + "00" * 12 + "0000" + "00" * 50),
    ("cut", "LACP", f"{S}/LACP({A})", [14, 15, 16, 18, 20, 26, 35, 37, 55, 57, 72, 74, 75, 123]),
    ("cut", "marker", f"{S}/MarkerProtocol({M}, reserved=b'')", [16, 18, 20, 26, 32, 34, 36]),
]
