from .common import E, J, build

U = f"{J}/UDP()"


def option(text):
    return f"{U}/DHCP6_Solicit(trid=0x123456)/{text}"

DUIDS = [
    'DUID_LLT(lladdr="02:00:00:00:00:01", timeval=946684900)', 'DUID_LLT(hwtype=6, timeval=0, lladdr="02:00:00:00:00:01")',
    'DUID_EN(enterprisenum=9, id=b"abcdef")', 'DUID_EN(id=b"")', 'DUID_LL(lladdr="02:00:00:00:00:01")', 'DUID_LL(hwtype=27, lladdr="02:00:00:00:00:01")',
    'DUID_UUID(uuid="01234567-89ab-cdef-0123-456789abcdef")',
]
OPTIONS = [
    "DHCP6OptUnknown()", 'DHCP6OptUnknown(optcode=200, data=b"abc")', 'DHCP6OptUnknown(optcode=200, optlen=2, data=b"abc")',
    "DHCP6OptClientId()", "DHCP6OptServerId()",
    'DHCP6OptIAAddress(addr="2001:db8::5", preflft=100, validlft="infinity")',
    'DHCP6OptIAAddress(addr="2001:db8::5", iaaddropts=[DHCP6OptStatusCode(statuscode=0, statusmsg=b"ok")])',
    "DHCP6OptIA_NA()", "DHCP6OptIA_NA(iaid=7, T1=100, T2=200)",
    'DHCP6OptIA_NA(iaid=7, ianaopts=[DHCP6OptIAAddress(addr="2001:db8::5"), DHCP6OptIAAddress(addr="2001:db8::6", validlft=9)])',
    "DHCP6OptIA_NA(optlen=12, iaid=7)", 'DHCP6OptIA_TA(iaid=8, iataopts=[DHCP6OptIAAddress(addr="2001:db8::7")])', "DHCP6OptIA_TA()",
    "DHCP6OptOptReq()", "DHCP6OptOptReq(reqopts=[1, 23, 200])", "DHCP6OptOptReq(reqopts=[])",
    "DHCP6OptPref()", "DHCP6OptPref(prefval=7)", "DHCP6OptElapsedTime()", "DHCP6OptElapsedTime(elapsedtime=150)", "DHCP6OptElapsedTime(elapsedtime=0xffff)",
    "DHCP6OptAuth()", 'DHCP6OptAuth(proto=2, alg=1, rdm=0, replay=b"12345678", authinfo=b"abcd")',
    'DHCP6OptServerUnicast(srvaddr="2001:db8::9")', "DHCP6OptServerUnicast()",
    "DHCP6OptStatusCode()", 'DHCP6OptStatusCode(statuscode="NoAddrsAvail", statusmsg=b"none left")', "DHCP6OptStatusCode(statuscode=99)",
    "DHCP6OptRapidCommit()", "DHCP6OptReconfAccept()", "DHCP6OptReconfMsg()", "DHCP6OptReconfMsg(msgtype=5)",
    'DHCP6OptUserClass(userclassdata=[USER_CLASS_DATA(data=b"one"), USER_CLASS_DATA(data=b"two2")])', "DHCP6OptUserClass()",
    'DHCP6OptVendorClass(enterprisenum=311, vcdata=[VENDOR_CLASS_DATA(data=b"MSFT 5.0")])', "DHCP6OptVendorClass(enterprisenum=4242)",
    'DHCP6OptVendorSpecificInfo(enterprisenum=9, vso=[VENDOR_SPECIFIC_OPTION(optcode=1, optdata=b"abc"), VENDOR_SPECIFIC_OPTION(optcode=2)])',
    'DHCP6OptIfaceId(ifaceid=b"eth0")', 'DHCP6OptSIPDomains(sipdomains=["sip.example.net."])', 'DHCP6OptSIPServers(sipservers=["2001:db8::a"])',
    'DHCP6OptDNSServers(dnsservers=["2001:db8::53", "2001:db8::54"])', "DHCP6OptDNSServers()",
    'DHCP6OptDNSDomains(dnsdomains=["example.net.", "example.org."])', "DHCP6OptDNSDomains()",
    'DHCP6OptIA_PD(iaid=9, T1=1, T2=2, iapdopt=[DHCP6OptIAPrefix(prefix="2001:db8:1::", plen=56, preflft=10, validlft=20)])', "DHCP6OptIA_PD()",
    'DHCP6OptIAPrefix()', 'DHCP6OptNISServers(nisservers=["2001:db8::b"])', 'DHCP6OptNISPServers(nispservers=["2001:db8::c"])',
    'DHCP6OptNISDomain(nisdomain="nis.example.")', 'DHCP6OptNISPDomain(nispdomain="nisp.example.")',
    'DHCP6OptSNTPServers(sntpservers=["2001:db8::d"])', "DHCP6OptInfoRefreshTime()", "DHCP6OptInfoRefreshTime(reftime=600)",
    'DHCP6OptBCMCSDomains(bcmcsdomains=["b.example."])', 'DHCP6OptBCMCSServers(bcmcsservers=["2001:db8::e"])',
    # Scapy fails on DHCP6OptGeoConf().
    'DHCP6OptRemoteID(enterprisenum=9, remoteid=b"abc")', 'DHCP6OptSubscriberID(subscriberid=b"s1")',
    'DHCP6OptClientFQDN(flags="S", fqdn="alpha.example.")', 'DHCP6OptClientFQDN(flags=5, res=3, fqdn="a.")', "DHCP6OptClientFQDN()",
    'DHCP6OptPanaAuthAgent(paaaddr=["2001:db8::f"])', 'DHCP6OptNewPOSIXTimeZone(optdata=b"CET-1CEST")', 'DHCP6OptNewTZDBTimeZone(optdata=b"Europe/Berlin")',
    "DHCP6OptRelayAgentERO()", 'DHCP6OptLQClientLink(linkaddress=["2001:db8::10"])', 'DHCP6OptBootFileUrl(optdata=b"http://[2001:db8::1]/boot")',
    "DHCP6OptClientArchType(archtypes=[7, 9])", "DHCP6OptClientNetworkInterId(iitype=1, iimajor=3, iiminor=16)",
    'DHCP6OptERPDomain(erpdomain=["erp.example."])', "DHCP6OptRelaySuppliedOpt(relaysupplied=[DHCP6OptRapidCommit()])", "DHCP6OptVSS()",
    'DHCP6OptVSS(type=0, data=b"vpn")', 'DHCP6OptClientLinkLayerAddr(clladdr="02:00:00:00:00:01")', 'DHCP6OptMudUrl(mudstring=b"https://mud.example/")',
]
MESSAGES = ["Solicit", "Advertise", "Request", "Confirm", "Renew", "Rebind", "Reply", "Release", "Decline", "Reconf", "InfoRequest", "RelayForward", "RelayReply"]
ENTRIES = build(
    ("DHCPv6 alone", "DHCP6_Solicit()"),
    ("DHCPv6 of no kind", f"{U}/DHCP6()"),
    ("DHCPv6 of unknown kind", f"{U}/DHCP6(msgtype=77, trid=1)"),
    ("DHCPv6 kind by name", f'{U}/DHCP6(msgtype="RENEW", trid=1)'),
    ("DHCPv6 wrong kind", f"{U}/DHCP6_Solicit(msgtype=5)"),
    ("DHCPv6 in Ethernet", f'{E}/{U}/DHCP6_Solicit(trid=0xabcdef)/DHCP6OptClientId(duid=DUID_LL(lladdr="02:00:00:00:00:01"))/DHCP6OptOptReq()/DHCP6OptElapsedTime()/DHCP6OptIA_NA(iaid=1)'),
    ("DHCPv6 reply", f'{U}/DHCP6_Reply(trid=1)/DHCP6OptClientId(duid=DUID_EN(id=b"c"))/DHCP6OptServerId(duid=DUID_EN(id=b"s"))/DHCP6OptIA_NA(iaid=1, '
     'ianaopts=[DHCP6OptIAAddress(addr="2001:db8::99", preflft=60, validlft=120)])/DHCP6OptDNSServers(dnsservers=["2001:db8::53"])'),
    ("DHCPv6 relayed", f'{U}/DHCP6_RelayForward(hopcount=1, linkaddr="2001:db8::1", peeraddr="fe80::1")/DHCP6OptRelayMsg(message=DHCP6_Solicit(trid=5)/DHCP6OptRapidCommit())'),
    ("DHCPv6 relayed, interface", f'{U}/DHCP6_RelayReply(linkaddr="2001:db8::1", peeraddr="fe80::1")/DHCP6OptIfaceId(ifaceid=b"eth0")/DHCP6OptRelayMsg(message=DHCP6_Reply())'),
    ("DHCPv6 other ports", f"{J}/UDP(sport=547, dport=547)/DHCP6_Solicit()"),
) + [("build", f"DHCPv6 {m}", f"{U}/DHCP6_{m}({'hopcount=2' if 'Relay' in m else 'trid=0x010203'})") for m in MESSAGES] \
  + [("build", f"DHCPv6 option {text}", option(text)) for text in OPTIONS] \
  + [("build", f"DHCPv6 identifier {text}", option(f"DHCP6OptClientId(duid={text})")) for text in DUIDS] + [
    ("read", "DHCPv6 unknown DUID", "DHCP6_Solicit", "01000001" "00010006" "0009aabbccdd"),
    ("read", "DHCPv6 unknown option", "DHCP6_Solicit", "01000001" "00c80003" "616263" "000e0000"),
    ("read", "DHCPv6 option longer than what is there", "DHCP6_Solicit", "01000001" "00c80009" "616263"),
    ("read", "DHCPv6 half an option", "DHCP6_Solicit", "01000001" "0063"),
    ("read", "DHCPv6 IA_NA with an unknown option", "DHCP6_Solicit", "01000001" "00030012" "000000010000000000000000" "00c80002" "6162"),
    ("cut", "DHCPv6 solicit", option('DHCP6OptClientId(duid=DUID_LL(lladdr="02:00:00:00:00:01"))/DHCP6OptIA_NA(iaid=1, ianaopts=[DHCP6OptIAAddress(addr="2001:db8::5")])'),
     [48, 49, 51, 52, 53, 54, 55, 56, 58, 60, 65, 66, 67, 70, 74, 81, 82, 84, 86, 100, 109]),
]
