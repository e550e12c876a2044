from .common import E, build, each

CONTRIB = ["ospf"]
D = 'IPv6(src="fe80::1", dst="ff02::5", hlim=1)'
H = f"{D}/OSPFv3_Hdr()"
LSAS = ["OSPFv3_Router_LSA", "OSPFv3_Network_LSA", "OSPFv3_Inter_Area_Prefix_LSA", "OSPFv3_Inter_Area_Router_LSA", "OSPFv3_AS_External_LSA",
        "OSPFv3_Type_7_LSA", "OSPFv3_Link_LSA", "OSPFv3_Intra_Area_Prefix_LSA"]

def update(lsa):
    return f"{H}/OSPFv3_LSUpd(lsalist=[{lsa}])"

ENTRIES = build(
    ("OSPFv3 alone", "OSPFv3_Hdr()"),
    ("OSPFv3 over IPv6", H),
    ("OSPFv3, all set", f"{D}/OSPFv3_Hdr(version=4, type=9, len=16, src='2.2.2.2', area='0.0.0.1', chksum=0x1234, instance=7, reserved=8)"),
    ("OSPFv3, length set wrong", f"{D}/OSPFv3_Hdr(len=40)/OSPFv3_Hello(neighbors=['2.2.2.2', '3.3.3.3'])"),
    ("OSPFv3, chksum 0", f"{D}/OSPFv3_Hdr(chksum=0)/OSPFv3_Hello()"),
    ("OSPFv3 Hello", f"{E}/{H}/OSPFv3_Hello()"),
    ("OSPFv3 Hello, all set", f"{H}/OSPFv3_Hello(intid=3, prio=9, options='V6+E+R', hellointerval=5, deadinterval=20, router='1.1.1.1', backup='2.2.2.2', neighbors=['2.2.2.2', '3.3.3.3'])"),
    ("OSPFv3 database description", f"{H}/OSPFv3_DBDesc(options='V6+E', dbdescr='MS+M+I', ddseq=5)"),
    ("OSPFv3 database description with headers", f"{H}/OSPFv3_DBDesc(lsaheaders=[OSPFv3_LSA_Hdr(), OSPFv3_LSA_Hdr(type=0x2002, id='0.0.0.3')])"),
    ("OSPFv3 request", f"{H}/OSPFv3_LSReq(requests=[OSPFv3_LSReq_Item(), OSPFv3_LSReq_Item(type=0x2002)])"),
    ("OSPFv3 request of nothing", f"{H}/OSPFv3_LSReq()"),
    ("OSPFv3 update of nothing", f"{H}/OSPFv3_LSUpd()"),
    ("OSPFv3 update, router with links", update("OSPFv3_Router_LSA(flags='B', options='V6+E+R', linklist=[OSPFv3_Link(), OSPFv3_Link(type=2, metric=5, intid=3, neighintid=4, neighbor='3.3.3.3')])")),
    ("OSPFv3 update, network with routers", update("OSPFv3_Network_LSA(options='V6+R', routerlist=['1.1.1.1', '2.2.2.2'])")),
    ("OSPFv3 update, router in another area", update("OSPFv3_Inter_Area_Router_LSA(metric=100, router='9.9.9.9')")),
    ("OSPFv3 update, checksum set", update("OSPFv3_Network_LSA(chksum=0x1234, routerlist=['1.1.1.1'])")),
    ("OSPFv3 update, length set wrong", update("OSPFv3_Network_LSA(len=99, routerlist=['1.1.1.1'])")),
    ("OSPFv3 update, link", update("OSPFv3_Link_LSA(prio=5, options='V6', lladdr='fe80::1')")),
    ("OSPFv3 update of several", f"{E}/{H}/OSPFv3_LSUpd(lsalist=[OSPFv3_Router_LSA(linklist=[OSPFv3_Link()]), OSPFv3_Network_LSA(routerlist=['1.1.1.1'])])"),
    ("OSPFv3 acknowledgement", f"{H}/OSPFv3_LSAck(lsaheaders=[OSPFv3_LSA_Hdr(), OSPFv3_LSA_Hdr(age=3600)])"),
) + each("OSPFv3 update", f"{H}/OSPFv3_LSUpd(lsalist=[@()])", LSAS) + [
    ("cut", "OSPFv3 Hello", f"{H}/OSPFv3_Hello(neighbors=['2.2.2.2'])", [41, 44, 50, 55, 56, 60, 70, 76, 78]),
    ("cut", "OSPFv3 update", update("OSPFv3_Router_LSA(linklist=[OSPFv3_Link(), OSPFv3_Link()])"), [58, 60, 70, 80, 84, 90, 100, 110]),
]
