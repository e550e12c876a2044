#!/usr/bin/env python3
"""Writes answers.json: pairs of packets, and whether Scapy (2.5) takes the second for an answer to the first.

Both are whole bytes, and the verdict is Scapy's on what it dissects from them: sr() first compares hashret(), then asks answers().
A row with "differs" is one where ours is another on purpose, and says why.
Run it where Scapy is installed; the tests read the file and need no Scapy.
"""
import json
import logging
import os

logging.getLogger("scapy").setLevel(logging.ERROR)
from scapy.all import *  # noqa: E402,F403

A, B, C, R = "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.9.1"
A6, B6, R6 = "2001:db8::1", "2001:db8::2", "2001:db8:9::1"
MAC1, MAC2 = "02:00:00:00:00:01", "02:00:00:00:00:02"


def ip(src, dst, **fields):
    return IP(src=src, dst=dst, **fields)


def out(**fields):
    return ip(A, B, **fields)


def back(**fields):
    return ip(B, A, **fields)


def quote(request, cut=None, **header):
    """An ICMP error from the router that carries the request, as it was when it expired."""
    inside = raw(request)
    if cut is not None:
        inside = inside[:cut]
    return ip(R, A) / ICMP(**header) / Raw(inside)


def quote6(request, error, cut=None):
    inside = raw(request)
    if cut is not None:
        inside = inside[:cut]
    return IPv6(src=R6, dst=A6) / error / Raw(inside)


query = DNS(id=7, qd=DNSQR(qname="www.example.com"))
reply = DNS(id=7, qr=1, ra=1, qd=DNSQR(qname="www.example.com"), an=DNSRR(rrname="www.example.com", rdata="10.1.1.1", ttl=60))
syn = out() / TCP(sport=1000, dport=80, seq=100, flags="S")
ping = out() / ICMP(id=1, seq=2) / b"abcdefgh"
ask = out() / UDP(sport=5000, dport=53) / query
ping6 = IPv6(src=A6, dst=B6) / ICMPv6EchoRequest(id=1, seq=2, data=b"abc")
dns6 = IPv6(src=A6, dst=B6) / UDP(sport=5000, dport=53) / query
syn6 = IPv6(src=A6, dst=B6) / TCP(sport=1000, dport=80, flags="S")
who = Ether(src=MAC1, dst="ff:ff:ff:ff:ff:ff") / ARP(hwsrc=MAC1, psrc=A, pdst=B)

