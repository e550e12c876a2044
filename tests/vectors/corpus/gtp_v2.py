from scapy.contrib import gtp_v2
from scapy.packet import Packet

from .common import E, I, J, build, each

# Both versions of GTP have classes of the same names, GTPHeader and IE_Cause, so those of version 2 are renamed to the names that
# they have here before anything is compared.
for name, found in list(vars(gtp_v2).items()):
    if isinstance(found, type) and issubclass(found, Packet) and found.__module__ == gtp_v2.__name__ and name.startswith(("GTPHeader", "IE_")):
        found.__name__ = {"GTPHeader": "GTPV2Header"}.get(name, "GTPV2_" + name)
        setattr(gtp_v2, found.__name__, found)

CONTRIB = ["gtp_v2"]
EBI = "GTPV2_IE_EPSBearerID(length=1, EBI=5)"
QOS = "GTPV2_IE_Bearer_QoS(length=22, PCI=1, PriorityLevel=9, PVI=1, QCI=9, MaxBitRateForUplink=1000, GuaranteedBitRateForDownlink=500)"
CAUSE = "GTPV2_IE_Cause(length=2, Cause=16)"
FTEID = "GTPV2_IE_FTEID(length=9, ipv4_present=1, InterfaceType=10, GRE_Key=0x11223344, ipv4='10.0.0.3')"
RECOVERY = "GTPV2_IE_RecoveryRestart(length=1, restart_counter=3)"
CREATE = f"GTPV2_IE_IMSI(length=8, IMSI='208930000000001'), {FTEID}, GTPV2_IE_BearerContext(length=31, IE_list=[{EBI}, {QOS}]), {RECOVERY}"
# Lengths are given, as those that Scapy works out are wrong: it counts four bytes too few for a message, and two too many for an element.
ELEMENTS = [
    "GTPV2_IE_IMSI(length=8, IMSI='208930000000001')", CAUSE, "GTPV2_IE_Cause(length=2, Cause='Context Not Found', PCE=1, BCE=1, CS=1)", RECOVERY,
    "GTPV2_IE_APN(length=13, APN='internet.mnc')", "GTPV2_IE_AMBR(length=8, AMBR_Uplink=50000, AMBR_Downlink=100000)", EBI,
    "GTPV2_IE_MEI(length=8)", "GTPV2_IE_MSISDN(length=6, digits='33123456789')", "GTPV2_IE_Indication(length=2, DTF=1, PS=1)",
    "GTPV2_IE_Indication(length=8, DAF=1, ETHPDN=1)", "GTPV2_IE_PAA(length=5, PDN_type='IPv4', ipv4='10.0.0.7')", QOS,
    "GTPV2_IE_RAT(length=1, RAT_type='EUTRAN')", "GTPV2_IE_ServingNetwork(length=3, MCC='208', MNC='93')",
    "GTPV2_IE_BearerTFT(length=3, Bearer_TFT=b'abc')",
    "GTPV2_IE_ULI(length=13, TAI_Present=1, ECGI_Present=1, TAI=ULI_TAI(MCC='208', MNC='93', TAC=7), ECGI=ULI_ECGI(MCC='208', MNC='93', ECI=1))",
    "GTPV2_IE_ULI(length=27, CGI_Present=1, SAI_Present=1, RAI_Present=1, LAI_Present=1, CGI=ULI_CGI(MCC='208', MNC='93', LAC=1, CI=2), "
    "SAI=ULI_SAI(MCC='208', MNC='93', LAC=1, SAC=3), RAI=ULI_RAI(MCC='208', MNC='93', LAC=1, RAC=4), LAI=ULI_LAI(MCC='208', MNC='93', LAC=5))",
    FTEID, "GTPV2_IE_FTEID(length=5, GRE_Key=7)", f"GTPV2_IE_BearerContext(length=5, instance=1, IE_list=[{EBI}])",
    "GTPV2_IE_ChargingID(length=4, ChargingID=77)", "GTPV2_IE_ChargingCharacteristics(length=2, ChargingCharacteristric=0x800)",
    "GTPV2_IE_BearerFlags(length=1, PPC=1)", "GTPV2_IE_PDN_type(length=1, PDN_type='IPv4/IPv6')", f"GTPV2_IE_PDNConnection(length=5, IE_list=[{RECOVERY}])",
    "GTPV2_IE_UE_Timezone(length=2, Timezone=64, DST=1)", "GTPV2_IE_Port_Number(length=2, PortNumber=4500)",
    "GTPV2_IE_APN_Restriction(length=1, APN_Restriction=1)", "GTPV2_IE_SelectionMode(length=1, SelectionMode=1)",
    "GTPV2_IE_FQCSID(length=7, num_csid=1, nodeid_v4='10.0.0.9', csid=5)", "GTPV2_IE_FQDN(length=4, fqdn_tr_bit=3, fqdn=b'abc')",
    "GTPV2_IE_MMBR(length=8, uplink_rate=1, downlink_rate=2)", "GTPV2_IE_ULI_Timestamp(length=4, timestamp=0xe0000000)",
    "GTPV2_IE_Ran_Nas_Cause(length=2, protocol_type=1, cause_value=20)", "GTPV2_IE_UPF_SelInd_Flags(length=1, DCNR=1)",
    "GTPV2_IE_PrivateExtension(length=5, enterprisenum='ciscoSystems', proprietaryvalue=b'abc')",
    "GTPV2_IE_NotImplementedTLV(ietype=250, length=3, CR_flag=1, instance=2, data=b'abc')",
]
MESSAGES = [
    "CreateSessionRequest", "CreateSessionResponse", "ModifyBearerRequest", "ModifyBearerResponse", "DeleteSessionRequest", "DeleteSessionResponse",
    "ModifyBearerCommand", "ModifyBearerFailureIndication", "DeleteBearerCommand", "DeleteBearerFailureIndication", "BearerResourceCommand",
    "BearerResourceFailureIndication", "DownlinkDataNotifFailureIndication", "CreateBearerRequest", "CreateBearerResponse", "UpdateBearerRequest",
    "UpdateBearerResponse", "DeleteBearerRequest", "DeleteBearerResponse", "ContextRequest", "ContextResponse", "ContextAcknowledge", "SuspendNotification",
    "SuspendAcknowledge", "ResumeNotification", "ResumeAcknowledge", "CreateIndirectDataForwardingTunnelRequest",
    "CreateIndirectDataForwardingTunnelResponse", "DeleteIndirectDataForwardingTunnelRequest", "DeleteIndirectDataForwardingTunnelResponse",
    "ReleaseBearerRequest", "ReleaseBearerResponse", "DownlinkDataNotif", "DownlinkDataNotifAck",
]
H = f"{I}/UDP()/GTPV2Header(seq=5, length=%d)"


