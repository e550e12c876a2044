from .common import E, I, J, build, each

D = 'IP(src="10.0.0.1", dst="224.0.0.18", ttl=255)'
ENTRIES = build(
    ("VRRP alone", "VRRP()"),
    ("VRRP over IP", f"{I}/VRRP()"),
    ("VRRP with an address", f"{E}/{D}/VRRP(vrid=7, priority=200, addrlist=['10.0.0.254'])"),
    ("VRRP with several addresses", f"{D}/VRRP(addrlist=['10.0.0.254', '10.0.1.254', '10.0.2.254'])"),
    ("VRRP, password", f"{D}/VRRP(authtype=1, addrlist=['10.0.0.254'], auth1=0x73656372, auth2=0x65740000)"),
    ("VRRP, count set too large", f"{D}/VRRP(ipcount=4, addrlist=['10.0.0.254'])"),
    ("VRRP, count set too small", f"{D}/VRRP(ipcount=1, addrlist=['10.0.0.254', '10.0.1.254', '10.0.2.254'])"),
    ("VRRP, chksum set", f"{D}/VRRP(chksum=0xabcd, addrlist=['10.0.0.254'])"),
    ("VRRP, chksum 0", f"{D}/VRRP(chksum=0)"),
    ("VRRP, type and version set", f"{D}/VRRP(version=4, type=2)"),
    ("VRRP with bytes", f"{D}/VRRP(addrlist=['10.0.0.254'])/b'abc'"),
    ("VRRP gives up", f"{D}/VRRP(priority=0, adv=255, vrid=255, addrlist=['10.0.0.254'])"),
    ("VRRPv3 alone", "VRRPv3()"),
    ("VRRPv3 over IP", f"{I}/VRRPv3()"),
    ("VRRPv3 with addresses", f"{E}/{D}/VRRPv3(vrid=7, priority=200, addrlist=['10.0.0.254', '10.0.1.254'])"),
    ("VRRPv3 over IPv6", f"{J}/VRRPv3()"),
    ("VRRPv3 over IPv6 with addresses", f"{E}/{J}/VRRPv3(vrid=7, addrlist=['fe80::1', '2001:db8::1'])"),
    ("VRRPv3, count set too large", f"{D}/VRRPv3(ipcount=4, addrlist=['10.0.0.254'])"),
    ("VRRPv3, count set too small", f"{J}/VRRPv3(ipcount=0, addrlist=['fe80::1'])"),
    ("VRRPv3, chksum set", f"{D}/VRRPv3(chksum=0xabcd, addrlist=['10.0.0.254'])"),
    ("VRRPv3, all bits", f"{D}/VRRPv3(type=15, res=15, adv=4095)"),
    ("VRRPv3 with bytes", f"{D}/VRRPv3(addrlist=['10.0.0.254'])/b'abc'"),
) + [
    ("read", "VRRP from a capture", "IP", "45c000280000000" "0ff70" "19e6" "c0a80001" "e0000012" "21016401" "0001" "ba52" "c0a80001" "0000000000000000"),
    ("cut", "VRRP", f"{D}/VRRP(addrlist=['10.0.0.254', '10.0.1.254'])", [20, 21, 24, 26, 28, 30, 32, 36, 38, 40]),
    ("cut", "VRRPv3", f"{D}/VRRPv3(addrlist=['10.0.0.254', '10.0.1.254'])", [21, 24, 26, 28, 30, 32, 34]),
    ("cut", "VRRPv3 over IPv6", f"{J}/VRRPv3(addrlist=['fe80::1', '2001:db8::1'])", [44, 48, 50, 64, 70]),
]
