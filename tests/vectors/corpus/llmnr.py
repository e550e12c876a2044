from .common import E, I, J, build

CONTRIB = ["scapy.layers.llmnr"]
U = f"{I}/UDP(sport=40000, dport=5355)"
A = 'DNSRR(rrname="alpha.", rdata="10.0.0.9", ttl=30)'
ENTRIES = build(
    ("LLMNR query alone", "LLMNRQuery()"),
    ("LLMNR query", f'{E}/{U}/LLMNRQuery(id=0x1234, qd=DNSQR(qname="alpha."))'),
    ("LLMNR query over IPv6", f'{J}/UDP()/LLMNRQuery(qd=DNSQR(qname="alpha.", qtype="AAAA"))'),
    ("LLMNR query ports by themselves", f'{I}/UDP()/LLMNRQuery(qd=DNSQR(qname="alpha."))'),
    ("LLMNR query without question", f"{U}/LLMNRQuery()"),
    ("LLMNR query, flags", f'{U}/LLMNRQuery(c=1, tc=1, z=3, rcode=2, opcode=1, qd=DNSQR(qname="alpha."))'),
    ("LLMNR query, counts set", f'{U}/LLMNRQuery(qdcount=1, ancount=0, qd=DNSQR(qname="alpha."))'),
    ("LLMNR response", f'{U}/LLMNRResponse(id=0x1234, qd=DNSQR(qname="alpha."), an={A})'),
    ("LLMNR response, none", f'{U}/LLMNRResponse(qd=DNSQR(qname="alpha."))'),
    ("LLMNR response, two", f'{U}/LLMNRResponse(qd=DNSQR(qname="alpha."), an={A}/DNSRR(rrname="alpha.", type="AAAA", rdata="2001:db8::9"))'),
) + [
    ("read", "LLMNR response with compressed names", "LLMNRResponse", "123480000001000100000000" "05616c70686100" "00010001" "c00c00010001000000" "1e00040a000009"),
    ("cut", "LLMNR query", f'{U}/LLMNRQuery(qd=DNSQR(qname="alpha."))', [29, 34, 39, 40, 42, 47, 49, 50]),
]
