from .common import E, J, build

CONTRIB = ["rpl"]
H = f"{J}/ICMPv6RPL()"
OPTIONS = ["RPLOptPad1()", "RPLOptPadN(optdata=b'\\\\x00\\\\x00')", "RPLOptDODAGConfig(A=1, PCS=2, OCP=0)", "RPLOptTgt(plen=128, prefix='2001:db8::7')",
           "RPLOptTIO(pathcontrol=1, parentaddr='2001:db8::8')", "RPLOptSolInfo(V=1, dodagid='2001:db8::1')", "RPLOptPIO(L=1, A=1, prefix='2001:db8::')",
           "RPLOptTgtDesc(descriptor=5)", "RPLOptRIO(plen=128, prefix='2001:db8::7')"]
ENTRIES = build(
    ("RPL alone", "ICMPv6RPL()"),
    ("RPL over IPv6", H),
    ("RPL, destination", 'IPv6(src="fe80::1")/ICMPv6RPL()/RPLDIS()'),
    ("RPL solicitation", f"{H}/RPLDIS(flags=1, reserved=2)"),
    ("RPL information", f"{E}/{H}/RPLDIO(RPLInstanceID=1, ver=2, rank=3, mop=2, prf=1, dtsn=9, dodagid='2001:db8::1')"),
    ("RPL destination", f"{H}/RPLDAO(K=1, daoseq=7)"),
    ("RPL destination of a root", f"{H}/RPLDAO(D=1, daoseq=7, dodagid='2001:db8::1')"),
    ("RPL destination taken", f"{H}/RPLDAOACK(daoseq=7, status=130)"),
    ("RPL cleanup", f"{H}/RPLDCO(D=1, dcoseq=7, status=1, dodagid='2001:db8::1')"),
    ("RPL cleanup taken", f"{H}/RPLDCOACK(dcoseq=7, status=1)"),
    ("RPL, code set", f"{J}/ICMPv6RPL(code=99, cksum=0x1234)/b'abc'"),
    ("RPL, target and way", f"{H}/RPLDAO()/RPLOptTgt(plen=128, prefix='2001:db8::7')/RPLOptTIO(parentaddr='2001:db8::8')"),
) + [("build", f"RPL option {text}", f"{H}/RPLDIO(dodagid='2001:db8::1')/{text}") for text in OPTIONS] + [
    ("cut", "RPL", f"{H}/RPLDIO(dodagid='2001:db8::1')/RPLOptTgtDesc(descriptor=5)", [41, 44, 46, 50, 60, 68, 69, 70, 72]),
]
