#!/usr/bin/env python3
"""make_mix.py FILE [COUNT]: a capture of mixed traffic, the same for the same count.

About 500 bytes and 3.7 layers a packet: TCP with options and data, TCP acknowledgements, DNS, VLANs, ARP, ICMP, IPv6, VXLAN.
"""
import random
import struct
import sys


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ether(kind, payload, vlan=None):
    tag = struct.pack(">HH", 0x8100, vlan) if vlan else b""
    return bytes.fromhex("020000000002020000000001") + tag + struct.pack(">H", kind) + payload


def ip(protocol, payload, source, target):
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), random.getrandbits(16), 0x4000, 64, protocol, 0, source, target)
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload


def tcp(source, target, payload, options=b""):
    return struct.pack(">HHIIBBHHH", source, target, random.getrandbits(32), random.getrandbits(32), (5 + len(options) // 4) << 4, 0x18, 8192, 0, 0) + options + payload


def udp(source, target, payload):
    return struct.pack(">HHHH", source, target, 8 + len(payload), 0) + payload


def name(text):
    return b"".join(bytes([len(part)]) + part.encode() for part in text.split(".")) + b"\0"


def packet(kind):
    a, b = struct.pack(">I", 0x0A000000 | random.getrandbits(16)), struct.pack(">I", 0xC0A80000 | random.getrandbits(16))
    port = random.randrange(1024, 65535)
    timestamps = struct.pack(">BBBBII", 1, 1, 8, 10, random.getrandbits(32), random.getrandbits(32))
    if kind == "data":
        return ether(0x0800, ip(6, tcp(port, 443, random.randbytes(random.randrange(200, 1400)), timestamps), a, b))
    if kind == "ack":
        return ether(0x0800, ip(6, tcp(443, port, b"", timestamps), b, a))
    if kind == "vlan":
        return ether(0x0800, ip(6, tcp(port, 8443, random.randbytes(random.randrange(100, 900))), a, b), vlan=random.randrange(1, 4094))
    if kind == "dns":
        return ether(0x0800, ip(17, udp(port, 53, struct.pack(">HHHHHH", random.getrandbits(16), 0x0100, 1, 0, 0, 0) + name("www.example.com") + b"\0\1\0\1"), a, b))
    if kind == "udp":
        return ether(0x0800, ip(17, udp(port, 40000, random.randbytes(random.randrange(100, 1200))), a, b))
    if kind == "arp":
        return ether(0x0806, struct.pack(">HHBBH6s4s6s4s", 1, 0x0800, 6, 4, 1, b"\2\0\0\0\0\1", a, bytes(6), b))
    if kind == "icmp":
        return ether(0x0800, ip(1, struct.pack(">BBHHH", 8, 0, 0, 1, random.getrandbits(16)) + bytes(56), a, b))
    if kind == "ipv6":
        body = tcp(port, 443, random.randbytes(random.randrange(100, 1000)))
        return ether(0x86DD, struct.pack(">IHBB16s16s", 0x60000000, len(body), 6, 64, bytes(12) + a, bytes(12) + b) + body)
    inner = ether(0x0800, ip(6, tcp(port, 80, random.randbytes(300)), a, b))
    return ether(0x0800, ip(17, udp(port, 4789, struct.pack(">II", 0x08000000, 0x2A00) + inner), a, b))


def main():
    path = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    random.seed(1)
    kinds = ["data"] * 30 + ["ack"] * 30 + ["vlan"] * 6 + ["dns"] * 10 + ["udp"] * 10 + ["arp"] * 2 + ["icmp"] * 4 + ["ipv6"] * 5 + ["vxlan"] * 3
    pool = [packet(random.choice(kinds)) for _ in range(min(count, 20_000))]
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number in range(count):
            data = pool[number % len(pool)]
            out.write(struct.pack("<IIII", 1_700_000_000 + number // 10_000, number % 10_000 * 100, len(data), len(data)))
            out.write(data)


if __name__ == "__main__":
    main()
