from .common import E, I, J, build

CONTRIB = ["scapy.layers.tls.all"]

HELLO = "gmt_unix_time=0x01020304, random_bytes=b'0123456789abcdefghijklmnopqr'"


def record(messages, fields="type=22"):
    return f"{I}/TCP(sport=40000, flags='PA')/TLS({fields}, msg=[{messages}])"


def client(fields, ext=""):
    return record(f"TLSClientHello({HELLO}, {fields}, ext=[{ext}])")


def server(fields, ext=""):
    return record(f"TLSServerHello({HELLO}, {fields}, ext=[{ext}])")

EXTENSIONS = {
    "server name": "TLS_Ext_ServerName(servernames=[ServerName(servername=b'www.example.com')])",
    "two server names": "TLS_Ext_ServerName(servernames=[ServerName(servername=b'a.example'), ServerName(servername=b'b.example')])",
    "server name, empty": "TLS_Ext_ServerName(len=0)",
    "server name, lengths set wrong": "TLS_Ext_ServerName(len=99, servernameslen=3, servernames=[ServerName(servername=b'a', namelen=7)])",
    "groups": "TLS_Ext_SupportedGroups(groups=[29, 23, 24, 256])",
    "groups, unknown": "TLS_Ext_SupportedGroups(groups=[0x4a4a])",
    "point formats": "TLS_Ext_SupportedPointFormat(ecpl=[0, 1, 2])",
    "signatures": "TLS_Ext_SignatureAlgorithms(sig_algs=[0x0403, 0x0804, 0x0401, 0x0807])",
    "signatures of certificates": "TLS_Ext_SignatureAlgorithmsCert(sig_algs=[0x0403])",
    "ALPN": "TLS_Ext_ALPN(protocols=[ProtocolName(protocol=b'h2'), ProtocolName(protocol=b'http/1.1')])",
    "padding": "TLS_Ext_Padding(padding=b'\\x00' * 5)",
    "extended master secret": "TLS_Ext_ExtendedMasterSecret()",
    "encrypt then MAC": "TLS_Ext_EncryptThenMAC()",
    "session ticket, empty": "TLS_Ext_SessionTicket()",
    "session ticket": "TLS_Ext_SessionTicket(ticket=b'ticket')",
    "versions": "TLS_Ext_SupportedVersion_CH(versions=[0x0304, 0x0303])",
    "cookie": "TLS_Ext_Cookie(cookie=b'ab')",
    "key exchange modes": "TLS_Ext_PSKKeyExchangeModes(kxmodes=[1, 0])",
    "key share": "TLS_Ext_KeyShare_CH(client_shares=[KeyShareEntry(group=29, key_exchange=b'k' * 32)])",
    "two key shares": "TLS_Ext_KeyShare_CH(client_shares=[KeyShareEntry(group=29, key_exchange=b'k' * 32), KeyShareEntry(group=23, key_exchange=b'p' * 65)])",
    "renegotiation": "TLS_Ext_RenegotiationInfo(renegotiated_connection=b'')",
    "renegotiation, again": "TLS_Ext_RenegotiationInfo(renegotiated_connection=b'123456789012')",
    "longest fragment": "TLS_Ext_MaxFragLen(maxfraglen=2)",
    "heartbeat": "TLS_Ext_Heartbeat(heartbeat_mode=1)",
    "record size": "TLS_Ext_RecordSizeLimit(record_size_limit=16385)",
    "early data": "TLS_Ext_EarlyDataIndication()",
    "authentication later": "TLS_Ext_PostHandshakeAuth()",
    "unknown": "TLS_Ext_Unknown(type=0x1a1a, val=b'')",
    "unknown with bytes": "TLS_Ext_Unknown(type=999, val=b'ab')",
    "several": "TLS_Ext_ServerName(servernames=[ServerName(servername=b'a.b')]), TLS_Ext_ExtendedMasterSecret(), "
               "TLS_Ext_RenegotiationInfo(renegotiated_connection=b''), TLS_Ext_SupportedGroups(groups=[29]), "
               "TLS_Ext_ALPN(protocols=[ProtocolName(protocol=b'h2')]), TLS_Ext_SupportedVersion_CH(versions=[0x0304])",
}
ENTRIES = build(
    ("alert", record("TLSAlert(level=2, descr=40)", "type=21")),
    ("alert, close", record("TLSAlert(level='warning', descr='close_notify')", "type=21")),
    ("alert, unknown", record("TLSAlert(level=9, descr=200)", "type=21")),
    ("change cipher spec", record("TLSChangeCipherSpec()", "type=20")),
    ("application data", record("TLSApplicationData(data=b'secret')", "type=23")),
    ("application data, not ASCII", record("TLSApplicationData(data=b'\\x00\\xff')", "type=23")),
    ("record length set wrong, short", record("TLSApplicationData(data=b'secret')", "type=23, len=3")),
    ("record length set wrong, long", record("TLSApplicationData(data=b'secret')", "type=23, len=300")),
    ("record version 1.0", record("TLSApplicationData(data=b'secret')", "type=23, version=0x0301")),
    ("record version by name", record("TLSApplicationData(data=b'x')", "type='application_data', version='TLS 1.1'")),
    ("record in Ethernet", f"{E}/{I}/TCP()/TLS(type=21, msg=[TLSAlert(level=1, descr=0)])"),
    ("record over IPv6", f"{J}/TCP()/TLS(type=21, msg=[TLSAlert(level=1, descr=0)])"),
    ("two records", record("TLSChangeCipherSpec()", "type=20") + "/TLS(type=21, msg=[TLSAlert(level=1, descr=0)])"),
    ("hello request", record("TLSHelloRequest()")),
    ("server hello done", record("TLSServerHelloDone()")),
    ("two messages", record("TLSServerHelloDone(), TLSHelloRequest()")),
    ("message length set wrong", record("TLSServerHelloDone(msglen=4)")),
    ("client hello", client("ciphers=[0x1301, 0xc02f]")),
    ("client hello, session", client("ciphers=[0x1301], sid=b'S' * 32")),
    ("client hello, compression", client("ciphers=[0x1301], comp=[0, 1]")),
    ("client hello, SSLv3", client("version=0x0300, ciphers=[5, 10]")),
    ("client hello, unknown suites", client("ciphers=[0x0a0a, 0xffff, 0x00ff]")),
    ("client hello, no suites", client("ciphers=[]")),
    ("client hello, lengths set wrong", client("ciphers=[0x1301], sidlen=3, cipherslen=4, complen=9")),
    ("server hello", server("cipher=0xc02f")),
    ("server hello, session", server("cipher=0x1301, sid=b'S' * 32, version=0x0303")),
    ("server hello, version", server("cipher=0x1301", "TLS_Ext_SupportedVersion_SH(version=0x0304)")),
    ("server hello, key share", server("cipher=0x1301", "TLS_Ext_SupportedVersion_SH(version=0x0304), TLS_Ext_KeyShare_SH(server_share=KeyShareEntry(group=29, key_exchange=b's' * 32))")),
    ("server hello, extensions", server("cipher=0xc02f", "TLS_Ext_RenegotiationInfo(renegotiated_connection=b''), TLS_Ext_ExtendedMasterSecret(), TLS_Ext_SessionTicket()")),
    ("certificate, none", record("TLSCertificate(certs=[])")),
    ("session ticket", record("TLSNewSessionTicket(lifetime=300, ticket=b'ticket')")),
) + [("build", f"client hello with {name}", client("ciphers=[0x1301]", text)) for name, text in EXTENSIONS.items()] + [
    ("read", "handshake unknown", "TLS", "1603030008" "63000004" "61626364"),
    ("read", "client key exchange", "TLS", "160303000a" "10000006" "000461626364"),
    ("read", "finished, encrypted", "TLS", "1603030010" "aabbccddeeff00112233445566778899"),
    ("read", "session ticket, read", "TLS", "160303000c" "04000008" "00000064" "0002" "abcd"),
    ("read", "flight of a server", "TLS", "1603030004" "0e000000" "1403030001" "01"),
    ("read", "record cut", "TLS", "1703030010" "aa"),
    ("read", "record header alone", "TLS", "1703030000"),
    ("read", "alert, encrypted", "TLS", "1503030010" "00112233445566778899aabbccddeeff"),
    ("cut", "client hello", client("ciphers=[0x1301]", EXTENSIONS["server name"]), [45, 52, 55, 83, 84, 86, 88, 90, 92, 94, 96, 99, 105]),
]
