from .common import I, build, each

CONTRIB = ["enipTCP"]
T = f"{I}/TCP(dport=50000)/"
NONE = ""


def send(kind, number, items, more=""):
    return f"{T}ENIPTCP(commandId={number}, session=7{more}, commandSpecificData=ENIPSend{kind}(timeout=5, encapsulatedPacket=EncapsulatedPacket({items})))"


ENTRIES = build(
    ("ENIP alone", "ENIPTCP()"),
    ("ENIP over TCP", f"{T}ENIPTCP()"),
    ("ENIP, all set", f"{T}ENIPTCP(commandId=115, length=3, session=0x12345678, status=100, senderContext=0x0102030405060708, options=5)/b'abc'"),
    ("ENIP register", f"{T}ENIPTCP(commandId='RegisterSession', length=4, commandSpecificData=ENIPRegisterSession())"),
    ("ENIP register, all set", f"{T}ENIPTCP(commandId=101, length=4, session=9, commandSpecificData=ENIPRegisterSession(protocolVersion=2, options=3))"),
    ("ENIP services", f"{T}ENIPTCP(commandId='ListServices', length=2, commandSpecificData=ENIPListServicesReply())"),
    ("ENIP services, one", f"{T}ENIPTCP(commandId=4, commandSpecificData=ENIPListServicesReply(itemCount=1, targetItems=ENIPListServicesReplyItems(itemTypeCode=0x100, itemLength=20, flag=32, serviceName=b'Communications')))"),
    ("ENIP identity", f"{T}ENIPTCP(commandId=99, length=2, commandSpecificData=ENIPListIdentityReply())"),
    ("ENIP identity, one", f"{T}ENIPTCP(commandId=99, commandSpecificData=ENIPListIdentityReply(itemCount=1, identityItems=ENIPListIdentityReplyItems(itemTypeCode=12, itemLength=3, itemData=b'abc')))"),
    ("ENIP interfaces, one", f"{T}ENIPTCP(commandId=100, commandSpecificData=ENIPListInterfacesReply(itemCount=1, identityItems=ENIPListInterfacesReplyItems(itemTypeCode=12, itemLength=3, itemData=b'abc')))"),
    ("ENIP data, empty items", send("RRData", 111, "item=[ItemData(), ItemData(typeId=178)]")),
    ("ENIP data", send("RRData", 111, "item=[ItemData(), ItemData(typeId='Unconnected message Data Item', length=4, data=b'abba')]")),
    ("ENIP data, other count", send("RRData", 111, "itemCount=1, item=[ItemData(typeId=178, length=2, data=b'aa')]")),
    ("ENIP connected data", send("UnitData", 112, "item=[ItemData(typeId=161, length=4, data=b'abba'), ItemData(typeId=177, length=3, data=b'aba')]", ", length=27")),
    ("ENIP data, text turned round", send("RRData", 111, "item=[ItemData(), ItemData(typeId=178, length=3, data=b'abc')]")),
) + each("ENIP status", f"{T}ENIPTCP(commandId=101, status=@, commandSpecificData=ENIPRegisterSession())", ["0", "1", "2", "3", "100", "101", "105", "9"]) \
  + each("ENIP command", f"{T}ENIPTCP(commandId='@', session=5)", ["UnregisterSession", "IndicateStatus", "Cancel"]) + [
    ("read", "ENIP register from a capture", "ENIPTCP", "6500" + "0400" + "00000000" + "00000000" + "0000000000000000" + "00000000" + "01000000"),
    ("cut", "ENIP", send("RRData", 111, "item=[ItemData(), ItemData(typeId=178, length=4, data=b'abba')]"), [42, 44, 48, 52, 60, 63, 64, 68, 69, 70, 72, 73, 74, 76, 78, 80, 82]),
]
