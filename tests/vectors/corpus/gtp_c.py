from .common import E, I, build, each

CONTRIB = ["gtp"]
H = f"{I}/UDP()/GTPHeader(teid=0x11223344, S=1, seq=5)"
IES = ["IE_Cause(CauseValue=128)", "IE_IMSI(imsi='208930000000001')", "IE_Routing(MCC='208', MNC='93', LAC=7, RAC=9)",
       "IE_ReorderingRequired(reordering_required=255)", "IE_Recovery(restart_counter=3)", "IE_TEIDI(TEIDI=0x12345678)", "IE_TEICP(TEICI=0x12345678)",
       "IE_Teardown()", "IE_NSAPI(NSAPI=5)", "IE_ChargingCharacteristics(normal_charging=1)", "IE_TraceReference(Trace_reference=5)", "IE_TraceType(Trace_type=6)",
       "IE_ChargingId(Charging_id=0xabcd)", "IE_EndUserAddress(PDPTypeNumber=0x21)", "IE_EndUserAddress(length=6, PDPTypeNumber=0x21, PDPAddress='10.0.0.7')",
       "IE_GSNAddress(ipv4_address='10.0.0.9')", "IE_ProtocolConfigurationOptions(length=4, Protocol_Configuration=b'abcd')",
       "IE_CommonFlags(length=1, nrsn=1)", "IE_AccessPointName(APN='internet.mnc')", "IE_AccessPointName(APN='')", "IE_APNRestriction(restriction_type_value=2)", "IE_RATType(RAT_Type=6)",
       "IE_MSTimeZone(length=2, timezone=4, daylight_saving_time=1)", "IE_UserLocationInformation(length=8, type=1, MCC='208', MNC='93', LAC=1, SAC=2)",
       "IE_DirectTunnelFlags(DTI=1)", "IE_BearerControlMode(bearer_control_mode=1)", "IE_EvolvedAllocationRetentionPriority(PL=3)",
       "IE_MSInfoChangeReportingAction(Action=1)", "IE_GSNAddress(length=4, ipv4_address='10.0.0.9')", "IE_ExtensionHeaderList(extension_headers=[0xc0, 0x40])", "IE_NotImplementedTLV(ietype=200, length=3, data=b'abc')"]
ENTRIES = build(
    ("GTP-C alone", "GTPHeader()"),
    ("GTP-C over UDP", f"{I}/UDP()/GTPHeader()"),
    ("GTP-C, length set wrong", f"{I}/UDP()/GTPHeader(length=100, gtp_type=20, teid=1)"),
    ("GTP-C, all flags", f"{I}/UDP()/GTPHeader(version=1, PT=1, E=1, S=1, PN=1, gtp_type=99, teid=1, seq=2, npdu=3, next_ex=0)"),
    ("GTP-C echo request", f"{E}/{I}/UDP()/GTPHeader(seq=7)/GTPEchoRequest()"),
    ("GTP-C echo answer", f"{I}/UDP()/GTPHeader(seq=7)/GTPEchoResponse(IE_list=[IE_Recovery(restart_counter=3)])"),
    ("GTP-C create", f"{E}/{H}/GTPCreatePDPContextRequest(IE_list=[IE_IMSI(imsi='208930000000001'), IE_TEIDI(TEIDI=1), IE_TEICP(TEICI=2), IE_NSAPI(NSAPI=5), IE_GSNAddress(ipv4_address='10.0.0.9')])"),
    ("GTP-C create, answer", f"{H}/GTPCreatePDPContextResponse(IE_list=[IE_Cause(CauseValue=128), IE_TEIDI(TEIDI=1), IE_EndUserAddress(length=6, PDPTypeNumber=0x21, PDPAddress='10.0.0.7')])"),
    ("GTP-C update", f"{H}/GTPUpdatePDPContextRequest(IE_list=[IE_TEIDI(TEIDI=1), IE_NSAPI(NSAPI=5)])"),
    ("GTP-C update, answer", f"{H}/GTPUpdatePDPContextResponse(IE_list=[IE_Cause(CauseValue=128)])"),
    ("GTP-C delete", f"{H}/GTPDeletePDPContextRequest(IE_list=[IE_Teardown(), IE_NSAPI(NSAPI=5)])"),
    ("GTP-C delete, nothing said", f"{H}/GTPDeletePDPContextRequest()"),
    ("GTP-C delete, answer", f"{H}/GTPDeletePDPContextResponse(IE_list=[IE_Cause(CauseValue=128)])"),
    ("GTP-C data for a phone", f"{H}/GTPPDUNotificationRequest(IE_list=[IE_IMSI(imsi='208930000000001'), IE_TEICP(TEICI=2)])"),
    ("GTP-C extension headers", f"{I}/UDP()/GTPHeader()/GTPSupportedExtensionHeadersNotification(IE_list=[IE_ExtensionHeaderList(extension_headers=[0xc0])])"),
) + each("GTP-C element", f"{H}/GTPCreatePDPContextRequest(IE_list=[@])", IES) + [
    ("cut", "GTP-C", f"{H}/GTPCreatePDPContextRequest(IE_list=[IE_TEIDI(TEIDI=1), IE_NSAPI(NSAPI=5), IE_GSNAddress(ipv4_address='10.0.0.9')])", [30, 36, 38, 40, 41, 43, 45, 46, 47, 48, 50, 52]),
]
