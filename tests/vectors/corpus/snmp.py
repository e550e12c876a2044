from .common import E, I, J, build

CONTRIB = ["scapy.layers.snmp", "scapy.asn1.asn1"]


def snmp(fields):
    return f"{I}/UDP()/SNMP({fields})"


def pdu(kind, fields="", binds=""):
    return snmp(f"PDU={kind}({fields}{', ' if fields else ''}varbindlist=[{binds}])")

SYS = "SNMPvarbind(oid='1.3.6.1.2.1.1.1.0')"
PDUS = ("SNMPget", "SNMPnext", "SNMPresponse", "SNMPset", "SNMPinform", "SNMPtrapv2")
HEAD = "302602010104067075626c6963"
BODY = "020100020100020100300e300c06082b060102010101000500"
ENTRIES = build(
    ("SNMP alone", "SNMP()"),
    ("SNMP over UDP", f"{I}/UDP()/SNMP()"),
    ("SNMP over IPv6", f"{J}/UDP()/SNMP()"),
    ("SNMP in Ethernet", f"{E}/{I}/UDP()/SNMP()"),
    ("get, one name", pdu("SNMPget", "", SYS)),
    ("get, two names", pdu("SNMPget", "id=77", SYS + ", SNMPvarbind(oid='1.3.6.1.2.1.1.3.0')")),
    ("version 1", snmp("version=0")),
    ("version unknown", snmp("version=9")),
    ("community", snmp("community='private'")),
    ("community, empty", snmp("community=''")),
    ("community, long", snmp("community='c' * 130")),
    ("id large", pdu("SNMPget", "id=0x7fffffff")),
    ("id negative", pdu("SNMPget", "id=-1")),
    ("id 128", pdu("SNMPget", "id=128")),
    ("error", pdu("SNMPresponse", "id=5, error=2, error_index=1", SYS)),
    ("error unknown", pdu("SNMPresponse", "error=99")),
    ("bulk", pdu("SNMPbulk", "id=5, non_repeaters=1, max_repetitions=10", SYS)),
    ("trap v1", pdu("SNMPtrapv1", "enterprise='1.3.6.1.4.1.8072', agent_addr='10.0.0.1', generic_trap=6, specific_trap=3, time_stamp=1234")),
    ("trap v1, with a variable", snmp("version=0, PDU=SNMPtrapv1(enterprise='1.3.6', generic_trap=2, time_stamp=0, varbindlist=[" + SYS + "])")),
    ("identifier with large parts", pdu("SNMPget", "", "SNMPvarbind(oid='1.3.6.1.4.1.4294967295.16384.128.127')")),
    ("identifier of root 2", pdu("SNMPget", "", "SNMPvarbind(oid='2.5.4.3')")),
    ("value a number", pdu("SNMPresponse", "", "SNMPvarbind(oid='1.3.6.1.2', value=5)")),
) + [("build", kind, pdu(kind, "id=9", SYS)) for kind in PDUS] + [
    ("read", f"kind {tag}", "SNMP", HEAD + tag + "19" + BODY) for tag in ("a0", "a1", "a2", "a3", "a6", "a7")
] + [
    ("read", f"value {name}", "SNMP", f"30{36 + len(value) // 2:02x}" "02010104067075626c6963" f"a2{13 + 10 + len(value) // 2:02x}" "020105020100020100" f"30{12 + len(value) // 2:02x}" f"30{10 + len(value) // 2:02x}" "06082b06010201010100" + value)
    for name, value in (
        ("string", "0403616263"), ("integer", "020105"), ("integer of four bytes", "02047fffffff"), ("negative", "0201ff"), ("null", "0500"), ("identifier", "06022b06"), ("address", "40040a000001"),
        ("counter", "410204d2"), ("gauge", "420204d2"), ("ticks", "430204d2"))
] + [
    ("read", "long length", "SNMP", "30812602010104067075626c6963" "a019" + BODY),
    ("read", "bytes left over", "SNMP", HEAD + "a019" + BODY + "616263"),
]
