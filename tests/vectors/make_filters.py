#!/usr/bin/python3
"""make_filters.py: writes filters.pcap and filters.json, display filters with the packets that tshark lets through. Needs tshark.

The capture is some of the mixed traffic of tests/bench/make_mix.py, with lifetimes, flags and lengths varied, and every third packet of
packets/*.json that can stand on Ethernet. Of each filter filters.json holds tshark's text, ours where it differs (Scapy's names), and the numbers of the packets.
What Wireshark and Framewright see differently on purpose is in DIFFERENCES, with the reason.
"""
import json
import random
import struct
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "bench"))
import make_mix  # noqa: E402

PREFERENCES = ["ip.defragment:FALSE", "ipv6.defragment:FALSE", "tcp.desegment_tcp_streams:FALSE", "tcp.relative_sequence_numbers:FALSE",
               "ip.tso_support:FALSE", "tcp.analyze_sequence_numbers:FALSE", "udp.process_info:FALSE"]
KINDS = ["data", "ack", "vlan", "dns", "udp", "arp", "icmp", "ipv6", "vxlan"]

# One line each: tshark's filter; behind " ## " ours, if it is not the same text.
FILTERS = r"""
tcp
udp
arp
icmp
ip
ipv6
vlan
dns
eth
vxlan ## VXLAN
not tcp
!tcp && !udp
tcp or udp
tcp and not ip
ip and (tcp or icmp)
tcp && ip && vlan
icmpv6
sctp
bootp or dhcp ## dhcp
tcp.port == 443
tcp.port eq 443
tcp.port != 443
tcp.port ne 443
!(tcp.port == 443)
not tcp.port == 443
tcp.port !== 443
tcp.port === 443
all tcp.port == 443
any tcp.port == 443
all tcp.port > 400
any tcp.port < 1024
tcp.srcport == 443 ## TCP.sport == 443 or TCPerror.sport == 443
tcp.dstport == 443 and ip.ttl < 64
tcp.port == 443 && ip.ttl < 64
ip.ttl < 64
ip.ttl <= 64
ip.ttl > 128
ip.ttl >= 128
ip.ttl lt 10
ip.ttl gt 200 or ip.ttl le 3
ip.ttl == 0x40
ip.ttl in {1, 2, 64}
ip.ttl in {1..10}
ip.ttl in {1..10, 200..255}
not ip.ttl in {1..200}
ip.ttl not in {1..200}
tcp.port in {80, 443, 8000..9000}
udp.port in {53, 4789}
udp.port == 53
udp.dstport == 53 ## UDP.dport == 53 or UDPerror.dport == 53
udp.srcport > 1024 ## UDP.sport > 1024 or UDPerror.sport > 1024
udp.length > 100
udp.length < 60 ## UDP.len < 60 or UDPerror.len < 60
ip.addr == 10.0.0.0/8
ip.addr in {10.0.0.0/8}
ip.addr != 10.0.0.0/8
ip.src == 10.0.0.0/16
ip.src == 10.0.0.0/8 and ip.dst == 192.168.0.0/16
ip.dst == 192.168.0.0/17
ip.src < 10.0.128.0
ip.src >= 192.168.128.0
ip.src in {10.0.0.0 .. 10.0.127.255} ## ip.src in {10.0.0.0..10.0.127.255}
ip.addr == 192.168.0.0/24 or tcp
ip.src != ip.dst
ip.src == ip.dst
ip.len > 500 ## IP.len > 500 or IPerror.len > 500
ip.len == 40
ip.id > 0x8000
ip.proto == 6
ip.proto == 17 ## IP.proto == "udp" or IPerror.proto == "udp"
ip.proto in {1, 17}
ip.version == 4
ip.hdr_len == 20
ip.hdr_len > 20
ip.flags.df == 1
ip.flags.df == True
ip.flags.mf == 1
ip.flags.df
ip.flags == 2
ip.frag_offset > 0
ip.dsfield == 0
ip.dsfield != 0
ip.dsfield.dscp > 0
ip.checksum > 0x7fff
ip.ttl & 1
ip.ttl & 0x40 ## IP.ttl & 0x40 or IPerror.ttl & 0x40
ip.ttl == ip.ttl
ip.ttl + 1 == 65
ip.len - 20 > 500
ip.ttl * 2 > 200
ip.ttl / 2 == 32
ip.ttl % 3 == 1
tcp.flags.syn == 1
tcp.flags.ack == 1 and tcp.flags.push == 0
tcp.flags.fin == 1 or tcp.flags.reset == 1
tcp.flags == 0x018 ## tcp.flags == "PA"
tcp.flags & 0x02
tcp.flags & 0x10
tcp.flags.push == 1 ## TCP.flags.P or TCPerror.flags.P
tcp.seq_raw > 0x80000000
tcp.ack_raw < 1000
tcp.window_size_value > 8000
tcp.hdr_len > 20
tcp.hdr_len == 20
tcp.urgent_pointer == 0
tcp.len > 0
tcp.len == 0
tcp.len > 500
tcp.options.mss_val == 1460 ## TCP.options.MSS == 1460
tcp.options.timestamp.tsval > 0x40000000 ## TCP.options.Timestamp[0] > 0x40000000
tcp.checksum == 0
eth.type == 0x0800
eth.type == 0x86dd
eth.type != 0x0800
eth.dst == 02:00:00:00:00:02
eth.addr == 02:00:00:00:00:01
eth.addr != 02:00:00:00:00:01
eth.src[0:3] == 02:00:00
eth.dst[0] == ff
eth.dst[5] == 02
eth.src[-1] == 01
eth.src[3-5] == 00:00:01
eth.dst == ff:ff:ff:ff:ff:ff
vlan.id > 2000
vlan.id in {1..2000}
vlan.etype == 0x0800
arp.opcode == 1
arp.opcode == 2
arp.src.proto_ipv4 == 10.0.0.0/8
arp.dst.proto_ipv4 == 192.168.0.0/16
arp.src.hw_mac == 02:00:00:00:00:01
icmp.type == 8
icmp.type == 8 ## ICMP.type == "echo-request" or ICMPerror.type == 8
icmp.type != 8
icmp.type in {0, 3, 11}
icmp.code > 0
icmp.ident == 0
icmp.seq > 0x8000
ipv6.hlim == 64
ipv6.hlim < 64
ipv6.nxt == 6
ipv6.src == ::/64
ipv6.addr == fe80::/10
ipv6.dst == ff02::/16
ipv6.plen > 500
ipv6.flow > 0
dns.qry.name == "www.example.com"
dns.qry.name contains "example"
dns.qry.name matches "^www\\."
dns.qry.name matches "EXAMPLE"
dns.qry.type == 1
dns.qry.type != 1
dns.flags.response == 1
dns.flags.response == 0
dns.flags.rcode > 0
dns.flags.recdesired == 1
dns.count.queries == 1 && dns.count.answers > 0
dns.resp.ttl > 100
dns.resp.type == 1
dns.resp.name
dns.id > 0x8000
frame.len > 1000
frame.len < 60
frame.len in {60..100}
frame.cap_len == frame.len
frame.number <= 50
frame.number in {10..20}
frame.number % 7 == 0
frame.time_relative < 0.01
frame.time_delta > 0.00005
frame.time >= "2023-11-14 22:13:20.01 UTC"
frame[0:6] == 02:00:00:00:00:02
frame[12:2] == 08:06
frame[12:2] == 08:00
frame contains "example"
frame contains 08:00:45
frame matches "GET|POST"
tcp contains "HTTP"
udp contains "www"
ip.src == 10.0.0.0/8 and not dns and udp
(tcp.port == 443 or udp.port == 53) and ip.len < 100
ip#2
ip.src#2 == 10.0.0.0/8
ip.src#1 == 10.0.0.0/8
ip.ttl#[-1] == 64 ## ip.ttl#-1 == 64
tcp.port > 1024 and tcp.port < 2048
lower(dns.qry.name) == "www.example.com"
upper(dns.qry.name) contains "EXAMPLE"
len(dns.qry.name) > 10
count(ip.addr) == 2
count(ip.addr) > 2
max(tcp.srcport, tcp.dstport) > 60000 ## max(TCP.sport, TCP.dport) > 60000 or max(TCPerror.sport, TCPerror.dport) > 60000
string(ip.src) matches "^10\\.0\\."
string(frame.number) matches "[13]$"
udp.payload[0:2] == 08:00 ## udp.payload[0:2] == 08:00
igmp
igmp.type == 0x16
stp
lldp
llc
ospf
bgp
tls
snmp
ntp
sctp.port == 1812 or sctp.srcport == 80 ## sctp.port == 1812 or sctp.srcport == 80
radius.code == 1
ntp.stratum > 0
rip.command == 2
gre
mpls.label > 100
pppoes
vrrp.prio > 50
hsrp.state >= 0
l2tp.tunnel > 0
ssh
http.request.method == "GET"
http.response.code == 200
tftp.opcode == 1
"""

