from .common import I, J, build

CONTRIB = ["rtcp"]
U = f"{I}/UDP(sport=5004, dport=5004)"
REPORT = "ReceptionReport(sourcesync=5, fraction_lost=1, cumulative_lost=2, highest_seqnum_recv=3, interarrival_jitter=4, last_SR_timestamp=6, delay_since_last_SR=7)"
SENDER = "SenderInfo(ntp_timestamp=1, rtp_timestamp=2, sender_packet_count=3, sender_octet_count=4)"
ENTRIES = build(
    ("RTP alone", "RTP()"),
    ("RTP", f"{U}/RTP()"),
    ("RTP over IPv6", f"{J}/UDP(sport=5004, dport=5004)/RTP()"),
    ("RTP, all fields", "RTP(version=1, padding=1, marker=1, payload_type=8, sequence=7, timestamp=160, sourcesync=0x01020304)/Raw(b'abc')"),
    ("RTP, payload by name", 'RTP(payload_type="H263")'),
    ("RTP, unknown payload", "RTP(payload_type=96)"),
    ("RTP, sources", "RTP(sync=[1, 2, 3])"),
    ("RTP, count of sources set", "RTP(numsync=1, sync=[1])"),
    ("RTP, count of sources set wrong", "RTP(numsync=3, sync=[1])"),
    ("RTP extension", "RTP()/RTPExtension(header_id=1, header=[1, 2])/Raw(b'payload')"),
    ("RTP extension, empty", "RTP()/RTPExtension()"),
    ("RTP extension, length set wrong", "RTP()/RTPExtension(header_len=3, header=[1])"),
    ("RTP extension flag alone", "RTP(extension=1)"),
    ("RTP extension flag set off", "RTP(extension=0)/RTPExtension(header=[5])"),
    ("RTCP alone", "RTCP()"),
    ("RTCP sender report", f"RTCP(packet_type=200, sourcesync=9, sender_info={SENDER})"),
    ("RTCP sender report with a block", f"RTCP(packet_type=200, count=1, sourcesync=9, sender_info={SENDER}, report_blocks=[{REPORT}])"),
    ("RTCP receiver report", f"RTCP(packet_type=201, count=2, sourcesync=9, report_blocks=[{REPORT}, {REPORT}])"),
    ("RTCP receiver report, empty", "RTCP(packet_type='Receiver report', sourcesync=9)"),
    ("RTCP source description", "RTCP(packet_type=202, count=1, sdes_chunks=[SDESChunk(sourcesync=1, items=[SDESItem(chunk_type=1, value=b'alice@example.net'), SDESItem(chunk_type='END', value=b'')])])"),
    ("RTCP bye", "RTCP(packet_type=203, count=1)/Raw(b'\\0\\0\\0\\5')"),
    ("RTCP length set", "RTCP(packet_type=201, length=1, sourcesync=1)"),
) + [
    ("read", "RTP of a call", "RTP", "80000b4f" "0000a0a0" "3c1b2f11" "ffff7f7e7d"),
    ("cut", "RTP extension", "RTP()/RTPExtension(header=[1, 2])", [12, 13, 15, 16, 18, 20, 22]),
    ("cut", "RTCP", f"RTCP(packet_type=200, count=1, sourcesync=9, sender_info={SENDER}, report_blocks=[{REPORT}])", [4, 28, 30, 40, 50]),
]
