from .common import I, build

CONTRIB = ["scapy.layers.smb2", "scapy.layers.netbios"]

REQUEST = "SMB2_Negotiate_Protocol_Request"
RESPONSE = "SMB2_Negotiate_Protocol_Response"


def smb(fields, payload=""):
    return f"SMB2_Header({fields}){payload}"


def answer(fields=""):
    return smb("Flags=1", f"/{RESPONSE}(ServerTime=0, ServerStartTime=0{fields})")

ENTRIES = build(
    ("header", smb("")),
    ("header over TCP", f"{I}/TCP(sport=40000, dport=139)/NBTSession()/" + smb("")),
    ("header over port 445", f"{I}/TCP(sport=40000, dport=445)/NBTSession()/" + smb("MID=5")),
    ("header, status", smb("Status='STATUS_ACCESS_DENIED'")),
    ("header, status unknown", smb("Status=0xc0001234")),
    ("header, flags", smb("Flags=0x9")),
    ("header, flags by name", smb("Flags='SMB2_FLAGS_SERVER_TO_REDIR+SMB2_FLAGS_SIGNED'")),
    ("header, asynchronous", smb("Flags=2, AsyncId=0x1122334455667788")),
    ("header, numbers", smb("CreditCharge=1, CreditsRequested=31, NextCommand=0x70, MID=7, PID=0xfeff, TID=5, SessionId=0x0102030405060708")),
    ("header, size wrong", smb("StructureSize=65")),
    ("header, another start", smb("Start=b'\\xfdSMB'")),
    ("header with bytes", smb("Command=99", "/Raw(b'abc')")),
    ("negotiate", smb("", f"/{REQUEST}()")),
    ("negotiate over TCP", f"{I}/TCP(sport=40000, dport=139)/NBTSession()/" + smb("", f"/{REQUEST}()")),
    ("negotiate, dialects", smb("MID=1", f"/{REQUEST}(Dialects=[0x202, 0x210, 0x300, 0x302, 0x311])")),
    ("negotiate, count wrong", smb("", f"/{REQUEST}(DialectCount=5, Dialects=[0x202])")),
    ("negotiate, modes", smb("", f"/{REQUEST}(SecurityMode=1, Capabilities=0x7f)")),
) + [("build", f"command {n}", smb(f"Command={n}")) for n in range(1, 20)] + [
    ("cut", "negotiate", smb("", f"/{REQUEST}(Dialects=[0x202, 0x210])"), [4, 40, 63, 64, 66, 80, 99, 100, 102, 103]),
]
