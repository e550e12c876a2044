from .common import D3, build, each

CONTRIB = ["isis"]
L = f"{D3}/LLC()"
H = f"{L}/ISIS_CommonHdr()"
TLVS = ["ISIS_AreaTlv(areas=[ISIS_AreaEntry()])", "ISIS_AuthenticationTlv(password=b'secret')", "ISIS_BufferSizeTlv()", "ISIS_DynamicHostnameTlv(hostname=b'router')",
        "ISIS_TERouterIDTlv(routerid='10.0.0.1')", "ISIS_IpInterfaceAddressTlv(addresses=['10.0.0.1', '10.0.1.1'])", "ISIS_Ipv6InterfaceAddressTlv(addresses=['fe80::1'])",
        "ISIS_IsNeighbourTlv(neighbours=['02:00:00:00:00:03'])", "ISIS_LspEntryTlv(entries=[ISIS_LspEntry(checksum=5), ISIS_LspEntry(seqnum=9, checksum=6)])",
        "ISIS_PaddingTlv(padding=b'\\\\x00' * 8)", "ISIS_ProtocolsSupportedTlv(nlpids=['IPv4', 'IPv6'])", "ISIS_InternalIpReachabilityTlv(entries=[ISIS_IpReachabilityEntry(ipaddress='10.0.0.0', subnetmask='255.0.0.0')])",
        "ISIS_ExternalIpReachabilityTlv(entries=[ISIS_IpReachabilityEntry()])", "ISIS_IsReachabilityTlv(neighbours=[ISIS_IsReachabilityEntry()])",
        "ISIS_ExtendedIsReachabilityTlv(neighbours=[ISIS_ExtendedIsNeighbourEntry(metric=9)])", "ISIS_GenericTlv(type=200, val=b'abc')"]
ENTRIES = build(
    ("IS-IS hello, level 1", f"{H}/ISIS_L1_LAN_Hello()"),
    ("IS-IS hello, level 2", f"{H}/ISIS_L2_LAN_Hello(circuittype='L1+L2', holdingtime=9, priority=64)"),
    ("IS-IS hello on a line", f"{H}/ISIS_P2P_Hello(localcircuitid=3)"),
    ("IS-IS links, level 1", f"{H}/ISIS_L1_LSP(lifetime=1200, seqnum=9)"),
    ("IS-IS links, level 2", f"{H}/ISIS_L2_LSP(typeblock='L1+L2+OL', tlvs=[ISIS_DynamicHostnameTlv(hostname=b'router'), ISIS_AreaTlv(areas=[ISIS_AreaEntry()])])"),
    ("IS-IS links, checksum set", f"{H}/ISIS_L1_LSP(checksum=0x1234)"),
    ("IS-IS all messages, level 1", f"{H}/ISIS_L1_CSNP()"),
    ("IS-IS all messages, level 2", f"{H}/ISIS_L2_CSNP(tlvs=[ISIS_LspEntryTlv(entries=[ISIS_LspEntry(checksum=5)])])"),
    ("IS-IS some messages, level 1", f"{H}/ISIS_L1_PSNP()"),
    ("IS-IS some messages, level 2", f"{H}/ISIS_L2_PSNP()"),
    ("IS-IS hello, header all set", f"{L}/ISIS_CommonHdr(version=2, idlen=6, pduversion=3, hdrreserved=4, maxareaaddr=5)/ISIS_L1_LAN_Hello()"),
    ("IS-IS, length set wrong", f"{H}/ISIS_L1_LAN_Hello(pdulength=100)"),
) + each("IS-IS hello with data", f"{H}/ISIS_L1_LAN_Hello(tlvs=[@])", TLVS) + [
    ("cut", "IS-IS", f"{H}/ISIS_L1_LAN_Hello(tlvs=[ISIS_AreaTlv(areas=[ISIS_AreaEntry()])])", [18, 20, 24, 25, 26, 30, 40, 44, 45, 46, 47]),
]
