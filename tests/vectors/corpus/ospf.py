from .common import E, I, build, each

CONTRIB = ["ospf"]
D = 'IP(src="10.0.0.1", dst="224.0.0.5", ttl=1)'
H = f"{D}/OSPF_Hdr()"
OPTIONS = ["E", "MC", "NP", "L", "DC", "O", "DN", "MT"]
LSAS = ["OSPF_Router_LSA", "OSPF_Network_LSA", "OSPF_SummaryIP_LSA", "OSPF_SummaryASBR_LSA", "OSPF_External_LSA", "OSPF_NSSA_External_LSA",
        "OSPF_Link_Scope_Opaque_LSA", "OSPF_Area_Scope_Opaque_LSA", "OSPF_AS_Scope_Opaque_LSA"]
L = 'OSPF_Link(id="10.0.0.2", data="10.0.0.1", type="transit", metric=7)'

def update(lsa):
    return f"{H}/OSPF_LSUpd(lsalist=[{lsa}])"

ENTRIES = build(
    ("OSPF alone", "OSPF_Hdr()"),
    ("OSPF over IP", H),
    ("OSPF, all set", f"{D}/OSPF_Hdr(version=2, type=9, len=24, src='2.2.2.2', area='0.0.0.1', chksum=0x1234, authtype=0, authdata=1)"),
    ("OSPF, length set wrong", f"{D}/OSPF_Hdr(len=48)/OSPF_Hello(neighbors=['2.2.2.2', '3.3.3.3'])"),
    ("OSPF, chksum 0", f"{D}/OSPF_Hdr(chksum=0)/OSPF_Hello()"),
    ("OSPF, password", f"{D}/OSPF_Hdr(authtype='Simple', authdata=0x7365637265740000)/OSPF_Hello()"),
    ("OSPF, signed", f"{D}/OSPF_Hdr(authtype='Crypto', keyid=7, authdatalen=16, seq=99, len=44)/OSPF_Hello()/b'0123456789abcdef'"),
    ("OSPF Hello", f"{E}/{H}/OSPF_Hello()"),
    ("OSPF Hello, all set", f"{H}/OSPF_Hello(mask='255.255.0.0', hellointerval=5, options='E+L', prio=9, deadinterval=20, router='10.0.0.1', backup='10.0.0.2', neighbors=['2.2.2.2', '3.3.3.3'])"),
    ("OSPF Hello with a neighbour", f"{H}/OSPF_Hello(neighbors=['2.2.2.2'])"),
    ("OSPF database description", f"{H}/OSPF_DBDesc(options='E', dbdescr='MS+M+I', ddseq=5)"),
    ("OSPF database description with headers", f"{E}/{H}/OSPF_DBDesc(mtu=1400, dbdescr=1, lsaheaders=[OSPF_LSA_Hdr(), OSPF_LSA_Hdr(type='network', id='10.0.0.0', seq=0x80000005, chksum=0xabcd, len=32)])"),
    ("OSPF request", f"{H}/OSPF_LSReq(requests=[OSPF_LSReq_Item()])"),
    ("OSPF request of several", f"{H}/OSPF_LSReq(requests=[OSPF_LSReq_Item(type='network', id='10.0.0.0'), OSPF_LSReq_Item(type=5)])"),
    ("OSPF request of nothing", f"{H}/OSPF_LSReq()"),
    ("OSPF update of nothing", f"{H}/OSPF_LSUpd()"),
    ("OSPF update, router with links", update(f"OSPF_Router_LSA(flags='B+E', linklist=[{L}, OSPF_Link()])")),
    ("OSPF update, link with a type of service", update(f"OSPF_Router_LSA(linklist=[OSPF_Link(toscount=1, tos=8, tosmetric=9)])")),
    ("OSPF update, count of links set wrong", update(f"OSPF_Router_LSA(linkcount=5, linklist=[{L}])")),
    ("OSPF update, checksum set", update(f"OSPF_Router_LSA(chksum=0x1234, linklist=[{L}])")),
    ("OSPF update, length set wrong", update("OSPF_Network_LSA(len=99, routerlist=['1.1.1.1'])")),
    ("OSPF update, network with routers", update("OSPF_Network_LSA(id='10.0.0.1', mask='255.255.0.0', routerlist=['1.1.1.1', '2.2.2.2'])")),
    ("OSPF update, summary", update("OSPF_SummaryIP_LSA(id='10.1.0.0', mask='255.255.0.0', metric=100)")),
    ("OSPF update, external", update("OSPF_External_LSA(id='10.9.0.0', ebit='E', metric=20, fwdaddr='10.0.0.9', tag=7)")),
    ("OSPF update, opaque", update("OSPF_Area_Scope_Opaque_LSA(id='1.0.0.1', data=b'abcdefgh')")),
    ("OSPF update, opaque of nothing", update("OSPF_Link_Scope_Opaque_LSA(data=b'')")),
    ("OSPF update of several", f"{E}/{H}/OSPF_LSUpd(lsalist=[OSPF_Router_LSA(linklist=[{L}]), OSPF_Network_LSA(routerlist=['1.1.1.1']), OSPF_SummaryIP_LSA(), OSPF_External_LSA()])"),
    ("OSPF update, count set wrong", f"{H}/OSPF_LSUpd(lsacount=1, lsalist=[OSPF_SummaryIP_LSA(), OSPF_External_LSA()])"),
    ("OSPF acknowledgement", f"{E}/{H}/OSPF_LSAck(lsaheaders=[OSPF_LSA_Hdr(), OSPF_LSA_Hdr(type=5, age=3600)])"),
    ("OSPF acknowledgement of nothing", f"{H}/OSPF_LSAck()"),
) + each("OSPF Hello option", f"{H}/OSPF_Hello(options='@')", [o for o in OPTIONS if o != "L"]) \
  + each("OSPF update", f"{H}/OSPF_LSUpd(lsalist=[@()])", LSAS) + [
    ("read", "OSPF Hello from a capture", "IP", "45c0004084000000" "01592a41" "c0a8aa08" "e0000005" "0201002cc0a8aa0800000001273b0000" "0000000000000000" "ffffff00000a020100000028c0a8aa0800000000"),
    ("cut", "OSPF Hello", f"{H}/OSPF_Hello(neighbors=['2.2.2.2'])", [21, 24, 30, 36, 43, 44, 48, 55, 60, 63, 64, 66]),
    ("cut", "OSPF update", update(f"OSPF_Router_LSA(linklist=[{L}, {L}])"), [46, 48, 50, 60, 67, 68, 72, 80, 84, 90]),
    ("cut", "OSPF acknowledgement", f"{H}/OSPF_LSAck(lsaheaders=[OSPF_LSA_Hdr(), OSPF_LSA_Hdr()])", [50, 64, 70]),
]