CASES = [
    # ICMP
    ("echo reply", ping, back() / ICMP(type=0, id=1, seq=2) / b"abcdefgh"),
    ("echo reply, other sequence number", ping, back() / ICMP(type=0, id=1, seq=3) / b"abcdefgh"),
    ("echo reply, other identifier", ping, back() / ICMP(type=0, id=9, seq=2) / b"abcdefgh"),
    ("echo reply from somebody else", ping, ip(C, A) / ICMP(type=0, id=1, seq=2) / b"abcdefgh"),
    ("echo reply to somebody else", ping, ip(B, C) / ICMP(type=0, id=1, seq=2) / b"abcdefgh"),
    ("echo request coming back", ping, back() / ICMP(type=8, id=1, seq=2) / b"abcdefgh"),
    ("echo reply with other data", ping, back() / ICMP(type=0, id=1, seq=2) / b"zzz"),
    ("timestamp reply", out() / ICMP(type=13, id=1, seq=1), back() / ICMP(type=14, id=1, seq=1)),
    ("timestamp reply to an echo request", ping, back() / ICMP(type=14, id=1, seq=2)),
    ("address mask reply", out() / ICMP(type=17, id=4, seq=1), back() / ICMP(type=18, id=4, seq=1, addr_mask="255.255.255.0")),
    ("information reply", out() / ICMP(type=15, id=4, seq=1), back() / ICMP(type=16, id=4, seq=1)),
    # UDP and DNS
    ("DNS reply", ask, back() / UDP(sport=53, dport=5000) / reply),
    ("DNS reply, other id", ask, back() / UDP(sport=53, dport=5000) / DNS(raw(reply)[:0] or raw(DNS(id=8, qr=1, qd=DNSQR(), an=DNSRR(rdata="10.1.1.1"))))),
    ("DNS query coming back", ask, back() / UDP(sport=53, dport=5000) / query),
    ("DNS reply to another port", ask, back() / UDP(sport=53, dport=5001) / reply),
    ("DNS reply from another port", ask, back() / UDP(sport=5353, dport=5000) / reply),
    ("DNS reply from another host", ask, ip(C, A) / UDP(sport=53, dport=5000) / reply),
    ("UDP reply with other data", out() / UDP(sport=4000, dport=4001) / b"hello", back() / UDP(sport=4001, dport=4000) / b"goodbye"),
    ("UDP reply without data", out() / UDP(sport=4000, dport=4001) / b"hello", back() / UDP(sport=4001, dport=4000)),
    ("UDP reply with data to none", out() / UDP(sport=4000, dport=4001), back() / UDP(sport=4001, dport=4000) / b"hello"),
    ("UDP reply, ports not swapped", out() / UDP(sport=4000, dport=4001) / b"hello", back() / UDP(sport=4000, dport=4001) / b"hello"),
    ("garbage on the DNS port", ask, back() / UDP(sport=53, dport=5000) / b"x"),
    # TCP
    ("SYN-ACK", syn, back() / TCP(sport=80, dport=1000, seq=500, ack=101, flags="SA")),
    ("RST-ACK", syn, back() / TCP(sport=80, dport=1000, ack=101, flags="RA")),
    ("RST", syn, back() / TCP(sport=80, dport=1000, seq=1, flags="R")),
    ("SYN of the other side", syn, back() / TCP(sport=80, dport=1000, seq=1, flags="S")),
    ("ACK to a SYN", syn, back() / TCP(sport=80, dport=1000, seq=1, ack=101, flags="A")),
    ("SYN-ACK to another port", syn, back() / TCP(sport=80, dport=1001, ack=101, flags="SA")),
    ("SYN-ACK from another port", syn, back() / TCP(sport=81, dport=1000, ack=101, flags="SA")),
    ("SYN-ACK to an ACK", out() / TCP(sport=1000, dport=80, flags="A", seq=1, ack=1), back() / TCP(sport=80, dport=1000, flags="SA", seq=1, ack=1)),
    ("RST to an ACK", out() / TCP(sport=1000, dport=80, flags="A", seq=1, ack=1), back() / TCP(sport=80, dport=1000, flags="R", seq=1)),
    ("answer to a RST", out() / TCP(sport=1000, dport=80, flags="R"), back() / TCP(sport=80, dport=1000, flags="RA")),
    ("data", out() / TCP(sport=1000, dport=80, flags="PA", seq=10, ack=20) / b"GET /", back() / TCP(sport=80, dport=1000, flags="PA", seq=20, ack=15) / b"HTTP/1.0"),
    ("SYN-ACK with acknowledgement of something else", syn, back() / TCP(sport=80, dport=1000, seq=500, ack=9999, flags="SA")),
    ("SYN-ACK, acknowledgement 2 too far", syn, back() / TCP(sport=80, dport=1000, seq=500, ack=102, flags="SA")),
    ("SYN-ACK, acknowledgement 3 too far", syn, back() / TCP(sport=80, dport=1000, seq=500, ack=103, flags="SA")),
    ("ACK of 5 bytes", out() / TCP(sport=1000, dport=80, flags="PA", seq=100, ack=50) / b"12345", back() / TCP(sport=80, dport=1000, flags="A", seq=50, ack=105)),
    ("ACK of 8 bytes where 5 were sent", out() / TCP(sport=1000, dport=80, flags="PA", seq=100, ack=50) / b"12345", back() / TCP(sport=80, dport=1000, flags="A", seq=50, ack=108)),
    ("RST-ACK of something else", syn, back() / TCP(sport=80, dport=1000, seq=0, ack=400, flags="RA")),
    ("RST to an ACK, elsewhere in the stream", out() / TCP(sport=1000, dport=80, flags="A", seq=1, ack=50), back() / TCP(sport=80, dport=1000, flags="R", seq=350)),
    ("UDP to a TCP request", syn, back() / UDP(sport=80, dport=1000) / b"abc"),
    # ICMP errors, by what they quote
    ("time exceeded for UDP", ask, quote(ask, type=11)),
    ("time exceeded for UDP, 8 bytes quoted", ask, quote(ask, 28, type=11)),
    ("time exceeded for UDP, header quoted", ask, quote(ask, 20, type=11)),
    ("time exceeded for UDP, 4 bytes quoted", ask, quote(ask, 24, type=11)),
    ("time exceeded for TCP", syn, quote(syn, type=11)),
    ("time exceeded for TCP, 8 bytes quoted", syn, quote(syn, 28, type=11)),
    ("time exceeded for a ping", ping, quote(ping, type=11)),
    ("time exceeded for a ping, 8 bytes quoted", ping, quote(ping, 28, type=11)),
    ("time exceeded for another ping", out() / ICMP(id=1, seq=3), quote(ping, type=11)),
    ("time exceeded, other ports", out() / UDP(sport=5001, dport=53) / query, quote(ask, type=11)),
    ("time exceeded, other destination", ip(A, C) / UDP(sport=5000, dport=53) / query, quote(ask, type=11)),
    ("time exceeded, other id", out(id=77) / UDP(sport=5000, dport=53) / query, quote(ask, type=11)),
    ("time exceeded, time to live of the quote differs", out(ttl=9) / UDP(sport=5000, dport=53) / query, quote(ask, type=11)),
    ("port unreachable", ask, back() / ICMP(type=3, code=3) / Raw(raw(ask))),
    ("port unreachable for a request without data", out() / UDP(sport=1, dport=2), back() / ICMP(type=3, code=3) / Raw(raw(out() / UDP(sport=1, dport=2)))),
    ("host unreachable from a router", syn, quote(syn, type=3, code=1)),
    ("fragmentation needed", syn, quote(syn, type=3, code=4, nexthopmtu=1400)),
    ("redirect", syn, quote(syn, type=5, code=1, gw="10.0.9.2")),
    ("parameter problem", syn, quote(syn, type=12, ptr=0)),
    ("time exceeded that quotes nothing", ask, ip(R, A) / ICMP(type=11)),
    ("time exceeded for a quoted TCP to a UDP request", ask, quote(out() / TCP(sport=5000, dport=53), type=11)),
    ("an error to an IP packet without payload", out(proto=99), quote(out(proto=99), type=3, code=2)),
    # Plain IP
    ("unknown protocol", out(proto=99) / b"abc", back(proto=99) / b"xyz"),
    ("other protocol", out(proto=99) / b"abc", back(proto=98) / b"xyz"),
    # Link layer
    ("ARP reply", who, Ether(src=MAC2, dst=MAC1) / ARP(op=2, hwsrc=MAC2, psrc=B, hwdst=MAC1, pdst=A)),
    ("ARP reply for another address", who, Ether(src=MAC2, dst=MAC1) / ARP(op=2, hwsrc=MAC2, psrc=C, hwdst=MAC1, pdst=A)),
    ("ARP request of somebody else", who, Ether(src=MAC2, dst="ff:ff:ff:ff:ff:ff") / ARP(op=1, hwsrc=MAC2, psrc=B, pdst=A)),
    ("ping in a frame", Ether(src=MAC1, dst=MAC2) / ping, Ether(src=MAC2, dst=MAC1) / back() / ICMP(type=0, id=1, seq=2) / b"abcdefgh"),
    ("ARP reply to an IP packet", Ether(src=MAC1, dst=MAC2) / ping, Ether(src=MAC2, dst=MAC1) / ARP(op=2, hwsrc=MAC2, psrc=B, hwdst=MAC1, pdst=A)),
    ("same VLAN", Ether() / Dot1Q(vlan=5) / ping, Ether() / Dot1Q(vlan=5) / back() / ICMP(type=0, id=1, seq=2)),
    ("another VLAN", Ether() / Dot1Q(vlan=5) / ping, Ether() / Dot1Q(vlan=6) / back() / ICMP(type=0, id=1, seq=2)),
    ("tagged answer to an untagged frame", Ether() / ping, Ether() / Dot1Q(vlan=5) / back() / ICMP(type=0, id=1, seq=2)),
    ("untagged answer to a tagged frame", Ether() / Dot1Q(vlan=5) / ping, Ether() / back() / ICMP(type=0, id=1, seq=2)),
    ("tagged packet to an untagged packet", ping, Dot1Q(vlan=5) / back() / ICMP(type=0, id=1, seq=2)),
    ("time exceeded in a frame", Ether(src=MAC1, dst=MAC2) / ask, Ether(src=MAC2, dst=MAC1) / quote(ask, 28, type=11)),
    ("a padded frame", Ether(src=MAC1, dst=MAC2) / syn, Ether(src=MAC2, dst=MAC1) / back() / TCP(sport=80, dport=1000, ack=101, flags="SA") / Padding(b"\0" * 6)),
    # IPv6
    ("echo reply (IPv6)", ping6, IPv6(src=B6, dst=A6) / ICMPv6EchoReply(id=1, seq=2, data=b"abc")),
    ("echo reply with other data (IPv6)", ping6, IPv6(src=B6, dst=A6) / ICMPv6EchoReply(id=1, seq=2, data=b"xyz")),
    ("echo reply without data (IPv6)", IPv6(src=A6, dst=B6) / ICMPv6EchoRequest(id=1), IPv6(src=B6, dst=A6) / ICMPv6EchoReply(id=1)),
    ("echo reply without the data (IPv6)", ping6, IPv6(src=B6, dst=A6) / ICMPv6EchoReply(id=1, seq=2)),
    ("echo reply, other sequence number (IPv6)", ping6, IPv6(src=B6, dst=A6) / ICMPv6EchoReply(id=1, seq=3, data=b"abc")),
    ("echo request coming back (IPv6)", ping6, IPv6(src=B6, dst=A6) / ICMPv6EchoRequest(id=1, seq=2, data=b"abc")),
    ("echo reply from another host (IPv6)", ping6, IPv6(src=R6, dst=A6) / ICMPv6EchoReply(id=1, seq=2, data=b"abc")),
    ("DNS reply (IPv6)", dns6, IPv6(src=B6, dst=A6) / UDP(sport=53, dport=5000) / reply),
    ("SYN-ACK (IPv6)", syn6, IPv6(src=B6, dst=A6) / TCP(sport=80, dport=1000, ack=1, flags="SA")),
    ("RST-ACK (IPv6)", syn6, IPv6(src=B6, dst=A6) / TCP(sport=80, dport=1000, ack=1, flags="RA")),
    ("SYN-ACK to another port (IPv6)", syn6, IPv6(src=B6, dst=A6) / TCP(sport=80, dport=1001, ack=1, flags="SA")),
    ("hop limit exceeded for UDP (IPv6)", dns6, quote6(dns6, ICMPv6TimeExceeded())),
    ("hop limit exceeded for TCP (IPv6)", syn6, quote6(syn6, ICMPv6TimeExceeded())),
    ("hop limit exceeded for a ping (IPv6)", ping6, quote6(ping6, ICMPv6TimeExceeded())),
    ("hop limit exceeded for another ping (IPv6)", IPv6(src=A6, dst=B6) / ICMPv6EchoRequest(id=1, seq=9), quote6(ping6, ICMPv6TimeExceeded())),
    ("port unreachable (IPv6)", dns6, quote6(dns6, ICMPv6DestUnreach(code=4))),
    ("port unreachable, other ports (IPv6)", IPv6(src=A6, dst=B6) / UDP(sport=5001, dport=53) / query, quote6(dns6, ICMPv6DestUnreach(code=4))),
    ("packet too big (IPv6)", syn6, quote6(syn6, ICMPv6PacketTooBig(mtu=1280))),
    ("neighbour advertisement", Ether() / IPv6(src=A6, dst="ff02::1:ff00:2") / ICMPv6ND_NS(tgt=B6) / ICMPv6NDOptSrcLLAddr(lladdr=MAC1),
     Ether() / IPv6(src=B6, dst=A6) / ICMPv6ND_NA(tgt=B6, R=0) / ICMPv6NDOptDstLLAddr(lladdr=MAC2)),
    ("neighbour advertisement for another address", Ether() / IPv6(src=A6, dst="ff02::1:ff00:2") / ICMPv6ND_NS(tgt=B6),
     Ether() / IPv6(src=B6, dst=A6) / ICMPv6ND_NA(tgt=R6, R=0)),
    ("echo reply to a group (IPv6)", IPv6(src=A6, dst="ff02::1") / ICMPv6EchoRequest(id=1), IPv6(src=B6, dst=A6) / ICMPv6EchoReply(id=1)),
    ("UDP reply to a group (IPv6)", IPv6(src=A6, dst="ff02::fb") / UDP(sport=7, dport=8) / b"a", IPv6(src=B6, dst=A6) / UDP(sport=8, dport=7) / b"b"),
    ("UDP to a TCP request (IPv6)", syn6, IPv6(src=B6, dst=A6) / UDP(sport=80, dport=1000) / b"abc"),
    ("TCP to a UDP request (IPv6)", IPv6(src=A6, dst=B6) / UDP(sport=1000, dport=80), IPv6(src=B6, dst=A6) / TCP(sport=80, dport=1000, flags="SA")),
    ("hop-by-hop options in the request (IPv6)", IPv6(src=A6, dst=B6) / IPv6ExtHdrHopByHop() / UDP(sport=1000, dport=80) / b"x", IPv6(src=B6, dst=A6) / UDP(sport=80, dport=1000) / b"y"),
    ("hop-by-hop options in the reply (IPv6)", IPv6(src=A6, dst=B6) / UDP(sport=1000, dport=80) / b"x", IPv6(src=B6, dst=A6) / IPv6ExtHdrHopByHop() / UDP(sport=80, dport=1000) / b"y"),
    ("IPv4 answer to IPv6", ping6, back() / ICMP(type=0, id=1, seq=2)),
]

