from .common import I, J, build, each

A = 'addr1="02:00:00:00:00:01", addr2="02:00:00:00:00:02", addr3="02:00:00:00:00:03"'
D = f"Dot11({A})"
MANAGEMENT = ["Association Request", "Probe Response", "Timing Advertisement", "Beacon", "Action", "Action No Ack"]
CONTROL = ["Trigger", "TACK", "Beamforming Report Poll", "VHT/HE NDP Announcement", "Control Wrapper", "Block Ack Request", "Block Ack",
           "PS-Poll", "RTS", "CTS", "Ack", "CF-End", "CF-End+CF-Ack"]
DATA = ["Data", "Data+CF-Ack", "Null (no data)", "CF-Poll (no data)"]
CAPABILITIES = ["ESS", "IBSS", "CFP", "CFP-req", "privacy", "short-preamble", "PBCC", "agility", "short-slot", "DSSS-OFDM"]
IDS = ["FHset", "CF Set", "TIM", "IBSS Set", "BSS Load", "Power Constraint", "HT Operation", "VHT Capabilities", "Extendend Capabilities"]

ENTRIES = build(
    ("802.11 alone", "Dot11()"),
    ("802.11, all set", f"Dot11(type=2, proto=3, FCfield=0xbc, ID=0x1234, {A}, SC=0xabcd)/LLC()"),
    ("802.11 to the network", f"Dot11(type=2, FCfield='to-DS', {A}, SC=0x20)/LLC()/SNAP(code=0x88b5)/b'abc'"),
    ("802.11 from the network", f"Dot11(type=2, FCfield='from-DS', {A})/LLC(dsap=0x42, ssap=0x42, ctrl=3)/STP()"),
    ("802.11 between access points", f"Dot11(type=2, FCfield='to-DS+from-DS', {A}, addr4='02:00:00:00:00:04')/LLC()/b'ab'"),
    ("802.11 with LLC, type left", f"{D}/LLC()"),
    ("802.11 extension", f"Dot11(type='Extension', {A})/b'abc'"),
    ("802.11 control extension", f"Dot11(type=1, subtype=6, cfe='Grant', {A})"),
    ("802.11 acknowledgement", f"{D}/Dot11Ack()"),
    ("802.11 with text", f"Dot11(type=1, subtype=9, {A})/b'\\x05\\x00\\x10\\x00'"),
    ("802.11 QoS", f"{D}/Dot11QoS(TID=5)/LLC()/b'abc'"),
    ("802.11 QoS data", f"Dot11(type=2, subtype=8, {A})/Dot11QoS(A_MSDU_Present=1, Ack_Policy=2, EOSP=1, TID=7, TXOP=9)/LLC()"),
    ("802.11 QoS, protected", f"Dot11(type=2, subtype=8, FCfield='protected', {A})/Dot11QoS()/b'\\x01\\x22\\x00\\x20efghijkl'"),
    ("encrypted, unknown", f"Dot11(type=2, FCfield='protected', {A})/b'abc\\x20efghijklmn'"),
    ("encrypted, WEP", f"Dot11(type=2, FCfield='protected', {A})/Dot11WEP(iv=b'abc', keyid=0x40, wepdata=b'defgh', icv=0x12345678)"),
    ("encrypted, TKIP", f"Dot11(type=2, FCfield='protected', {A})/Dot11TKIP(TSC1=1, WEPSeed=0x21, TSC0=3, key_id=1, ext_iv=1, TSC2=4, TSC3=5, TSC4=6, TSC5=7, data=b'abcdef')"),
    ("encrypted, CCMP", f"Dot11(type=2, FCfield='protected', {A})/Dot11CCMP(PN0=1, PN1=2, key_id=2, ext_iv=1, PN2=3, PN3=4, PN4=5, PN5=6, data=b'abcdef')"),
    ("TKIP without more", "Dot11TKIP(data=b'abc')"),
    ("management, protected", f"Dot11(type=0, subtype=11, FCfield='protected', {A})/b'\\x01\\x21abc\\x20efgh'"),
    ("with checksum alone", "Dot11FCS()"),
    ("with checksum", f"Dot11FCS({A})/Dot11Deauth(reason=7)"),
    ("with checksum, set", f"Dot11FCS({A}, fcs=0x12345678)/Dot11Deauth()"),
    ("with checksum, elements", f"Dot11FCS({A})/Dot11Beacon()/Dot11Elt(ID=0, info=b'net')/Dot11EltDSSSet(channel=6)"),
    ("with checksum, QoS", f"Dot11FCS({A})/Dot11QoS()/LLC()"),
    ("with checksum, control", f"Dot11FCS(type=1, subtype=13, {A})"),
    ("beacon alone", "Dot11Beacon()"),
    ("beacon", f"{D}/Dot11Beacon(timestamp=0x0102030405060708, beacon_interval=200, cap='ESS+privacy')"),
    ("beacon with elements", f"{D}/Dot11Beacon(cap=0x1100)/Dot11Elt(ID='SSID', info=b'net')/Dot11EltRates(rates=[0x82, 0x84, 12])/Dot11EltDSSSet(channel=11)/Dot11EltERP(Use_Protection=1)"),
    ("beacon, hidden network", f"{D}/Dot11Beacon()/Dot11Elt(ID=0)"),
    ("association request", f"{D}/Dot11AssoReq(cap='ESS', listen_interval=10)/Dot11Elt(ID=0, info=b'net')"),
    ("association response", f"{D}/Dot11AssoResp(status=12, AID=0xc001)/Dot11EltRates(rates=[2, 4])"),
    ("reassociation request", f"{D}/Dot11ReassoReq(current_AP='02:00:00:00:00:09')/Dot11Elt(ID=0, info=b'net')"),
    ("reassociation response", f"{D}/Dot11ReassoResp(cap=1, status=1, AID=2)"),
    ("probe request", f"{D}/Dot11ProbeReq()/Dot11Elt(ID=0, info=b'net')"),
    ("probe request, alone", f"{D}/Dot11ProbeReq()"),
    ("probe response", f"{D}/Dot11ProbeResp(timestamp=5)/Dot11Elt(ID=0, info=b'net')"),
    ("authentication", f"{D}/Dot11Auth(seqnum=1)"),
    ("authentication, shared key", f"{D}/Dot11Auth(algo='sharedkey', seqnum=2, status='challenge-failure')/Dot11Elt(ID='Challenge text', info=b'0123')"),
    ("deauthentication", f"{D}/Dot11Deauth(reason='class3-from-nonass')"),
    ("disassociation", f"{D}/Dot11Disas(reason=99)"),
    ("ATIM", f"{D}/Dot11ATIM()"),
    ("element, length set", f"{D}/Dot11ProbeReq()/Dot11Elt(ID=5, len=3, info=b'ab')"),
    ("element, longest", f"{D}/Dot11ProbeReq()/Dot11Elt(ID=200, info=b'x' * 255)"),
    ("element channel", "Dot11EltDSSSet(channel=6)"),
    ("element ERP", "Dot11EltERP(NonERP_Present=1, Barker_Preamble_Mode=1, res=31)"),
    ("element rates", "Dot11EltRates(rates=[0x82, 0x84, 0x8b, 0x96, 12, 24, 48, 108])"),
    ("element rates, left", "Dot11EltRates()"),
    ("element rates, extended", "Dot11EltRates(ID=50, rates=[48, 72, 96])"),
    ("element country", "Dot11EltCountry(country_string=b'DE ', descriptors=[Dot11EltCountryConstraintTriplet(num_channels=13, mtp=20)])"),
    ("element country, two", "Dot11EltCountry(country_string=b'US ', descriptors=[Dot11EltCountryConstraintTriplet(), Dot11EltCountryConstraintTriplet(first_channel_number=36, num_channels=4, mtp=17)])"),
    ("element country, none", "Dot11EltCountry(pad=7)"),
    ("element RSN, left", "Dot11EltRSN()"),
    ("element RSN", "Dot11EltRSN(akm_suites=[AKMSuite(suite='PSK')], mfp_capable=0, mfp_required=0)"),
    ("element RSN, several methods", "Dot11EltRSN(akm_suites=[AKMSuite(suite=2), AKMSuite(suite='SAE')])"),
    ("element RSN, several ciphers", "Dot11EltRSN(group_cipher_suite=RSNCipherSuite(cipher='TKIP'), pairwise_cipher_suites=[RSNCipherSuite(cipher=2), RSNCipherSuite()])"),
    ("element RSN, all bits", "Dot11EltRSN(gtksa_replay_counter=3, ptksa_replay_counter=3, no_pairwise=1, pre_auth=1, ocvc=1, extended_key_id=1, pbac=1, spp_a_msdu_required=1, spp_a_msdu_capable=1, peer_key_enabled=1, joint_multiband_rsna=1)"),
    ("element RSN, key names", "Dot11EltRSN(pmkids=PMKIDListPacket(pmkid_list=[b'0123456789abcdef']))"),
    ("element vendor", "Dot11EltVendorSpecific(oui=0xfffffe, info=b'abc')"),
    ("element WPA", "Dot11EltMicrosoftWPA()"),
    ("element WPA, PSK", "Dot11EltMicrosoftWPA(group_cipher_suite=RSNCipherSuite(oui=0x50f2, cipher=2), pairwise_cipher_suites=[RSNCipherSuite(oui=0x50f2, cipher=2)], akm_suites=[AKMSuite(oui=0x50f2, suite=2)])"),
) + each("management", f'Dot11(type=0, subtype="@", {A})', MANAGEMENT) \
  + each("control", f'Dot11(type=1, subtype="@", {A})', CONTROL) \
  + each("data", f'Dot11(type=2, subtype="@", {A})', DATA) \
  + each("flag", f'Dot11(type=2, FCfield="@", {A})', ["to-DS", "from-DS", "MF", "retry", "pw-mgt", "MD", "protected", "order"]) \
  + each("capability", 'Dot11Beacon(cap="@")', CAPABILITIES) \
  + each("element", 'Dot11Elt(ID="@", info=b"abcd")', IDS) + [
    ("read", "beacon from a capture", "Dot11", "80000000" + "ffffffffffff" + "020000000001" + "020000000001" + "1024" + "0102030405060708" + "6400" + "3104" + "00046e657431"
     + "010882848b960c121824" + "030106" + "050400010000" + "2a0104" + "32043048606c" + "30140100000fac040100000fac040100000fac020000" + "dd0600aabbcc0102"),
    ("read", "element RSN, without more", "Dot11Elt", "30140100000fac040100000fac040100000fac020000"),
    ("read", "element RSN, key names only", "Dot11Elt", "30160100000fac040100000fac040100000fac0280000000"),
    ("read", "element vendor WPS", "Dot11Elt", "dd0e0050f204104a0001101044000102"),
    ("read", "element too long", "Dot11Elt", "00ff616263"),
    ("cut", "802.11", f"Dot11(type=2, {A})/LLC()", [24, 25, 26]),
    ("cut", "beacon", f"{D}/Dot11Beacon()/Dot11Elt(ID=0, info=b'net')/Dot11EltDSSSet(channel=6)", [24, 25, 31, 32, 34, 35, 36, 37, 38, 40, 41, 42, 43]),
    ("cut", "with checksum", f"Dot11FCS({A})/Dot11Deauth()", [28, 29]),
    ("cut", "QoS", f"{D}/Dot11QoS()/LLC()", [24, 25, 26, 27, 28]),
    ("cut", "CCMP", f"Dot11(type=2, FCfield='protected', {A})/Dot11CCMP(PN0=1, ext_iv=1, data=b'abc')", [25, 27, 28, 30, 32, 33]),
]
