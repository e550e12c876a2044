from .common import I

CONTRIB = ["stun"]
HEAD = "2112a442" "000102030405060708090a0b"
ENTRIES = [
    ("build", "STUN attribute alone", "STUNUsername(username=b'abcd')"),
    ("build", "STUN attribute, padded", "STUNUsername(username=b'abcde')"),
    ("build", "STUN priority alone", "STUNPriority(priority=5)"),
    ("read", "STUN binding request", "STUN", "00010000" + HEAD),
    ("read", "STUN username", "STUN", "00010008" + HEAD + "00060003" "61626300"),
    ("read", "STUN username of four", "STUN", "00010008" + HEAD + "00060004" "61626364"),
    ("read", "STUN unknown attribute", "STUN", "00010008" + HEAD + "80220004" "74657374"),
    ("read", "STUN priority", "STUN", "00010008" + HEAD + "00240004" "6e001eff"),
    ("read", "STUN use candidate", "STUN", "00010004" + HEAD + "00250000"),
    ("read", "STUN ICE controlling", "STUN", "0001000c" + HEAD + "802a0008" "0102030405060708"),
    ("read", "STUN fingerprint", "STUN", "00010008" + HEAD + "80280004" "e57a3bcf"),
    ("read", "STUN mapped address", "STUN", "0101000c" + HEAD + "00200008" "0001a147" "e112a643"),
    ("read", "STUN Google's network", "STUN", "00010008" + HEAD + "c0570004" "000103e7"),
    ("read", "STUN several attributes", "STUN", "0001001c" + HEAD + "00060003" "61626300" "00240004" "6e001eff" "80280004" "e57a3bcf" "00250000"),
    ("read", "STUN indication", "STUN", "00110000" + HEAD),
    ("read", "STUN error response", "STUN", "01110008" + HEAD + "00090004" "00000401"),
    ("read", "STUN over UDP", "UDP", "9c400d96001c0000" "00010000" + HEAD),
    ("read", "STUN unknown kind", "STUN", "00030000" + HEAD),
    ("read", "STUN attribute longer than what is there", "STUN", "00010008" + HEAD + "00060009" "61626364"),
]