def element(text):
    """A request with one element, whose length stands in its text."""
    size = int(text.split("length=")[1].split(",")[0].split(")")[0])
    return f"{H % (8 + 4 + size)}/GTPV2CreateSessionRequest(IE_list=[{text}])"


S = f"{H % 73}/GTPV2CreateSessionRequest(IE_list=[{CREATE}])"
ENTRIES = build(
    ("GTPv2 alone", "GTPV2Header(seq=1, length=8)"),
    ("GTPv2 over UDP", f"{I}/UDP()/GTPV2Header(seq=1, length=8)"),
    ("GTPv2 over IPv6", f"{J}/UDP()/GTPV2Header(seq=1, length=8)"),
    ("GTPv2, no tunnel", f"{I}/UDP()/GTPV2Header(seq=1, length=4, T=0)"),
    ("GTPv2, priority", f"{I}/UDP()/GTPV2Header(seq=1, length=8, MP=1, msg_priority=5, teid=0x1234)"),
    ("GTPv2, priority, no tunnel", f"{I}/UDP()/GTPV2Header(seq=1, length=4, T=0, MP=1, msg_priority=5, SPARE3=2)"),
    ("GTPv2, all bits", f"{I}/UDP()/GTPV2Header(seq=0xffffff, length=8, P=1, SPARE1=1, SPARE2=1, SPARE3=255)"),
    ("GTPv2, unknown type", f"{I}/UDP()/GTPV2Header(seq=1, length=11, gtp_type=250)/b'abc'"),
    ("GTPv2, lengths left alone", f"{I}/UDP()/GTPV2Header(seq=1)/GTPV2EchoRequest(IE_list=[GTPV2_IE_RecoveryRestart(restart_counter=3)])"),
    ("GTPv2, length left alone", f"{I}/UDP()/GTPV2Header(seq=1)"),
    ("GTPv2 echo", f"{E}/{I}/UDP()/GTPV2Header(seq=1, length=9)/GTPV2EchoRequest(IE_list=[{RECOVERY}])"),
    ("GTPv2 echo, nothing said", f"{I}/UDP()/GTPV2Header(seq=1, length=4)/GTPV2EchoRequest()"),
    ("GTPv2 echo, answer", f"{I}/UDP()/GTPV2Header(seq=1, length=9)/GTPV2EchoResponse(IE_list=[{RECOVERY}])"),
    ("GTPv2 create", S),
    ("GTPv2 create, answer", f"{H % 27}/GTPV2CreateSessionResponse(IE_list=[{CAUSE}, {FTEID}])"),
    ("GTPv2, type by name", f"{I}/UDP()/GTPV2Header(seq=1, length=13, gtp_type='modify_bearer_req')/GTPV2ModifyBearerRequest(IE_list=[{EBI}])"),
) + each("GTPv2", f"{H % 13}/GTPV2@(IE_list=[{EBI}])", MESSAGES) + [("build", f"GTPv2 element: {text}", element(text)) for text in ELEMENTS] + [
    ("read", "GTPv2 address", "GTPV2Header", "482000100000000000000500" "4a0004000a000001"),
    ("read", "GTPv2 IPv6 address", "GTPV2Header", "4820001c0000000000000500" "4a00100020010db8000000000000000000000001"),
    ("read", "GTPv2 tunnel, both addresses", "GTPV2Header",
     "482000250000000000000500" "57001900c6000000070a00000320010db8000000000000000000000001"),
    ("read", "GTPv2 address of a phone, IPv6", "GTPV2Header", "4820001e0000000000000500" "4f001200024020010db8000000000000000000000001"),
    ("read", "GTPv2 address of a phone, both", "GTPV2Header", "482000220000000000000500" "4f001600034020010db80000000000000000000000010a000003"),
    ("read", "GTPv2 element longer than known", "GTPV2Header", "4821001700000000000005000200060040005d00000003000100" "09"),
    ("read", "GTPv2, two messages", "GTPV2Header", "5821000e0000000000000500" "020002001000" "4821000d0000000000000600" "4900010005"),
    ("read", "GTPv2 element without a value", "GTPV2Header", "48200011000000000000050047000000" "4900010005"),
    ("read", "GTPv2 element longer than the message", "GTPV2Header", "4820000e0000000000000500fa0009006162"),
    ("read", "GTPv2 modify from a capture", "GTPV2Header",
     "482200230a0b0c0d0000210052000100065d001200490001000557000900800000000a0a000009"),
    ("read", "GTPv1 on the same port", "IP",
     "4500002c000100004011" "66be0a0000010a000002084b084b00180000" "321000080000000300050000" "1405" "0e03"),
    ("cut", "GTPv2", S, [28, 30, 35, 36, 38, 39, 40, 42, 44, 50, 52, 60, 66, 70, 90, 100, 103, 104]),
]
