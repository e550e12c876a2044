from .common import E, I, J, build

CONTRIB = ["coap"]
U = f"{I}/UDP(sport=40000)"
ENTRIES = build(
    ("CoAP alone", "CoAP()"),
    ("CoAP", f"{U}/CoAP()"),
    ("CoAP over IPv6", f"{J}/UDP()/CoAP(code=1)"),
    ("CoAP get", f"{E}/{U}/CoAP(type=0, code=1, msg_id=7, token=b'ab', options=[('Uri-Path', b'sensors'), ('Uri-Path', b'temp')])"),
    ("CoAP get by name", f"{U}/CoAP(type='NON', code='GET', msg_id=7)"),
    ("CoAP content", f"{U}/CoAP(type='ACK', code='2.05 Content', msg_id=7, token=b'ab', options=[('Content-Format', b'')], paymark=b'\\xff')/Raw(b'21.5')"),
    ("CoAP not found", f"{U}/CoAP(type=2, code='4.04 Not Found')"),
    ("CoAP reset", f"{U}/CoAP(type=3, msg_id=0xffff)"),
    ("CoAP unknown code", f"{U}/CoAP(code=99)"),
    ("CoAP version", f"{U}/CoAP(ver=2)"),
    ("CoAP token length set", f"{U}/CoAP(tkl=2, token=b'ab')"),
    ("CoAP option of a high number", f"{U}/CoAP(options=[('Size1', b'5')])"),
    ("CoAP option by number", f"{U}/CoAP(options=[(500, b'x')])"),
    ("CoAP long option", f"{U}/CoAP(options=[('Uri-Query', b'{'q' * 20}')])"),
    ("CoAP very long option", f"{U}/CoAP(options=[('Proxy-Uri', b'{'u' * 300}')])"),
    ("CoAP many options", f"{U}/CoAP(options=[('Uri-Host', b'h'), ('Uri-Port', b'\\x16\\x33'), ('Uri-Path', b'a'), ('Accept', b'2')])"),
    ("CoAP payload", f"{U}/CoAP(paymark=b'\\xff')/Raw(b'abc')"),
) + [
    ("read", "CoAP request of a client", "CoAP", "4401307461626364b474656d70"),
    ("read", "CoAP answer", "CoAP", "6445307461626364ff32322e3320"),
    ("cut", "CoAP", f"{U}/CoAP(token=b'abcd', options=[('Uri-Path', b'sensors')], paymark=b'\\xff')/Raw(b'abc')", [29, 31, 32, 34, 36, 37, 40, 44, 45, 46]),
]
