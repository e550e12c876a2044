from scapy.asn1.asn1 import ASN1_BIT_STRING, ASN1_GENERAL_STRING, ASN1_INTEGER
from scapy.layers.inet import IP, TCP, UDP
from scapy.layers.kerberos import (
    ETYPE_INFO2, ETYPE_INFO_ENTRY2, EncryptedData, HostAddress, KRB_AP_REP, KRB_AP_REQ, KRB_AS_REP, KRB_AS_REQ, KRB_ERROR, KRB_KDC_REQ_BODY, KRB_TGS_REP,
    KRB_TGS_REQ, KRB_Ticket, Kerberos, KerberosTCPHeader, MethodData, PADATA, PA_PAC_REQUEST, PrincipalName)

from .common import E, I, J, build

CONTRIB = ["scapy.layers.kerberos"]


def read(name, packet):
    """For dissection only: strings of ASN.1 in lists cannot be written as an expression here. Nothing may depend on the clock."""
    return ("read", name, type(packet).__name__, bytes(packet).hex())


def principal(kind, *parts):
    return PrincipalName(nameType=kind, nameString=[ASN1_GENERAL_STRING(part) for part in parts])


ALICE, KRBTGT, HTTP = principal(1, "alice"), principal(2, "krbtgt", "EX.COM"), principal(3, "HTTP", "www.ex.com")
TICKET = KRB_Ticket(tktVno=5, realm="EX.COM", sname=KRBTGT, encPart=EncryptedData(etype=18, kvno=2, cipher=bytes(range(200))))
SECRET = EncryptedData(etype=18, kvno=None, cipher=b"0123456789abcdef")
UNTIL = "20370913024805Z"
INFO = ETYPE_INFO2(seq=[ETYPE_INFO_ENTRY2(etype=18, salt="EX.COMalice", s2kparams=None), ETYPE_INFO_ENTRY2(etype=23, salt=None, s2kparams=None)])


def body(**fields):
    return KRB_KDC_REQ_BODY(**{"kdcOptions": ASN1_BIT_STRING("01000000100000010000000000010000"), "realm": "EX.COM", "till": UNTIL, "rtime": None,
                               "nonce": 77, "etype": [ASN1_INTEGER(kind) for kind in (18, 17, 23)], "addresses": None, "additionalTickets": None, **fields})


def error(code, **fields):
    return KRB_ERROR(**{"ctime": None, "cusec": None, "stime": UNTIL, "susec": 5, "errorCode": code, "crealm": None, "realm": "EX.COM", "sname": KRBTGT,
                        "eText": None, "eData": None, **fields})


AS_REQ = KRB_AS_REQ(padata=[PADATA(padataType=128, padataValue=PA_PAC_REQUEST())], reqBody=body(cname=ALICE, sname=KRBTGT))
AS_REP = KRB_AS_REP(padata=[PADATA(padataType=19, padataValue=INFO)], crealm="EX.COM", cname=ALICE, ticket=TICKET, encPart=SECRET)
UDP_REQUEST = IP(src="10.0.0.1", dst="10.0.0.2") / UDP(sport=50000) / Kerberos(root=AS_REQ)
UDP_ANSWER = IP(src="10.0.0.2", dst="10.0.0.1") / UDP(dport=50000) / Kerberos(root=AS_REP)
TCP_ANSWER = IP(src="10.0.0.2", dst="10.0.0.1") / TCP(sport=88, dport=50000, flags="PA") / KerberosTCPHeader() / Kerberos(root=AS_REP)
ENCRYPTED = "EncryptedData(etype=18, kvno=2, cipher='abcd')"
NAME = "PrincipalName(nameType=1)"
TICKET_TEXT = f"KRB_Ticket(tktVno=5, realm='EX.COM', sname={NAME}, encPart={ENCRYPTED})"
REPLY = f"crealm='EX.COM', cname={NAME}, ticket={TICKET_TEXT}, encPart={ENCRYPTED}"

