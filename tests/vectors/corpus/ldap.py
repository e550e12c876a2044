CONTRIB = ["scapy.layers.ldap"]

# Scapy ends every message it builds with an empty list of controls under a wrong tag, so all are for dissection.
ENTRIES = [
    ("build", "attribute", "LDAP_SearchRequestAttribute(type='cn')"),
    ("read", "search", "LDAP", "30370202012c6331041164633d6578616d706c652c64633d636f6d0a01000a0100020100020100010100870b6f626a656374436c6173733000"),
    ("read", "search, all set", "LDAP", "30270202012c632104000a01020a01030201640202012c0101ff870b6f626a656374436c6173733000"),
    ("read", "search, attributes", "LDAP", "30300202012c632a04000a01000a0100020100020100010100870b6f626a656374436c617373300a0402636e04046d61696c"),
    ("read", "search, and", "LDAP", "30230202012c631d04000a01000a0100020100020100010100a0088702636e8702736e3000"),
    ("read", "search, or", "LDAP", "301f0202012c631904000a01000a0100020100020100010100a1048702636e3000"),
    ("read", "bind answer", "LDAP", "300f0202012c61090a0131040004026e6f"),
    ("read", "entry", "LDAP", "301c0202012c64160404636e3d61300e300c0402636e3106040161040162"),
    ("read", "entry, empty", "LDAP", "30160202012c64100404636e3d61300830060402636e3100"),
    ("read", "end of a search", "LDAP", "300d0202012c65070a010004000400"),
    ("read", "end of a search, nothing found", "LDAP", "30130202012c650d0a0120040664633d636f6d0400"),
]
