from .common import E, I, build, each

CONTRIB = ["pim"]
D = 'IP(src="10.0.0.1", dst="224.0.0.13", ttl=1)'
H = f"{D}/PIMv2Hdr()"
J1 = "PIMv2JoinAddrs(src_ip='10.0.0.7')"
P1 = "PIMv2PruneAddrs(src_ip='10.0.0.8')"
G = f"PIMv2GroupAddrs(gaddr='224.1.2.3', join_ips=[{J1}], prune_ips=[{P1}])"
OPTIONS = ["PIMv2HelloHoldtime()", "PIMv2HelloHoldtime(holdtime=65535)", "PIMv2HelloLANPruneDelay()",
           "PIMv2HelloLANPruneDelay(value=[PIMv2HelloLANPruneDelayValue(propagation_delay=1, override_interval=2)])", "PIMv2HelloDRPriority(dr_priority=9)",
           "PIMv2HelloGenerationID(generation_id=0x12345678)", "PIMv2HelloStateRefresh()",
           "PIMv2HelloStateRefresh(value=[PIMv2HelloStateRefreshValue(version=2, interval=9)])"]
ENTRIES = build(
    ("PIM alone", "PIMv2Hdr()"),
    ("PIM over IP", H),
    ("PIM, all set", f"{D}/PIMv2Hdr(version=1, type=9, reserved=7, chksum=0x1234)"),
    ("PIM, chksum 0", f"{D}/PIMv2Hdr(chksum=0)/PIMv2Hello()"),
    ("PIM, unknown type", f"{D}/PIMv2Hdr(type=12)/b'abc'"),
    ("PIM hello", f"{E}/{H}/PIMv2Hello()"),
    ("PIM hello with options", f"{E}/{H}/PIMv2Hello(option=[PIMv2HelloHoldtime(), PIMv2HelloDRPriority(), PIMv2HelloGenerationID(generation_id=5)])"),
    ("PIM hello, length of an option set wrong", f"{H}/PIMv2Hello(option=[PIMv2HelloHoldtime(length=1)])"),
    ("PIM join", f"{E}/{H}/PIMv2JoinPrune(up_neighbor_ip='10.0.0.2', jp_ips=[PIMv2GroupAddrs(gaddr='224.1.2.3', join_ips=[{J1}])])"),
    ("PIM join and prune", f"{H}/PIMv2JoinPrune(up_neighbor_ip='10.0.0.2', holdtime=60, jp_ips=[{G}])"),
    ("PIM join of several groups", f"{H}/PIMv2JoinPrune(up_neighbor_ip='10.0.0.2', jp_ips=[{G}, PIMv2GroupAddrs(gaddr='224.1.2.4', prune_ips=[{P1}, {P1}])])"),
    ("PIM join of nothing", f"{H}/PIMv2JoinPrune()"),
    ("PIM join, count of groups set too large", f"{H}/PIMv2JoinPrune(num_group=5, jp_ips=[{G}])"),
    ("PIM join, count of sources set too small", f"{H}/PIMv2JoinPrune(jp_ips=[PIMv2GroupAddrs(num_joins=0, gaddr='224.1.2.3', join_ips=[{J1}])])"),
    ("PIM join, all bits", f"{H}/PIMv2JoinPrune(jp_ips=[PIMv2GroupAddrs(bidirection=1, reserved=63, admin_scope_zone=1, mask_len=24, join_ips=[PIMv2JoinAddrs(rsrvd=31, sparse=1, wildcard=1, rpt=0, mask_len=8)])])"),
) + each("PIM hello option", f"{H}/PIMv2Hello(option=[@])", OPTIONS) \
  + each("PIM type", f"{D}/PIMv2Hdr(type='@')", ["Hello", "Register", "Register-Stop", "Join/Prune", "Bootstrap", "Assert"]) + [
    ("read", "PIM hello of a router", "PIMv2Hdr", "2000" "0a8f" "000100020069" "001400042b4d9cba" "0013000400000001" "0002000401f409c4"),
    ("read", "PIM hello, unknown option", "PIMv2Hdr", "2000" "0000" "000100020069" "ffe80003aabbcc"),
    ("cut", "PIM hello", f"{H}/PIMv2Hello(option=[PIMv2HelloHoldtime(), PIMv2HelloDRPriority()])", [21, 23, 24, 26, 28, 29, 30, 32, 36]),
    ("cut", "PIM join", f"{H}/PIMv2JoinPrune(up_neighbor_ip='10.0.0.2', jp_ips=[{G}])", [24, 26, 30, 33, 34, 36, 42, 46, 50, 54, 58]),
]