ENTRIES = build(
    ("name", "PrincipalName()"),
    ("name, kind", "PrincipalName(nameType=2)"),
    ("name, kind by name", "PrincipalName(nameType='NT-SRV-INST')"),
    ("encrypted", ENCRYPTED),
    ("encrypted, kind by name", "EncryptedData(etype='AES-256', kvno=300, cipher='abcd')"),
    ("encrypted, key not told", "EncryptedData(etype=18, cipher='abcd')"),
    ("encrypted, long", "EncryptedData(etype=23, kvno=1, cipher='" + "x" * 300 + "')"),
    ("address", "HostAddress(addrType=20, address='PC              ')"),
    ("address by name", "HostAddress(addrType='IPv4', address='1234')"),
    ("proof, unknown", "PADATA(padataType=149, padataValue='abc')"),
    ("proof, by name", "PADATA(padataType='PA-FX-COOKIE', padataValue='abc')"),
    ("proof, groups", "PADATA(padataType=128, padataValue=PA_PAC_REQUEST())"),
    ("proof, no groups", "PADATA(padataType=128, padataValue=PA_PAC_REQUEST(includePac=False))"),
    ("proof, time", f"PADATA(padataType=2, padataValue={ENCRYPTED})"),
    ("proof, kinds of encryption", "PADATA(padataType=19, padataValue=ETYPE_INFO2(seq=[ETYPE_INFO_ENTRY2(etype=18, salt='EX.COMalice', s2kparams='1234')]))"),
    ("proof, kinds of encryption, older", "PADATA(padataType=11, padataValue=ETYPE_INFO(seq=[ETYPE_INFO_ENTRY(etype=23, salt='EX.COMalice')]))"),
    ("proof, what a service can do", "PADATA(padataType=165, padataValue=PA_SUPPORTED_ENCTYPES(flags=28))"),
    ("proofs", "MethodData(seq=[PADATA(padataType=2, padataValue=''), PADATA(padataType=16, padataValue='')])"),
    ("ticket", TICKET_TEXT),
    ("ticket, alone", f"KRB_Ticket(realm='EX.COM', sname={NAME}, encPart={ENCRYPTED})"),
    ("first answer", f"{E}/{I}/UDP()/Kerberos(root=KRB_AS_REP(padata=[], {REPLY}))"),
    ("first answer over IPv6", f"{J}/UDP()/Kerberos(root=KRB_AS_REP(padata=[], {REPLY}))"),
    ("first answer over TCP", f"{I}/TCP()/KerberosTCPHeader()/Kerberos(root=KRB_AS_REP(padata=[], {REPLY}))"),
    ("answer", f"Kerberos(root=KRB_TGS_REP(msgType=13, padata=[], {REPLY}))"),
    ("answer, kind left alone", f"Kerberos(root=KRB_TGS_REP(padata=[], {REPLY}))"),
    ("service answers", f"Kerberos(root=KRB_AP_REP(encPart={ENCRYPTED}))"),
    ("wrong", f"Kerberos(root=KRB_ERROR(ctime='{UNTIL}', cusec=1, stime='{UNTIL}', susec=5, errorCode='KRB_AP_ERR_SKEW', crealm='EX.COM', realm='EX.COM', "
     f"cname={NAME}, sname={NAME}, eText='clock', eData='abc'))"),
    ("TCP header alone", "KerberosTCPHeader()"),
    ("TCP header and bytes", f"{I}/TCP()/KerberosTCPHeader()/b'abcd'"),
    ("no message", f"{I}/UDP(sport=88, dport=88)/b'abcdefgh'"),
) + [
    read("a name", ALICE),
    read("a name of two parts", KRBTGT),
    read("an address", HostAddress(addrType=24, address=bytes(16))),
    read("encrypted without a version", SECRET),
    read("a ticket", TICKET),
    read("kinds of encryption", INFO),
    read("what is wanted", MethodData(seq=[PADATA(padataType=19, padataValue=INFO), PADATA(padataType=2), PADATA(padataType=16)])),
    read("request", UDP_REQUEST),
    read("request, body", body(cname=ALICE, sname=KRBTGT, from_=UNTIL, rtime=UNTIL, addresses=[HostAddress(addrType=20, address=b"PC              ")])),
    read("answer to it", UDP_ANSWER),
    read("answer to it, over TCP", TCP_ANSWER),
    read("answer to it, over TCP, another after it", TCP_ANSWER / KerberosTCPHeader() / Kerberos(root=KRB_AP_REP(encPart=SECRET))),
    read("request for a service", Kerberos(root=KRB_TGS_REQ(
        msgType=12, padata=[PADATA(padataType=149, padataValue=b"abc")], reqBody=body(sname=HTTP, encAuthorizationData=SECRET, additionalTickets=[TICKET])))),
    read("ticket of a service", Kerberos(root=KRB_TGS_REP(msgType=13, padata=None, crealm="EX.COM", cname=ALICE, ticket=TICKET, encPart=SECRET))),
    read("ticket shown", Kerberos(root=KRB_AP_REQ(apOptions=ASN1_BIT_STRING("00100000000000000000000000000000"), ticket=TICKET, authenticator=SECRET))),
    read("proof of a service", Kerberos(root=KRB_AP_REP(encPart=SECRET))),
    read("error, proof wanted", Kerberos(root=error(25, eData=bytes(MethodData(seq=[PADATA(padataType=19, padataValue=INFO), PADATA(padataType=2)]))))),
    read("error, unknown user", Kerberos(root=error(6, cname=ALICE, crealm="EX.COM", eText="CLIENT_NOT_FOUND"))),
    read("error, bytes", Kerberos(root=error(60, eData=b"abc"))),
    ("read", "bytes after a message", "Kerberos", bytes(Kerberos(root=KRB_AP_REP(encPart=SECRET))).hex() + "6162"),
    ("read", "options shorter than four bytes", "KRB_KDC_REQ_BODY", "302fa00403020640a2081b0645582e434f4da511180f32303337303931333032343830355aa70302014da8053003020112"),
] + [("read", f"answer to it, cut to {size}", "IP", bytes(UDP_ANSWER)[:size].hex()) for size in (28, 30, 34, 60, 100, 300)]
