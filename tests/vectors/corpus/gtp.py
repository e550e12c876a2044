from .common import E, I, J, Q, build, each

CONTRIB = ["gtp"]
U = f"{I}/UDP()"
P = f"{Q}/UDP(sport=1, dport=2)/b'abc'"
ENTRIES = build(
    ("GTP-U alone", "GTP_U_Header()"),
    ("GTP-U over UDP", f"{U}/GTP_U_Header()"),
    ("GTP-U carries IP", f"{E}/{U}/GTP_U_Header(teid=0x12345678)/{P}"),
    ("GTP-U carries IPv6", f"{U}/GTP_U_Header(teid=1)/{J}/UDP(sport=1, dport=2)"),
    ("GTP-U carries bytes", f"{U}/GTP_U_Header(teid=1, gtp_type=255)/b'\\x00bc'"),
    ("GTP-U over IPv6", f"{J}/UDP()/GTP_U_Header(teid=1)/{P}"),
    ("GTP-U, sequence number", f"{U}/GTP_U_Header(teid=1, S=1, seq=77)/{P}"),
    ("GTP-U, N-PDU number", f"{U}/GTP_U_Header(teid=1, PN=1, npdu=9)/{P}"),
    ("GTP-U, all flags", f"{U}/GTP_U_Header(version=1, PT=0, reserved=1, E=1, S=1, PN=1, seq=1, npdu=2, next_ex=0)/b'abc'"),
    ("GTP-U, length set wrong", f"{U}/GTP_U_Header(teid=1, length=10)/{P}"),
    ("GTP-U, length set too large", f"{U}/GTP_U_Header(teid=1, length=1000)/{P}"),
    ("GTP-U, type by name", f"{U}/GTP_U_Header(gtp_type='g_pdu', teid=1)"),
    ("GTP-U, PDU session, down", f"{U}/GTP_U_Header(teid=1)/GTPPDUSessionContainer(type=0, QFI=9)/{P}"),
    ("GTP-U, PDU session, up", f"{U}/GTP_U_Header(teid=1)/GTPPDUSessionContainer(type=1, QFI=9)/{P}"),
    ("GTP-U, PDU session, RQI", f"{U}/GTP_U_Header(teid=1)/GTPPDUSessionContainer(type=0, RQI=1, QFI=9)/{P}"),
    ("GTP-U, port", f"{U}/GTP_U_Header(teid=1, gtp_type=26)/GTP_UDPPort_ExtensionHeader(udp_port=2152)"),
    ("GTP-U, PDCP number", f"{U}/GTP_U_Header(teid=1, gtp_type=26)/GTP_PDCP_PDU_ExtensionHeader(pdcp_pdu=7)"),
    ("GTP-U, error", f"{U}/GTP_U_Header()/GTPErrorIndication(IE_list=[IE_TEIDI(TEIDI=7), IE_GSNAddress(ipv4_address='10.0.0.9')])"),
) + each("GTP-U type", f"{U}/GTP_U_Header(gtp_type='@')", ["error_indication", "end_marker", "g_pdu"]) + [
    ("read", "GTP-U from a capture", "GTP_U_Header", "30ff0054" "00000001" "4500005400004000400125a2" "0a000001" "0a000002" "08000000" + "00" * 60),
    ("cut", "GTP-U", f"{U}/GTP_U_Header(teid=1, S=1, seq=77)/{P}", [29, 31, 32, 35, 36, 37, 38, 39, 40, 50, 60]),
]
