#!/bin/sh
# Makes the captures of this folder again. Needs python3-scapy, tcpdump, editcap and mergecap; times and bytes are fixed.
set -eu
cd "$(dirname "$0")"

/usr/bin/python3 - <<'PY'
import struct
from scapy.all import Ether, IP, UDP, TCP, Raw, PcapWriter

packets = [Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02") / IP(src="10.0.0.1", dst="10.0.0.2") / layer for layer in
           (UDP(sport=1, dport=2) / Raw(b"one"), TCP(sport=3, dport=4), UDP(sport=5, dport=6) / Raw(bytes(range(61))))]

def write(name, endianness, nano):
    writer = PcapWriter(name, endianness=endianness, nano=nano, linktype=1)
    writer.write_header(packets[0])
    for i, packet in enumerate(packets):
        writer.write_packet(packet, sec=1700000000 + i, usec=123456789 if nano else 123456)
    writer.close()

write("us_little.pcap", "<", False)
write("us_big.pcap", ">", False)
write("ns_little.pcap", "<", True)
write("ns_big.pcap", ">", True)

# What no tool at hand writes: old and odd blocks of pcapng.
def block(order, kind, body):
    body += b"\0" * (-len(body) % 4)
    size = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + size + body + size

def option(order, code, value):
    return struct.pack(order + "HH", code, len(value)) + value + b"\0" * (-len(value) % 4)

def section(order, *options):
    return block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1) + b"".join(options))

def interface(order, link, snap, *options):
    return block(order, 1, struct.pack(order + "HHI", link, 0, snap) + b"".join(options))

def enhanced(order, number, ticks, data, original=None):
    return block(order, 6, struct.pack(order + "IIIII", number, ticks >> 32, ticks & 0xFFFFFFFF, len(data), original or len(data)) + data)

def obsolete(order, number, ticks, data):
    return block(order, 2, struct.pack(order + "HHIIII", number, 7, ticks >> 32, ticks & 0xFFFFFFFF, len(data), len(data)) + data)

def simple(order, original, data):
    return block(order, 3, struct.pack(order + "I", original) + data)

with open("odd.pcapng", "wb") as out:
    b, l = ">", "<"
    out.write(section(b, option(b, 1, b"big-endian section"), option(b, 4, b"handmade"), option(b, 0, b"")))
    out.write(interface(b, 1, 60))                                            # microseconds
    out.write(interface(b, 101, 0, option(b, 9, bytes([9])), option(b, 14, struct.pack(b + "q", 1000)), option(b, 0, b"")))
    out.write(enhanced(b, 0, 1700000000123456, b"AAAA"))
    out.write(enhanced(b, 1, 1699999000123456789, b"BBBBB", 1500))
    out.write(obsolete(b, 1, 1699999000000000001, b"CCCCCC"))
    out.write(simple(b, 100, b"D" * 60))
    out.write(block(b, 0x0BAD, b"a block nobody knows"))
    out.write(section(l))
    out.write(interface(l, 228, 0, option(l, 1, b"two to the power of 20"), option(l, 9, bytes([0x80 | 20]))))
    out.write(enhanced(l, 0, (1700000000 << 20) + (1 << 19), b"EEEEEEE"))
    out.write(simple(l, 8, b"FFFFFFFF"))
PY

tcpdump -r us_little.pcap -w tcpdump.pcap 2>/dev/null
editcap -F modpcap us_little.pcap modified.pcap
editcap -F pcapng --capture-comment "made for a test" ns_little.pcap editcap.pcapng
/usr/bin/python3 -c 'from scapy.all import *; p = IP(src="10.0.0.3", dst="10.0.0.4") / ICMP(); p.time = 1700000003.25; wrpcap("raw_ip.pcap", [p], linktype=101)'
mergecap -F pcapng -w two_links.pcapng us_little.pcap raw_ip.pcap
gzip -9nc us_little.pcap > us_little.pcap.gz
gzip -9nc editcap.pcapng > editcap.pcapng.gz
