from .common import E, I, J, build

S = f"{I}/SCTP(sport=5000, dport=5001, tag=0x01020304)"
CHUNKS = [
    "SCTPChunkData()", 'SCTPChunkData(data=b"abc", tsn=1, stream_id=2, stream_seq=3, proto_id=46, beginning=1, ending=1)', 'SCTPChunkData(data=b"abcd", unordered=1)',
    'SCTPChunkData(data=b"", delay_sack=1, reserved=5)', 'SCTPChunkData(data=b"abcde", len=18)', 'SCTPChunkData(data=b"x", proto_id="S1AP")',
    "SCTPChunkInit()", "SCTPChunkInit(init_tag=5, a_rwnd=65536, n_out_streams=10, n_in_streams=20, init_tsn=7)",
    "SCTPChunkInitAck(init_tag=5, a_rwnd=65536, n_out_streams=10, n_in_streams=20, init_tsn=7, params=[SCTPChunkParamStateCookie(cookie=b'abcdef')])",
    "SCTPChunkSACK()", "SCTPChunkSACK(cumul_tsn_ack=9, a_rwnd=100)", "SCTPChunkSACK(dup_tsn_list=[5])",
    "SCTPChunkSACK(len=16, n_dup_tsn=0)", "SCTPChunkSACK(gap_ack_list=['1:3', '7:9'])",
    "SCTPChunkHeartbeatReq(params=[SCTPChunkParamHeartbeatInfo(data=b'abcde')])", "SCTPChunkHeartbeatAck(params=[SCTPChunkParamHeartbeatInfo(data=b'abcd')])",
    "SCTPChunkAbort()", "SCTPChunkAbort(TCB=1, error_causes=b'\\0\\x0c\\0\\4')", "SCTPChunkShutdown(cumul_tsn_ack=77)", "SCTPChunkShutdownAck()", "SCTPChunkError(error_causes=b'\\0\\1\\0\\7abc')",
    "SCTPChunkCookieEcho(cookie=b'cookie!')", "SCTPChunkCookieAck()", "SCTPChunkShutdownComplete()", "SCTPChunkShutdownComplete(TCB=1)",
    "SCTPChunkAuthentication(shared_key_id=1, HMAC_function=1, HMAC=b'01234567890123456789')", "SCTPChunkAddressConf(seq=3, params=[SCTPChunkParamAddIPAddr(addr='10.0.0.9', correlation_id=1)])",
    "SCTPChunkAddressConfAck(seq=3, params=[SCTPChunkParamSuccessIndication(correlation_id=1)])",
    "SCTPChunkInit(flags=3, len=20)",
]
PARAMETERS = [
    "HeartbeatInfo(data=b'abc')", "HeartbeatInfo(data=b'abcd')", "IPv4Addr()", "IPv4Addr(addr='10.0.0.7')", "IPv6Addr()", "IPv6Addr(addr='2001:db8::7')", "StateCookie(cookie=b'c')",
    "UnrocognizedParam(param=b'\\x80\\x08\\0\\4')", "CookiePreservative(sug_cookie_inc=1000)", "CookiePreservative()", "Hostname(hostname=b'alpha\\0')", "SupportedAddrTypes()",
    "SupportedAddrTypes(addr_type_list=[5, 6])", "ECNCapable()", "Random(random=b'0123456789abcdef0123456789abcdef')", "ChunkList(chunk_list=[193, 128])", "ChunkList()",
    "RequestedHMACFunctions()", "RequestedHMACFunctions(HMAC_functions_list=[3, 1])", "SupportedExtensions()", "FwdTSN()", "AddIPAddr(addr='10.0.0.9', correlation_id=5)",
    "AddIPAddr(addr_type=6, addr='2001:db8::9')", "DelIPAddr(addr='10.0.0.9')", "ErrorIndication(correlation_id=6, error_causes=b'abcd')", "SetPrimaryAddr(addr='10.0.0.9')",
    "SuccessIndication(correlation_id=6)", "AdaptationLayer(indication=1)", "AdaptationLayer()", "HeartbeatInfo(len=7, data=b'abcd')",
]
ENTRIES = build(
    ("SCTP alone", "SCTP()"),
    ("SCTP over IP", f"{I}/SCTP()"),
    ("SCTP over IPv6", f"{J}/SCTP(sport=1, dport=2)"),
    ("SCTP in Ethernet", f'{E}/{S}/SCTPChunkData(data=b"hello")'),
    ("SCTP checksum set", f'{I}/SCTP(chksum=0xdeadbeef)/SCTPChunkCookieAck()'),
    ("SCTP port by name", f'{I}/SCTP(dport="amqp")'),
    ("SCTP and bytes", f'{S}/Raw(b"\\xee\\0\\0\\5a")'),
    ("SCTP, several chunks", f'{S}/SCTPChunkCookieEcho(cookie=b"abc")/SCTPChunkData(data=b"abcde", tsn=1)/SCTPChunkSACK(cumul_tsn_ack=4)'),
    ("SCTP, all parameters", f"{S}/SCTPChunkInit(params=[SCTPChunkParamIPv4Addr(), SCTPChunkParamSupportedAddrTypes(), SCTPChunkParamECNCapable(), SCTPChunkParamFwdTSN()])"),
    ("SCTP in Ethernet with padding", f'{E}/{S}/SCTPChunkShutdownAck()/Padding(b"\\0\\0\\0")'),
) + [("build", f"SCTP chunk {text}", f"{S}/{text}") for text in CHUNKS] \
  + [("build", f"SCTP parameter {text}", f"{S}/SCTPChunkInit(init_tag=1, params=[SCTPChunkParam{text}])") for text in PARAMETERS] + [
    ("read", "SCTP unknown parameter", "SCTP", "13881389" "00000000" "00000000" "0100001c" + "00000001" * 4 + "c0060008" "00010002"),
    ("read", "SCTP unknown chunk", "SCTP", "13881389" "00000000" "00000000" "82000008" "00010002"),
    ("read", "SCTP SACK with gaps", "SCTP", "13881389" "00000000" "00000000" "03000020" "00000009" "00000064" "00020002" "00010003" "00070009" "00000005" "00000006"),
    ("read", "SCTP chunk of no length", "SCTP", "13881389" "00000000" "00000000" "00030000" "00000001" "00020003" "00000000" "616263"),
    ("read", "SCTP chunk longer than what is there", "SCTP", "13881389" "00000000" "00000000" "00030100" "00000001" "00020003" "00000000" "616263"),
    ("cut", "SCTP", f'{S}/SCTPChunkData(data=b"abcde", tsn=1)/SCTPChunkInit(params=[SCTPChunkParamIPv4Addr()])', [20, 31, 32, 33, 36, 40, 48, 50, 53, 56, 57, 75, 76, 78, 80, 82, 84]),
]
