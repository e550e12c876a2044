from .common import E, I, J, build

U = f"{I}/UDP()"
INTEGERS = ["NAS_Port", "Framed_MTU", "Session_Timeout", "Idle_Timeout", "Acct_Delay_Time", "Acct_Input_Octets", "Acct_Output_Octets", "Acct_Session_Time", "Acct_Input_Packets",
            "Service_Type", "Framed_Protocol", "Acct_Status_Type", "Acct_Authentic", "Acct_Terminate_Cause", "NAS_Port_Type"]
ADDRESSES = ["NAS_IP_Address", "Framed_IP_Address", "Framed_IP_Netmask", "Login_IP_Host"]
TEXTS = ["User_Name", "State"]


def radius(attributes):
    return f"{U}/Radius(id=1, authenticator=b'0123456789abcdef', attributes=[{attributes}])"

CODES = ["Access-Request", "Access-Accept", "Access-Reject", "Accounting-Request", "Accounting-Response", "Access-Challenge", "CoA-Request", "Disconnect-NAK"]
ENTRIES = build(
    ("RADIUS alone", "Radius()"),
    ("RADIUS", f"{U}/Radius()"),
    ("RADIUS over IPv6", f"{J}/UDP()/Radius(id=9)"),
    ("RADIUS in Ethernet", f"{E}/{U}/Radius(code=2, id=7, authenticator=b'0123456789abcdef')"),
    ("RADIUS, length set", f"{U}/Radius(len=20)"),
    ("RADIUS, length set wrong", f"{U}/Radius(len=30, attributes=[RadiusAttribute(type=1, value=b'abc')])"),
    ("RADIUS, unknown code", f"{U}/Radius(code=99)"),
    ("RADIUS, short authenticator", f"{U}/Radius(authenticator=b'abc')"),
    ("RADIUS accounting port", f"{I}/UDP(sport=1813, dport=1813)/Radius(code=4)"),
    ("RADIUS unknown attribute", radius("RadiusAttribute(type=240, value=b'xyz')")),
    ("RADIUS empty attribute", radius("RadiusAttribute(type=2)")),
    ("RADIUS attribute, length set wrong", radius("RadiusAttribute(type=240, len=4, value=b'xyz')")),
    ("RADIUS attribute by its kind's name", radius("RadiusAttribute(type='User-Password', value=b'0123456789abcdef')")),
    ("RADIUS message authenticator", radius("RadiusAttr_Message_Authenticator(value=b'0123456789abcdef')")),
    ("RADIUS vendor specific", radius("RadiusAttr_Vendor_Specific(vendor_id=9, vendor_type=1, value=b'shell:priv-lvl=15')")),
    ("RADIUS vendor specific, empty", radius("RadiusAttr_Vendor_Specific(vendor_id=311)")),
    ("RADIUS several attributes", radius("RadiusAttr_User_Name(value=b'alice'), RadiusAttribute(type=2, value=b'0123456789abcdef'), RadiusAttr_NAS_IP_Address(value='10.0.0.9'), RadiusAttr_NAS_Port(value=3)")),
    ("RADIUS service type by name", radius("RadiusAttr_Service_Type(value='Framed')")),
) + [("build", f"RADIUS {c}", f"{U}/Radius(code='{c}', id=3)") for c in CODES] \
  + [("build", f"RADIUS {n}", radius(f"RadiusAttr_{n}(value=2)")) for n in INTEGERS] \
  + [("build", f"RADIUS {n}", radius(f"RadiusAttr_{n}(value='10.0.0.7')")) for n in ADDRESSES] \
  + [("build", f"RADIUS {n}", radius(f"RadiusAttr_{n}(value=b'some text')")) for n in TEXTS] + [
    ("read", "RADIUS request of a wireless station", "Radius", "01 05 0035" + "00112233445566778899aabbccddeeff" + "0107616c696365" + "0406c0a80101" + "05060000000f" + "3d0600000013" + "0c0600000578" + "1e0261"[:4]),
    ("read", "RADIUS attribute longer than what is there", "Radius", "02010018" + "00" * 16 + "01206162"),
    ("read", "RADIUS bytes after the end", "Radius", "02010014" + "00" * 16 + "616263"),
    ("cut", "RADIUS", radius("RadiusAttr_User_Name(value=b'alice'), RadiusAttr_NAS_Port(value=3)"), [28, 29, 32, 40, 47, 48, 49, 50, 52, 55, 56, 58, 60]),
]