# Where we say yes and Scapy does not, because its hashret() leaves out what its answers() would take.
ON_PURPOSE = {
    "echo reply to a group (IPv6)": "a group is answered by its members, from their own addresses",
    "UDP reply to a group (IPv6)": "a group is answered by its members, from their own addresses",
    "hop-by-hop options in the request (IPv6)": "options for the way are no part of the question",
    "hop-by-hop options in the reply (IPv6)": "options for the way are no part of the answer",
}


def main():
    rows = []
    for name, request, answer in CASES:
        first = "Ether" if isinstance(request, Ether) else type(request).__name__
        top = type(answer).__name__
        cls = {"Ether": Ether, "IP": IP, "IPv6": IPv6, "Dot1Q": Dot1Q}
        asked, replied = cls[first](raw(request)), cls[top](raw(answer))
        verdict = bool(replied.hashret() == asked.hashret() and replied.answers(asked))
        row = {"name": name, "request": raw(request).hex(), "requestFirst": first,
               "reply": raw(answer).hex(), "replyFirst": top, "answers": verdict}
        if name in ON_PURPOSE:
            assert not verdict
            row |= {"answers": True, "differs": ON_PURPOSE[name]}
        rows.append(row)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "answers.json")
    with open(path, "w") as file:
        json.dump(rows, file, indent=1)
        file.write("\n")
    print(len(rows), "cases,", sum(r["answers"] for r in rows), "answers")


if __name__ == "__main__":
    main()
