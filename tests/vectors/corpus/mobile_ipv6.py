from .common import E, J, build

B = f"{J}/MIP6MH_BU(seq=5"
OPTIONS = ["MIP6OptBRAdvice(rinter=5)", "MIP6OptAltCoA(acoa='2001:db8::7')", "MIP6OptNonceIndices(olen=4, hni=1, coni=2)", "MIP6OptMobNetPrefix(plen=48, prefix='2001:db8::')",
           "MIP6OptLLAddr(ocode=2, lla='02:00:00:00:00:07')", "MIP6OptMNID(id=b'node@example.com')", "MIP6OptMsgAuth(mspi=7, authdata=b'0123456789ab')",
           "MIP6OptReplayProtection(timestamp=0)", "MIP6OptCGAParamsReq()", "MIP6OptCGAParams(cgaparams=b'abcdef')", "MIP6OptSignature(sig=b'abcdef')",
           "MIP6OptHomeKeygenToken(hkt=b'01234567')", "MIP6OptCareOfTestInit()", "MIP6OptCareOfTest(cokt=b'01234567')", "MIP6OptUnknown(otype=99, odata=b'abc')"]
ENTRIES = build(
    ("refresh request", f"{J}/MIP6MH_BRR()"),
    ("refresh request alone", "MIP6MH_BRR()"),
    ("home test init", f"{J}/MIP6MH_HoTI(cookie=b'01234567')"),
    ("care-of test init", f"{J}/MIP6MH_CoTI(cookie=b'01234567')"),
    ("home test", f"{J}/MIP6MH_HoT(index=3, cookie=b'01234567', token=b'abcdefgh')"),
    ("care-of test", f"{J}/MIP6MH_CoT(index=3, cookie=b'01234567', token=b'abcdefgh')"),
    ("binding update", f"{E}/{B})"),
    ("binding update, all set", f"{J}/MIP6MH_BU(nh=59, len=1, res=1, cksum=0x1234, seq=5, flags='PRMKLHA', reserved=1, mhtime=7)"),
    ("binding acknowledgement", f"{J}/MIP6MH_BA(status=128, flags='PRK', seq=5, mhtime=7)"),
    ("binding error", f"{J}/MIP6MH_BE(status=1, ha='2001:db8::9')"),
    ("another message", f"{J}/MIP6MH_Generic(mhtype=9, msg=b'ab')"),
    ("length set wrong", f"{J}/MIP6MH_BRR(len=5)"),
    ("home agent request", f"{J}/ICMPv6HAADRequest(id=7, R=0)"),
    ("home agent answer", f"{J}/ICMPv6HAADReply(id=7, addresses=['2001:db8::a', '2001:db8::b'])"),
    ("prefix solicitation", f"{J}/ICMPv6MPSol(id=7)"),
    ("prefix advertisement", f"{J}/ICMPv6MPAdv(id=7, flags=3)/ICMPv6NDOptPrefixInfo(prefix='2001:db8::')"),
) + [("build", f"binding update: {text}", f"{B}, options=[{text}])") for text in OPTIONS] + [
    ("cut", "home test", f"{J}/MIP6MH_HoT(index=3, cookie=b'01234567', token=b'abcdefgh')", [41, 44, 46, 48, 52, 56, 60, 63]),
]
