from .common import E, build

CLIENT = f'{E}/IP(src="0.0.0.0", dst="255.255.255.255")/UDP(sport=68, dport=67)'
SERVER = 'IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=67, dport=68)'
BOOT = 'BOOTP(chaddr=b"\\x02\\0\\0\\0\\0\\x01", xid=0x12345678)'


def dhcp(options):
    return f"{SERVER}/BOOTP(op=2, xid=0x12345678)/DHCP(options=[{options}])"

OPTIONS = [
    '("subnet_mask", "255.255.255.0"), "end"',
    '("router", "10.0.0.254"), "end"',
    '("router", "10.0.0.254", "10.0.0.253"), "end"',
    '("name_server", "10.0.0.3", "10.0.0.4", "10.0.0.5"), "end"',
    '("time_zone", 3600), "end"',
    '("hostname", b"alpha"), "end"',
    '("hostname", "alpha"), "end"',
    '("domain", b"example.net"), "end"',
    '("boot-size", 512), "end"',
    '("default_ttl", 64), "end"',
    '("interface-mtu", 1500), "end"',
    '("path-mtu-plateau-table", 68, 296, 508), "end"',
    '("broadcast_address", "10.0.0.255"), "end"',
    '("static-routes", "10.1.0.0", "10.0.0.254"), "end"',
    '("NTP_server", "10.0.0.6"), "end"',
    '("NIS_domain", b"nis"), "end"',
    '("vendor_specific", b"\\x01\\x02\\x03"), "end"',
    '("NetBIOS_node_type", 8), "end"',
    '("requested_addr", "10.0.0.9"), "end"',
    '("lease_time", 43200), ("renewal_time", 21600), ("rebinding_time", 37800), "end"',
    '("message-type", "discover"), "end"',
    '("message-type", 2), "end"',
    '("message-type", "request"), "end"',
    '("message-type", 13), "end"',
    '("message-type", 99), "end"',
    '("server_id", "10.0.0.2"), "end"',
    '("param_req_list", [1, 3, 6, 15]), "end"',
    '("error_message", b"no"), "end"',
    '("max_dhcp_size", 1500), "end"',
    '("vendor_class_id", b"MSFT 5.0"), "end"',
    '("client_id", b"\\x01\\x02\\0\\0\\0\\0\\x01"), "end"',
    '("tftp_server_name", b"boot.example.net"), ("boot-file-name", b"pxelinux.0"), "end"',
    '("client_FQDN", b"\\0\\0\\0alpha"), "end"',
    '("relay_agent_information", b"\\x01\\x02ab"), "end"',
    '("subnet-selection", "10.2.0.0"), "end"',
    '("tftp_server_address", "10.0.0.7", "10.0.0.8"), "end"',
    '("auto-config", 1), "end"',
    '"pad", "pad", ("router", "10.0.0.254"), "end"',
    '("router", "10.0.0.254"), "end", "pad", "pad"',
    '("router", "10.0.0.254")',
    '(254, b"xyz"), "end"',
    '(224, b""), "end"',
    '"end"',
    '("subnet_mask", "255.255.255.0"), ("message-type", "ack"), "end"',
]
RAW = "02010600" "12345678" "00000000" + "00" * 16 + "02" + "00" * 207 + "63825363"
ENTRIES = build(
    ("BOOTP alone", "BOOTP()"),
    ("BOOTP", f"{CLIENT}/BOOTP()"),
    ("BOOTP ports by themselves", 'IP(src="10.0.0.2", dst="10.0.0.1")/UDP()/BOOTP()'),
    ("BOOTP, all fields", f'{SERVER}/BOOTP(op=2, htype=6, hlen=8, hops=3, xid=0xdeadbeef, secs=7, flags="B", ciaddr="10.0.0.1", yiaddr="10.0.0.2", '
     'siaddr="10.0.0.3", giaddr="10.0.0.4", chaddr=b"abcdef", sname=b"server", file=b"boot.img", options=b"xyz")'),
    ("BOOTP, op by name", f'{SERVER}/BOOTP(op="BOOTREPLY")'),
    ("BOOTP, hardware by name", f'{SERVER}/BOOTP(htype="AX.25")'),
    ("BOOTP, unknown op and hardware", f"{SERVER}/BOOTP(op=9, htype=200)"),
    ("BOOTP, flags", f"{SERVER}/BOOTP(flags=0x8000)"),
    ("BOOTP, odd flags", f"{SERVER}/BOOTP(flags=0x4001)"),
    ("BOOTP, names as long as their fields", f'{SERVER}/BOOTP(sname=b"{"s" * 64}", file=b"{"f" * 128}", chaddr=b"{"c" * 16}")'),
    ("BOOTP, names longer than their fields", f'{SERVER}/BOOTP(sname=b"{"s" * 70}")'),
    ("BOOTP, magic number without options", f'{SERVER}/BOOTP(options=b"c\\x82Sc")'),
    ("BOOTP and bytes", f"{SERVER}/BOOTP()/Raw(b'abc')"),
    ("DHCP discover", f'{CLIENT}/{BOOT}/DHCP(options=[("message-type", "discover"), "end"])'),
    ("DHCP discover, full", f'{CLIENT}/{BOOT}/DHCP(options=[("message-type", "discover"), ("client_id", b"\\x01\\x02\\0\\0\\0\\0\\x01"), '
     '("requested_addr", "10.0.0.9"), ("hostname", b"alpha"), ("param_req_list", [1, 3, 6, 15, 28]), "end"])'),
    ("DHCP offer", f'{SERVER}/BOOTP(op=2, yiaddr="10.0.0.9", siaddr="10.0.0.2", xid=1)/DHCP(options=[("message-type", "offer"), ("server_id", "10.0.0.2"), '
     '("lease_time", 3600), ("subnet_mask", "255.255.255.0"), ("router", "10.0.0.254"), ("name_server", "10.0.0.3"), "end"])'),
    ("DHCP release", f'{CLIENT}/{BOOT}/DHCP(options=[("message-type", "release"), ("server_id", "10.0.0.2"), "end"])'),
    ("DHCP without BOOTP's number", f'{SERVER}/BOOTP(options=b"")/DHCP(options=[("message-type", "ack"), "end"])'),
    ("DHCP, no options", f"{SERVER}/BOOTP()/DHCP()"),
    ("DHCP, empty options", f"{SERVER}/BOOTP()/DHCP(options=[])"),
    ("DHCP, padded to 60 bytes", f'{SERVER}/BOOTP()/DHCP(options=[("message-type", "nak"), "end"])/Padding(b"\\0" * 20)'),
) + [("build", f"DHCP option {text}", dhcp(text)) for text in OPTIONS] + [
    ("read", "DHCP option of the wrong size", "BOOTP", RAW + "0103ffffff" "ff"),
    ("read", "DHCP address list of the wrong size", "BOOTP", RAW + "03050a0000fe0a" "ff"),
    ("read", "DHCP lease time of two bytes", "BOOTP", RAW + "33020e10" "ff"),
    ("read", "DHCP message type of two bytes", "BOOTP", RAW + "35020102" "ff"),
    ("read", "DHCP option without value", "BOOTP", RAW + "0c00" "ff"),
    ("read", "DHCP classless routes", "BOOTP", RAW + "790d180a01020a0000fe000a000001" "ff"),
    ("read", "DHCP classless route cut", "BOOTP", RAW + "7907180a01020a0000" "ff"),
    ("read", "DHCP classless route", "BOOTP", RAW + "7908180a01020a0000fe" "ff"),
    ("read", "DHCP bytes after the end", "BOOTP", RAW + "350105" "ff" "616263"),
    ("read", "DHCP zeros after the end", "BOOTP", RAW + "350105" "ff" "000000"),
    ("read", "BOOTP of another vendor", "BOOTP", RAW[:-8] + "0102030405060708"),
    ("cut", "DHCP offer", dhcp('("message-type", "offer"), ("server_id", "10.0.0.2"), "end"'), [28, 100, 263, 264, 266, 267, 268, 269, 270, 271, 272, 273, 276, 277, 278]),
]
