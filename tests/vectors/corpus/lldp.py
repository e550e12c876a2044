from .common import E, build, each

CONTRIB = ["lldp"]
L = 'Ether(dst="01:80:c2:00:00:0e", src="02:00:00:00:00:01")'
C = 'LLDPDUChassisID(subtype=4, id="02:00:00:00:00:01")'
P = 'LLDPDUPortID(subtype=5, id=b"eth0")'
T = "LLDPDUTimeToLive(ttl=120)"
Z = "LLDPDUEndOfLLDPDU()"
CAPABILITIES = ["two_port_mac_relay", "s_vlan_component", "c_vlan_component", "station_only", "docsis_cable_device", "telephone", "router",
                "wlan_access_point", "mac_bridge", "repeater", "other"]


def frame(*parts):
    return "/".join((L, C, P, T) + parts + (Z,))


ENTRIES = build(
    ("LLDP, the least", frame()),
    ("LLDP over VLAN", f"{L}/Dot1Q(vlan=5)/{C}/{P}/{T}/{Z}"),
    ("LLDP with Padding", frame() + "/Padding(b'abc')"),
    ("chassis, component", f"{L}/LLDPDUChassisID(subtype=1, id=b'box')/{P}/{T}/{Z}"),
    ("chassis, by name", f"{L}/LLDPDUChassisID(subtype='locally assigned', id=b'box')/{P}/{T}/{Z}"),
    ("chassis, IPv4", f"{L}/LLDPDUChassisID(subtype=5, family=1, id='10.0.0.1')/{P}/{T}/{Z}"),
    ("chassis, IPv6", f"{L}/LLDPDUChassisID(subtype=5, family=2, id='2001:db8::1')/{P}/{T}/{Z}"),
    ("chassis, other address", f"{L}/LLDPDUChassisID(subtype=5, family=3, id=b'abcdef')/{P}/{T}/{Z}"),
    ("port, MAC", f"{L}/{C}/LLDPDUPortID(subtype=3, id='02:00:00:00:00:07')/{T}/{Z}"),
    ("port, IPv4", f"{L}/{C}/LLDPDUPortID(subtype=4, family=1, id='10.0.0.1')/{T}/{Z}"),
    ("port, IPv6", f"{L}/{C}/LLDPDUPortID(subtype=4, family=2, id='2001:db8::1')/{T}/{Z}"),
    ("port, circuit", f"{L}/{C}/LLDPDUPortID(subtype=6, id=b'\\x00\\x01')/{T}/{Z}"),
    ("time to live, 0", f"{L}/{C}/{P}/LLDPDUTimeToLive(ttl=0)/{Z}"),
    ("port description", frame("LLDPDUPortDescription(description=b'uplink to core')")),
    ("system name", frame("LLDPDUSystemName(system_name=b'switch.example')")),
    ("system description", frame("LLDPDUSystemDescription(description=b'a switch with a long text ' * 12)")),
    ("capabilities, none", frame("LLDPDUSystemCapabilities()")),
    ("management address, IPv4", frame("LLDPDUManagementAddress(management_address_subtype=1, management_address=b'\\x0a\\x00\\x00\\x01', interface_numbering_subtype=2, interface_number=7)")),
    ("management address, object", frame("LLDPDUManagementAddress(management_address_subtype='IPv6', management_address=b'abcdefghijklmnop', object_id=b'\\x01\\x03\\x06')")),
    ("organisation, IEEE 802.1", frame("LLDPDUGenericOrganisationSpecific(org_code=0x0080c2, subtype=1, data=b'\\x00\\x07')")),
    ("organisation, IEEE 802.3", frame("LLDPDUGenericOrganisationSpecific(org_code=0x00120f, subtype=1, data=b'\\x03\\x6c\\x01\\x00\\x1e')")),
    ("organisation, media", frame("LLDPDUGenericOrganisationSpecific(org_code=0x0012bb, subtype=1, data=b'\\x00\\x33\\x03')")),
    ("organisation, PROFIBUS", frame("LLDPDUGenericOrganisationSpecific(org_code=0x000ecf, subtype=2, data=b'\\x00\\x00\\x00\\x00')")),
    ("organisation, unknown", frame("LLDPDUGenericOrganisationSpecific(org_code=0x123456, subtype=200)")),
    ("all parts", frame("LLDPDUPortDescription(description=b'p')", "LLDPDUSystemName(system_name=b'n')", "LLDPDUSystemDescription(description=b'd')",
                        "LLDPDUSystemCapabilities(router_available=1, router_enabled=1)",
                        "LLDPDUManagementAddress(management_address_subtype=1, management_address=b'abcd')",
                        "LLDPDUGenericOrganisationSpecific(org_code=0x0080c2, subtype=3, data=b'\\x00\\x01\\x04name')")),
) + [("build", f"capability: {name}", frame(f"LLDPDUSystemCapabilities({name}_available=1, {name}_enabled=1)")) for name in CAPABILITIES] \
  + each("management address kind", frame("LLDPDUManagementAddress(management_address_subtype='@', management_address=b'abcdef')"), ["other", "802", "DNS", "E.164"]) + [
    ("read", "LLDP from a capture", "Ether", "0180c200000e" + "020000000001" + "88cc" + "020704020000000001" + "0404056769" + "31" + "06020078" + "0a04" + "73773031" + "0e0400140004"
     + "100c0501c0000201020000000100" + "fe060080c20100010000"),
    ("read", "LLDP with bytes behind its end", "Ether", "0180c200000e" + "020000000001" + "88cc" + "020704020000000001" + "0403056769" + "06020078" + "0000" + "aabbcc"),
]
