"""Writes what Scapy 2.5.0's sprintf() makes of templates and packets, as data for tst_sprintf: make_scapy_sprintf.py scapy_sprintf.json

Times are told in UTC. Where Scapy fails, the entry has "fails" instead of a text: ours must say what is wrong, too."""
import json
import logging
import os
import sys
import time

os.environ["TZ"] = "UTC"
time.tzset()
logging.getLogger("scapy").setLevel(60)
from scapy.all import *

E = 'Ether(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")'
H = 'src="10.0.0.1",dst="10.0.0.2"'
PACKETS = [
    (E + '/IP(' + H + ',flags="DF",chksum=0x1234)/TCP(sport=1234,dport=80,flags="SA",options=[("MSS",1460),("NOP",None),("Timestamp",(1,2))])/Raw(b"hello\\x00\\xff")', False),
    ('IP(src="1.1.1.1",dst="2.2.2.2")/IP(src="3.3.3.3",dst="4.4.4.4")/UDP()/DNS(qd=DNSQR(qname="a.b")/DNSQR(qname="c."),an=DNSRR(rrname="x",rdata="1.2.3.4"))', False),
    ('IP(src="9.9.9.9",dst="2.2.2.2")/ICMP(type=11)/IP(src="2.2.2.2",dst="1.2.3.4")/UDP(sport=5,dport=53)/DNS()', True),
    (E + '/ARP(pdst="1.2.3.4",psrc="1.1.1.1",hwsrc="02:00:00:00:00:01")', False),
    ('UDP()/DNS()', False),
    (E + '/Dot1Q(vlan=3)/IPv6(src="::1",dst="::2")/ICMPv6EchoRequest(data=b"xy")/Padding(b"zz")', False),
    (E + '/IP(' + H + ',options=[IPOption_RR(routers=["1.2.3.4","5.6.7.8"])])/TCP(flags="",options=[("SAck",(1,2)),(254,b"xy"),("WScale",3)])', True),
    ('IP(' + H + ',ttl=[1,2],options=[IPOption_NOP()])/TCP(dport=[80,81])', False),
    ('IPv6(src="fe80::1",dst="ff02::1",tc=3,fl=7)/IPv6ExtHdrRouting(addresses=["::5","::6"])/UDP(sport=1,dport=2)/"abc"', False),
    ('ICMP(type=8,id=7,seq=9)/"x"', True),
]
TEMPLATES = r'''%IP.src%
%-15s,IP.src%|
%15s,IP.src%|
%5s,TCP.dport%|
%r,TCP.dport%
%TCP.dport%
%TCP.flags%|
%r,TCP.flags%|
%dr,TCP.flags%
%sr,TCP.flags%
%IP.proto%/%r,IP.proto%/%xr,IP.proto%/%03xr,IP.proto%
%5xr,IP.id%|
%.time%
%time%
%Nosuch.time%
%-20s,.time%|
%r,.time%
%.6s,.time%
%src%
%dst%
%sport%
%load%
%r,load%
%Raw.load%
%s,Raw.load%
%r,Raw.load%
%-30s,Raw.load%|
{TCP:tcp}{UDP:udp}{ICMP:icmp}
{!TCP:no tcp}{!UDP:no udp}
{IP:a{TCP:b%TCP.sport%}{UDP:c}d}
{IP:{!UDP:x}}
{!TCP:{!UDP:x}y}z
{IP:%TCP.dport%}{ARP:%ARP.op%}{IPv6:%IPv6.dst%}
{Ethernet:x}{802.1Q:y}{Dot1Q:z}
{DNSQR:question}{DNSRR:answer}{IPOption_NOP:nop}{IPOption:none}
{IPerror:err %IPerror.dst%}{IP in ICMP:x}{UDPerror:%UDPerror.dport%}
{Raw:r}{Padding:p}{NoPayload:n}{Nosuch:x}{!Nosuch:y}{!:z}
{TCP: x }{TCP :y}{ TCP:z}
{TCP:a:b}{TCP:%%}{TCP:%(%)}{TCP:}
{TCP:a}}
{TCP:%TCP.%dport%}
100%%
%(x%)
%(%IP.src%%)
%%%%
a%)b
plain
TCP:}
%IP.nosuch%
%Nosuch.src%
%nosuch%
%IP:2.src%
%IP:1.src%
%IP:3.src%
%IP:0.src%
%IP:-1.src%
%IP: 1.src%
%:2.src%
%.src%
%IP.%
%.%
% IP.src %
%IP .src%
%Ethernet.dst%
%IP:2.sport%
%IP:2.payload%
%IP.payload%
%TCP.payload%
%UDP.payload%
%r,IP.payload%
%-40s,IP.payload%|
%.30s,payload%|
%TCP.underlayer%
%IP.name%
%Ether.type%
%r,Ether.type%
%#xr,Ether.type%
%#Xr,Ether.type%
%08xr,Ether.type%
%#or,Ether.type%
%IP.options%
%r,IP.options%
%.10s,IP.options%
%TCP.options%
%r,TCP.options%
%options%
%IP.len%
%r,IP.len%
%IP.chksum%
%r,IP.chksum%
%IP.flags%|%r,IP.flags%|
%IP.frag%
%IP.version% %IP.ihl% %IP.tos% %IP.id% %IP.ttl%
%r,TCP.dport% %TCP.seq% %TCP.ack% %TCP.window% %TCP.dataofs%
%DNS.qd%
%r,DNS.qd%
%DNS.an%
%DNS.rcode% %r,DNS.rcode%
%DNS.qdcount% %DNS.id%
%DNS.qr%
%qd%
%DNSQR.qname%
%UDP.len% %UDP.chksum% %UDP.dport%
%ICMP.type% %r,ICMP.type% %ICMP.code%
%ICMP.id% %ICMP.seq% %xr,ICMP.seq%
%ARP.op% %r,ARP.op% %ARP.hwsrc% %ARP.psrc%
%pdst% %r,pdst%
%10s,pdst%|
%r,Ether.src% %r,IP.src%
%rr,Ether.src%
%ar,IP.src%
%rr,Raw.load%
%sr,load%
%05d,sport%
%5d,vlan%|%x,vlan%
%nh% %vlan%
%IPv6.nh% %r,IPv6.nh% %IPv6.src%
%IPv6.tc% %IPv6.fl% %IPv6.hlim%
%IPv6ExtHdrRouting.addresses%
%r,IPv6ExtHdrRouting.addresses%
%ICMPv6EchoRequest.type% %ICMPv6EchoRequest.data% %r,data%
%Dot1Q.vlan% %Dot1Q.type% %r,Dot1Q.type%
%Padding.load%
%type%
%r,IP.version% %ur,IP.version% %ir,IP.version% %ldr,IP.version%
%-+5dr,IP.version%|%05dr,IP.version%|%5.3dr,IP.version%|% dr,IP.version%
%gr,IP.version% %fr,IP.version% %.2fr,IP.version% %er,IP.version% %Er,IP.version%
%c,sport%
%.3s,IP.src%
%10.3s,IP.src%|
%ss,IP.src%
%s|,IP.src%
%s > %,IP.src%
%IP.src%%IP.dst%
%IP.src% > %IP.dst% {TCP:%TCP.sport%:%TCP.dport% %TCP.flags%}{UDP:%UDP.sport%:%UDP.dport%}
%-15s,IP.src% -> %-15s,IP.dst% %IP.chksum% %03xr,IP.proto% %r,TCP.flags%
é%IP.src%→
%-0015s,IP.src%|
%
abc%
%IP
%IP.src
%IP.src% %
%%IP.src%
%..src%
%IP:x.src%
%IP:.src%
%IP:1:2.src%
%DNS.qd.qname%
%s,s,IP.src%
%s,IP.src
{TCP:
{TCP
{
{}
{TCP}
{:x}
{{TCP:a}
a{b
{IP:%IP.src%
%z,IP.src%%z,sport%%z,pdst%%z,type%
%5,time%
%,time%
%-5r,time%
%*s,time%
%d,IP.ttl%%d,Ether.type%%d,UDP.sport%%d,ICMP.type%
%x,time%
%99999999999s,time%
'''

def packet_of(expression, reads):
    packet = eval(expression)
    if reads:
        packet = type(packet)(bytes(packet))
    packet.time = 1700000000.123456
    return packet

def results(packet):
    out = {}
    for template in TEMPLATES.rstrip("\n").split("\n"):
        try:
            out[template] = packet.sprintf(template)
        except Exception:
            out[template] = None
    return out

def main(path):
    entries = []
    for expression, reads in PACKETS:
        packet = packet_of(expression, reads)
        entry = {"expression": expression, "texts": results(packet)}
        if reads:
            entry["first"] = type(packet).__name__
            entry["hex"] = bytes(packet).hex()
        entries.append(entry)
    with open(path, "w", encoding="utf-8") as out:
        json.dump(entries, out, indent=0, ensure_ascii=False)
        out.write("\n")

main(sys.argv[1])