# How far a damaged packet is read is not what is compared here.
DAMAGED = "_ws.malformed || _ws.short || _ws.expert.severity >= 0x00600000"
# Packets that Wireshark takes for something else, by the name of the vector.
SKIPPED = {"DNS over TCP": "a SYN that carries DNS", "MPLS with a control word": "told only by the label's configuration",
           "control word, cut to 36": "the same", "VXLAN-GPE, OAM": "taken for VXLAN without the extension"}
DIFFERENCES = {
    "tls": "Wireshark takes whatever port 443 carries for TLS; here its first bytes tell, so that other bytes stay Raw",
}


def frames():
    random.seed(5)
    out = []
    for number in range(180):
        frame = bytearray(make_mix.packet(KINDS[number % len(KINDS)]))
        tagged = frame[12:14] == b"\x81\x00"
        at = 18 if tagged else 14
        if frame[at - 2:at] == b"\x08\x00":
            frame[at + 8] = random.choice([1, 5, 32, 63, 64, 64, 64, 128, 255])
            frame[at + 6] = random.choice([0x40, 0x40, 0])
            if frame[at + 9] == 6:
                frame[at + 33] = random.choice([0x02, 0x10, 0x12, 0x14, 0x18, 0x11])
        out.append(bytes(frame[:random.choice([len(frame), len(frame), 400])]) if len(frame) > 400 else bytes(frame))
    links = {"Ether": b"", "Dot3": b"", "IP": bytes(12) + b"\x08\x00", "IPv6": bytes(12) + b"\x86\xdd"}
    for path in sorted((HERE / "packets").glob("*.json")):
        known = [one for one in json.loads(path.read_text()) if one.get("link") in links and one["hex"]][::3]
        out += [links[one["link"]] + bytes.fromhex(one["hex"]) for one in known if one["name"] not in SKIPPED]
    return out


def write(path, packets):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number, data in enumerate(packets):
            out.write(struct.pack("<IIII", 1_700_000_000, number * 100, len(data), len(data)) + data)


def passing(capture, text):
    options = [word for preference in PREFERENCES for word in ("-o", preference)]
    run = subprocess.run(["tshark", "-n", "-r", str(capture), *options, "-Y", text, "-T", "fields", "-e", "frame.number"], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{text}: {run.stderr}")
    return [int(number) for number in run.stdout.split()]


def main():
    capture = HERE / "filters.pcap"
    packets = frames()
    write(capture, packets)
    damaged = set(passing(capture, DAMAGED))
    write(capture, [packet for number, packet in enumerate(packets, 1) if number not in damaged])
    results = []
    for line in filter(None, FILTERS.split("\n")):
        theirs, _, ours = line.partition(" ## ")
        results.append({"tshark": theirs, "ours": ours or theirs, "packets": passing(capture, theirs)}
                       | ({"differs": DIFFERENCES[theirs]} if theirs in DIFFERENCES else {}))
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in results)
    (HERE / "filters.json").write_text(f"[\n{rows}\n]\n")


if __name__ == "__main__":
    main()
