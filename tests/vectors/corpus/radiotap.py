from .common import build, each

CONTRIB = ["avs"]
A = 'addr1="02:00:00:00:00:01", addr2="02:00:00:00:00:02", addr3="02:00:00:00:00:03"'
B = f"Dot11({A})/Dot11Deauth()"


def tap(present, fields=""):
    return f'RadioTap(present="{present}"{", " + fields if fields else ""})'


ENTRIES = build(
    ("RadioTap alone", "RadioTap()"),
    ("RadioTap with 802.11", f"RadioTap()/{B}"),
    ("RadioTap with checksum", f"RadioTap()/Dot11FCS({A})/Dot11Deauth()"),
    ("RadioTap, length set", f"RadioTap(len=10, present='Rate', Rate=1)/{B}"),
    ("RadioTap, all set", "RadioTap(version=1, pad=2, len=3)/b''"),
    ("clock", tap("TSFT", "mac_timestamp=0x0102030405060708")),
    ("rate", tap("Rate", "Rate=5.5")),
    ("rate as a number", tap("Rate", "Rate=2")),
    ("channel", tap("Channel", "ChannelFrequency=2412, ChannelFlags='CCK+2GHz'")),
    ("rate and channel", tap("Rate+Channel", "Rate=1, ChannelFrequency=5180, ChannelFlags=0x140")),
    ("signal", tap("dBm_AntSignal+dBm_AntNoise", "dBm_AntSignal=-42, dBm_AntNoise=-95")),
    ("lock", tap("Rate+Lock_Quality", "Rate=1, Lock_Quality=77")),
    ("antenna", tap("Antenna", "Antenna=2")),
    ("flags of receiving and sending", tap("Antenna+RXFlags+TXFlags", "Antenna=1, RXFlags='BAD_PLCP', TXFlags='CTS+NOACK'")),
    ("channel, more", tap("Rate+ChannelPlus", "Rate=1, ChannelPlusFlags='OFDM+5GHz+20MHz', ChannelPlusFrequency=5180, ChannelPlusNumber=36")),
    ("MCS", tap("MCS", "knownMCS=7, Ness_LSB=1, STBC_streams=2, FEC_type='LDPC', HT_format=1, guard_interval='Short_GI', MCS_bandwidth='40MHz', MCS_index=15")),
    ("aggregate", tap("Rate+A_MPDU", "Rate=1, A_MPDU_ref=7, A_MPDU_flags='LastSubframe'")),
    ("VHT", tap("VHT", "KnownVHT='STBC+Bandwidth', PresentVHT='STBC', VHT_bandwidth=4, mcs_nss=b'\\x91', GroupID=63, PartialAID=0x123")),
    ("clock, more", tap("timestamp", "timestamp=7, ts_accuracy=2, ts_unit='nanoseconds', ts_position=3, ts_flags='Accuracy'")),
    ("HE", tap("HE", "he_data1=1, he_data2=2, he_data3=3, he_data4=4, he_data5=5, he_data6=0xffff")),
    ("HE for several", tap("HE_MU", "hemu_flags1=1, hemu_flags2=2, RU_channel1=[1, 2, 3, 4], RU_channel2=[5, 6, 7, 8]")),
    ("HE, another", tap("HE_MU_other_user", "hemuou_per_user_1=1, hemuou_per_user_2=2, hemuou_per_user_position=3")),
    ("legacy", tap("L_SIG", "lsig_data1='rate+length', lsig_rate=11, lsig_length=1234")),
    ("further masks", tap("Rate+Ext", "Ext=[RadioTapExtendedPresenceMask(present=0x80000002), RadioTapExtendedPresenceMask()], Rate=1")),
    ("further parts", tap("TLV", "tlvs=[RadioTapTLV(type=1, data=b'abc'), RadioTapTLV(type=2, data=b'abcd')]")),
    ("what is not known", tap("FHSS", "notdecoded=b'ab'")),
    ("usual", f"RadioTap(present='TSFT+Flags+Rate+Channel+dBm_AntSignal+Antenna+RXFlags', mac_timestamp=1, Flags=0, Rate=6, ChannelFrequency=2437, ChannelFlags='OFDM+2GHz', dBm_AntSignal=-50, Antenna=1)/{B}"),
    ("Prism alone", "PrismHeader()"),
    ("AVS alone", "AVSWLANHeader()"),
    ("AVS, all set", "AVSWLANHeader(version=2, len=60, mactime=1, hosttime=2, phytype='OFDM 802.11g', channel=6, datarate=540, antenna=1, priority=3, ssi_type='dBm', ssi_signal=-40, ssi_noise=-90, preamble='Short', encoding='OFDM')"),
    ("AVS with 802.11", f"AVSWLANHeader(phytype=4)/{B}"),
    ("Prism with 802.11", f"PrismHeader(dev=b'wlan0', channel=6, signal=-40, rate=22)/{B}"),
) + each("flag", 'RadioTap(present="Flags", Flags="@")/' + B, ["CFP", "ShortPreamble", "wep", "fragment", "pad", "badFCS", "ShortGI"]) + [
    ("read", "RadioTap from a capture", "RadioTap", "000012002e480000" + "00" + "02" + "6c09" + "a000" + "d6" + "01" + "0000" + "d4000000" + "020000000001"),
    ("read", "RadioTap with checksum from a capture", "RadioTap", "0000090002000000" + "10" + "c400000002000000000112345678"),
    ("read", "RadioTap, fields not known", "RadioTap", "00000c0000200000" + "aabbccdd" + "d4000000" + "020000000001"),
    ("read", "RadioTap, length too small", "RadioTap", "0000040000000000" + "d4000000" + "020000000001"),
    ("cut", "RadioTap", tap("TSFT+Flags+Rate+Channel", "mac_timestamp=1") + f"/{B}", [22, 23, 30, 46, 47]),
]
