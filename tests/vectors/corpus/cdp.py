from .common import build, each

CONTRIB = ["cdp", "dtp", "vtp"]
S = 'SNAP(OUI=12)'
CAPABILITIES = ["Router", "TransparentBridge", "SourceRouteBridge", "Switch", "Host", "IGMPCapable", "Repeater"]


def cdp(messages):
    return f"CDPv2_HDR(msg=[{messages}])"


def dtp(parts):
    return f"DTP(tlvlist=[{parts}])"


def vtp(fields):
    return f"VTP(domnamelen=10, {fields})"


ENTRIES = build(
    ("CDP alone", "CDPv2_HDR()"),
    ("DTP over 802.3", f'Dot3(dst="01:00:0c:cc:cc:cc", src="02:00:00:00:00:01")/LLC()/{S}/DTP(tlvlist=[DTPStatus()])'),
    ("VTP over 802.3", f'Dot3(dst="01:00:0c:cc:cc:cc", src="02:00:00:00:00:01")/LLC()/{S}/VTP(domnamelen=10)'),
    ("CDP over 802.3", f'Dot3(dst="01:00:0c:cc:cc:cc", src="02:00:00:00:00:01")/LLC()/{S}/CDPv2_HDR()'),
    ("CDP, checksum set", f"CDPv2_HDR(vers=1, ttl=10, cksum=0x1234)"),
    ("CDP device", cdp("CDPMsgDeviceID(val=b'switch')")),
    ("CDP device, odd", cdp("CDPMsgDeviceID(val=b'sw1')")),
    ("CDP device, odd with a high byte", cdp("CDPMsgDeviceID(val=b'sw\\xf1')")),
    ("CDP device, odd with 0x80", cdp("CDPMsgDeviceID(val=b'sw\\x80')")),
    ("CDP device, odd with 0x81", cdp("CDPMsgDeviceID(val=b'sw\\x81')")),
    ("CDP device, length set", cdp("CDPMsgDeviceID(len=6, val=b'ab')")),
    ("CDP addresses, none", cdp("CDPMsgAddr()")),
    ("CDP addresses", cdp("CDPMsgAddr(addr=[CDPAddrRecordIPv4(addr='10.0.0.1'), CDPAddrRecordIPv6(addr='2001:db8::1')])")),
    ("CDP addresses, other", cdp("CDPMsgAddr(addr=[CDPAddrRecord(plen=1, proto=b'\\x81', addrlen=3, addr=b'abc')])")),
    ("CDP addresses, count set", cdp("CDPMsgAddr(naddr=1, addr=[CDPAddrRecordIPv4(addr='10.0.0.1')])")),
    ("CDP port", cdp("CDPMsgPortID(iface=b'GigabitEthernet0/1')")),
    ("CDP port, left", cdp("CDPMsgPortID()")),
    ("CDP capabilities", cdp("CDPMsgCapabilities(cap=0x29)")),
    ("CDP capabilities, high bits", cdp("CDPMsgCapabilities(cap=0xffffff80)")),
    ("CDP software", cdp("CDPMsgSoftwareVersion(val=b'IOS 12.2')")),
    ("CDP platform", cdp("CDPMsgPlatform(val=b'cisco WS-C2950')")),
    ("CDP gateway", cdp("CDPMsgIPGateway(defaultgw='10.0.0.254')")),
    ("CDP prefix", cdp("CDPMsgIPPrefix(prefix='10.1.0.0', plen=16)")),
    ("CDP hello", cdp("CDPMsgProtoHello(oui=0xfffffe, protocol_id=0x112, data=b'abcdefghijklmnopqrstuvw')")),
    ("CDP VTP domain", cdp("CDPMsgVTPMgmtDomain(val=b'lab')")),
    ("CDP native VLAN", cdp("CDPMsgNativeVLAN(vlan=99)")),
    ("CDP duplex, half", cdp("CDPMsgDuplex()")),
    ("CDP duplex, full", cdp("CDPMsgDuplex(duplex='Full')")),
    ("CDP voice VLAN", cdp("CDPMsgVoIPVLANReply(vlan=7)")),
    ("CDP voice VLAN query", cdp("CDPMsgVoIPVLANQuery(unknown1=1, vlan=7, unknown2=b'ab')")),
    ("CDP power", cdp("CDPMsgPower(power=15400)")),
    ("CDP MTU", cdp("CDPMsgMTU(mtu=9000)")),
    ("CDP trust", cdp("CDPMsgTrustBitmap(trust_bitmap=1)")),
    ("CDP untrusted", cdp("CDPMsgUntrustedPortCoS(untrusted_port_cos=5)")),
    ("CDP management address", cdp("CDPMsgMgmtAddr(addr=[CDPAddrRecordIPv4(addr='10.0.0.1')])")),
    ("CDP unknown 25", cdp("CDPMsgUnknown19(val=b'abcd')")),
    ("CDP generic", cdp("CDPMsgGeneric(type=0x1a, val=b'abcd')")),
    ("CDP generic, unknown", cdp("CDPMsgGeneric(type=0x50, val=b'zz')")),
    ("CDP, many", cdp("CDPMsgDeviceID(val=b'switch'), CDPMsgAddr(addr=[CDPAddrRecordIPv4(addr='10.0.0.1')]), CDPMsgPortID(), CDPMsgCapabilities(cap='Switch+IGMPCapable'), "
                      "CDPMsgSoftwareVersion(val=b'v'), CDPMsgPlatform(val=b'p'), CDPMsgNativeVLAN(), CDPMsgDuplex(duplex=1)")),
    ("DTP alone", "DTP()"),
    ("DTP", dtp("DTPDomain(domain=b'lab'), DTPStatus(), DTPType(), DTPNeighbor(neighbor='02:00:00:00:00:01')")),
    ("DTP domain", dtp("DTPDomain()")),
    ("DTP status", dtp("DTPStatus(status=b'\\x81')")),
    ("DTP type", dtp("DTPType(dtptype=b'\\x45')")),
    ("DTP neighbour", dtp("DTPNeighbor(len=9, neighbor='02:00:00:00:00:09')")),
    ("VTP summary", vtp("followers=2, rev=7, uid='10.0.0.1', md5=b'0123456789abcdef'")),
    ("VTP summary, negative revision", vtp("rev=-1")),
    ("VTP summary, other domain", f"VTP(domnamelen=3, domname=b'lab', timestamp=b'260101120000')"),
    ("VTP subset, empty", vtp("code=2")),
    ("VTP subset", vtp("code=2, rev=3, vlaninfo=[VTPVlanInfo(dot10index=100001), VTPVlanInfo(vlanid=2, vlanname=b'lab2', dot10index=100002)]")),
    ("VTP subset, status and type", vtp("code=2, vlaninfo=[VTPVlanInfo(status='suspended', type='FDDI', mtu=4352, dot10index=1, vlanname=b'fddi')]")),
    ("VTP request", vtp("code=3, startvalue=5")),
) + each("CDP capability", cdp('CDPMsgCapabilities(cap="@")'), CAPABILITIES) \
  + each("CDP generic type", cdp("CDPMsgGeneric(type=@, val=b'ab')"), ["12", "20", "21", "23"]) + [
    ("read", "CDP, part of length 0", "CDPv2_HDR", "02b40000" + "00010000" + "0003000561"),
    ("read", "CDP, part too long", "CDPv2_HDR", "02b40000" + "000100ff6162"),
    ("read", "DTP, unknown part", "DTP", "01" + "00090006" + "6162" + "0002000503"),
    ("read", "VTP join", "VTP", "01040003" + "6c6162" + "00" * 29 + "00000000"),
    ("read", "VTP, VLAN with more", "VTP", "02020103" + "6c6162" + "00" * 29 + "00000001" + "1c00030603eb05dc000188be" + "746f6b656e310000"[:16] + "0401000a" + "01010001"),
    ("cut", "CDP", cdp("CDPMsgDeviceID(val=b'switch'), CDPMsgNativeVLAN(vlan=99)"), [4, 5, 6, 7, 8, 9, 13, 14, 15, 17, 18]),
    ("cut", "CDP addresses", cdp("CDPMsgAddr(addr=[CDPAddrRecordIPv4(addr='10.0.0.1')])"), [8, 11, 12, 13, 14, 15, 16, 18, 20]),
    ("cut", "DTP", dtp("DTPDomain(domain=b'lab'), DTPNeighbor(neighbor='02:00:00:00:00:01')"), [1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 15]),
    ("cut", "VTP", vtp("code=2, vlaninfo=[VTPVlanInfo(dot10index=1)]"), [40, 41, 45, 52, 55]),
]
