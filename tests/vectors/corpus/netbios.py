from .common import E, I, build

U = f"{I}/UDP()"
N = "NBNSHeader(NAME_TRN_ID=0x1234)"
ENTRIES = build(
    ("NBNS alone", "NBNSHeader()"),
    ("NBNS", f"{U}/NBNSHeader()"),
    ("NBNS, all fields", f"{U}/NBNSHeader(NAME_TRN_ID=1, RESPONSE=1, OPCODE=5, NM_FLAGS='AA+RD', RCODE=3, QDCOUNT=1, ANCOUNT=2, NSCOUNT=3, ARCOUNT=4)"),
    ("NBNS query", f'{E}/{U}/{N}/NBNSQueryRequest(QUESTION_NAME="ALPHA", SUFFIX="file server service")'),
    ("NBNS query, defaults", f"{U}/{N}/NBNSQueryRequest()"),
    ("NBNS query, long name", f'{U}/{N}/NBNSQueryRequest(QUESTION_NAME="ABCDEFGHIJKLMNO")'),
    ("NBNS response", f'{U}/{N}/NBNSQueryResponse(RR_NAME="ALPHA", ADDR_ENTRY=[NBNS_ADD_ENTRY(NB_ADDRESS="10.0.0.9")])'),
    ("NBNS response, two addresses", f'{U}/{N}/NBNSQueryResponse(RR_NAME="ALPHA", ADDR_ENTRY=[NBNS_ADD_ENTRY(NB_ADDRESS="10.0.0.9"), NBNS_ADD_ENTRY(G=1, OWNER_NODE_TYPE=2, NB_ADDRESS="10.0.0.8")])'),
    ("NBNS status request", f"{U}/{N}/NBNSNodeStatusRequest()"),
    ("NBNS status response", f'{U}/{N}/NBNSNodeStatusResponse(RR_NAME="ALPHA", MAC_ADDRESS="02:00:00:00:00:01", NODE_NAME=[NBNSNodeStatusResponseService(NETBIOS_NAME=b"ALPHA          ", SUFFIX=32)])'),
    ("NBNS registration", f'{U}/{N}/NBNSRegistrationRequest(QUESTION_NAME="ALPHA", NB_ADDRESS="10.0.0.9", TTL=300)'),
    ("NBNS wait", f'{U}/{N}/NBNSWackResponse(RR_NAME="ALPHA", TTL=5)'),
    ("NetBIOS datagram", f'{U}/NBTDatagram(ID=7, SourceIP="10.0.0.1", SourceName="ALPHA", DestinationName="WORKGROUP", SUFFIX2=0x424f)'),
    ("NetBIOS datagram and bytes", f'{U}/NBTDatagram(SourceIP="10.0.0.1")/Raw(b"abc")'),
    ("NetBIOS session request", f"{I}/TCP()/NBTSession(TYPE=0x81)/Raw(b'abc')"),
    ("NetBIOS session keep-alive", f"{I}/TCP()/NBTSession(TYPE='Session Keepalive')"),
    ("NetBIOS session, length set", f"{I}/TCP()/NBTSession(TYPE=0x82, LENGTH=9)"),
) + [
    ("read", "NBNS query of an operating system", "NBNSHeader", "8f1501100001000000000000" "20" "464545464641454f4545444143414341434143414341434143414341434142" "4c" "00" "00200001"),
    ("read", "NetBIOS session, two messages", "TCP", "008b9c40000000000000000050102000" "00000000" "00000003" "616263" "00000002" "6465"),
    ("cut", "NBNS query", f'{U}/{N}/NBNSQueryRequest(QUESTION_NAME="ALPHA")', [29, 34, 39, 40, 41, 50, 71, 72, 73, 75, 77]),
]
