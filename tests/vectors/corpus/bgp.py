from .common import E, I, J, build, each

CONTRIB = ["bgp"]
T = f'{I}/TCP(sport=179, dport=50000, flags="PA")'
H = f"{T}/BGPHeader()"
CAPS = ["BGPCapGeneric(code=2)", "BGPCapMultiprotocol(afi=1, safi=1)", "BGPCapMultiprotocol(afi=2, safi=1)", "BGPCapGracefulRestart(restart_flags=8, restart_time=120)",
        "BGPCapFourBytesASN(asn=4200000000)", "BGPCapGeneric(code=70, cap_data=b'abc')"]
ATTRIBUTES = [(1, "BGPPAOrigin(origin='EGP')"), (3, "BGPPANextHop(next_hop='10.0.0.9')"), (4, "BGPPAMultiExitDisc(med=100)"),
              (5, "BGPPALocalPref(local_pref=200)"), (6, "BGPPAAtomicAggregate()"), (7, "BGPPAAggregator(aggregator_asn=65000, speaker_address='10.0.0.9')"),
              (8, "BGPPACommunity(community='NO_EXPORT')"), (8, "BGPPACommunity(community=0xfde80001)"), (9, "BGPPAOriginatorID(originator_id='10.0.0.9')"),
              (10, "BGPPAClusterList(cluster_list=[1, 2])"), (17, "BGPPAAS4Path(segment_value=[70000, 80000])"), (18, "BGPPAAS4Aggregator(aggregator_asn=70000, speaker_address='10.0.0.9')")]
N = "BGPNLRI_IPv4(prefix='10.1.0.0/16')"

def attribute(code, text):
    return f"BGPPathAttr(type_flags='Transitive', type_code={code}, attribute={text})"

ORIGIN = attribute(1, "BGPPAOrigin()")
HOP = attribute(3, "BGPPANextHop(next_hop='10.0.0.9')")
# OPEN with capabilities, KEEPALIVE, UPDATE with an AS_PATH, as routers send them.
OPEN = "ff" * 16 + "003501" + "04fde800b40a000001" + "18" + "02060104000100010202800002020200020641040000fde8"
ALIVE = "ff" * 16 + "001304"
UPDATE = "ff" * 16 + "003502" + "0000" + "0018" + "40010100" + "40020a0202fde8fde90101fdea" + "40030 40a000009".replace(" ", "") + "180a0102" + "080b"
NOTIFY = "ff" * 16 + "001503" + "0602"

ENTRIES = build(
    ("BGP header alone", "BGPHeader()"),
    ("BGP over TCP", H),
    ("BGP keepalive alone", "BGPKeepAlive()"),
    ("BGP keepalive over TCP", f"{I}/TCP(dport=50000)/BGPKeepAlive()"),
    ("BGP header, all set", f"{T}/BGPHeader(len=19, type=9)"),
    ("BGP header, length set wrong", f"{T}/BGPHeader(len=500, type=1)/BGPOpen()"),
    ("BGP open", f"{E}/{H}/BGPOpen(my_as=65000, hold_time=180, bgp_id='10.0.0.1')"),
    ("BGP open without a header", f"{I}/TCP(dport=50000)/BGPOpen()"),
    ("BGP open with capabilities", f"{H}/BGPOpen(my_as=65000, hold_time=180, bgp_id='10.0.0.1', opt_params=[BGPOptParam(param_value=BGPCapMultiprotocol(afi=1, safi=1)), BGPOptParam(param_value=BGPCapFourBytesASN(asn=65000))])"),
    ("BGP open, length of parameters set wrong", f"{H}/BGPOpen(opt_param_len=3, opt_params=[BGPOptParam(param_value=BGPCapMultiprotocol(afi=1, safi=1))])"),
    ("BGP open, graceful restart", f"{H}/BGPOpen(opt_params=[BGPOptParam(param_value=BGPCapGracefulRestart(restart_time=60))])"),
    ("BGP update of nothing", f"{H}/BGPUpdate()"),
    ("BGP update", f"{E}/{H}/BGPUpdate(path_attr=[{ORIGIN}, {HOP}], nlri=[{N}])"),
    ("BGP update of several", f"{H}/BGPUpdate(path_attr=[{ORIGIN}, {HOP}], nlri=[{N}, BGPNLRI_IPv4(prefix='10.2.3.0/24'), BGPNLRI_IPv4(prefix='0.0.0.0/0'), BGPNLRI_IPv4(prefix='10.9.9.9/32')])"),
    ("BGP update, withdrawn", f"{H}/BGPUpdate(withdrawn_routes=[{N}, BGPNLRI_IPv4(prefix='10.128.0.0/9')])"),
    ("BGP update, attribute of extended length", f"{H}/BGPUpdate(path_attr=[BGPPathAttr(type_flags='Extended-Length+Transitive', type_code=1, attribute=BGPPAOrigin())])"),
    ("BGP update, IPv6", f"{H}/BGPUpdate(path_attr=[{ORIGIN}, BGPPathAttr(type_flags='Optional', type_code=14, attribute=BGPPAMPReachNLRI(afi=2, safi=1, nh_addr_len=16, nh_v6_addr='2001:db8::1', nlri=[BGPNLRI_IPv6(prefix='2001:db8:1::/48')]))])"),
    ("BGP notification", f"{H}/BGPNotification(error_code='Cease', error_subcode=2)"),
    ("BGP notification with data", f"{H}/BGPNotification(error_code=2, error_subcode=1, data=b'\\x00\\x04')"),
    ("BGP notification, unknown", f"{H}/BGPNotification(error_code=99, error_subcode=99)"),
    ("BGP route refresh", f"{H}/BGPRouteRefresh(afi=1, safi=1)"),
    ("BGP route refresh, IPv6", f"{H}/BGPRouteRefresh(afi=2, subtype=1, safi=2)"),
) + each("BGP open, capability", f"{H}/BGPOpen(opt_params=[BGPOptParam(param_value=@)])", CAPS) \
  + [("build", f"BGP attribute: {text}", f"{H}/BGPUpdate(path_attr=[{attribute(code, text)}])") for code, text in ATTRIBUTES] \
  + each("BGP prefix", f"{H}/BGPUpdate(nlri=[BGPNLRI_IPv4(prefix='@')])", ["0.0.0.0/0", "128.0.0.0/1", "10.0.0.0/8", "10.128.0.0/9", "10.1.2.128/25", "10.1.2.3/32"]) \
  + each("BGP error", f"{H}/BGPNotification(error_code=@, error_subcode=1)", ["1", "2", "3", "4", "5", "6"]) + [
    ("read", "BGP open of a router", "BGPHeader", OPEN),
    ("read", "BGP keepalive of a router", "BGPHeader", ALIVE),
    ("read", "BGP update of a router", "BGPHeader", UPDATE),
    ("read", "BGP notification of a router", "BGPHeader", NOTIFY),
    ("cut", "BGP open", f"{H}/BGPOpen(my_as=65000, opt_params=[BGPOptParam(param_value=BGPCapMultiprotocol(afi=1, safi=1))])", [50, 58, 59, 60, 64, 68, 70, 72, 74]),
    ("cut", "BGP update", f"{H}/BGPUpdate(path_attr=[{ORIGIN}, {HOP}], nlri=[{N}])", [60, 61, 63, 65, 68, 70, 74, 76]),
]
