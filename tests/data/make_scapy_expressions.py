"""Writes the packets that Scapy 2.5.0 builds from expressions, as data for tst_scapy: make_scapy_expressions.py scapy_expressions.json

Of implicit packets the first fifty, in Scapy's order. Addresses are given, so that the bytes are the same on every machine."""
import json
import logging
import sys
from itertools import islice

logging.getLogger("scapy").setLevel(60)
from scapy.all import *

H = 'src="1.1.1.1",dst="2.2.2.2"'
E = 'Ether(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")'
MOST = 50
EXPRESSIONS = r'''
IP(@H)/UDP()
IP(@H)/UDP(dport=[1,2,(5,7)])
[IP(@H)/UDP(),IP(@H)/TCP()]
[IP(@H,ttl=(1,2))/UDP(),IP(@H)/TCP()]
(IP(@H)/UDP(),IP(@H)/TCP())
[IP(@H)]*3
[IP(@H)/UDP(),ARP(psrc="1.1.1.1",hwsrc="02:00:00:00:00:01")]*2
(IP(@H)/UDP())*3
3*(IP(@H)/UDP())
IP(@H)/UDP()*3
IP(@H)/"X"*3
IP(@H)/("X"*3)
IP(@H)*2
[IP(@H)/UDP()]+[IP(@H)/TCP()]*2
[]
IP(src="1.1.1.1",dst=Net("10.0.0.0/30"))
IP(src="1.1.1.1",dst="10.0.0.0/30")
IP(src="1.1.1.1",dst="10.0.0.7/30")
IP(src="1.1.1.1",dst=Net("10.0.0.1","10.0.0.3"))
IP(src="1.1.1.1",dst=["10.0.0.1","10.0.0.0/30"])
IP(src="1.1.1.1",dst="10.0.0.0/8")
IP(src="1.1.1.1",dst="10.0.0.0/30",ttl=[1,2])/TCP(dport=[22,80])
IP(@H,ttl=0x10+1)
IP(@H,ttl=2*8)
IP(@H,ttl=1<<3)
IP(@H,ttl=255-1)
IP(@H,ttl=7//2)
IP(@H,ttl=-7//2+10)
IP(@H,ttl=7%4)
IP(@H,ttl=-7%4)
IP(@H,ttl=2**4)
IP(@H,ttl=2+3*4)
IP(@H,ttl=(2+3)*4)
IP(@H,ttl=0xff&0x0f|0x20^1)
IP(@H,id=~0&0xffff)
IP(@H,id=0xffffffffffffffff>>48)
IP(@H,ttl=(1+1,2*2))
IP(@H,ttl=-1+2)
IP(@H,ttl=+5)
IP(@H,ttl=--5)
IP(@H,ttl=True)
IP(@H,ttl=0o17)
IP(@H,ttl=0b11)
IP(@H,ttl=1_0)
IP(@H,len=None)
IP(@H)/"abc"
IP(@H)/b"abc"
"abc"/IP(@H)
b"\x45"/IP(@H)
IP(@H)/"abc"/"def"
IP(@H)/("abc"+"def")
IP(@H)/("abc"*3)
IP(@H)/(b"abc"*3)
IP(@H)/("ab" "cd")
IP(@H)/"ab" 'cd'
IP(@H)/Raw("a"*3+"b")
IP(@H)/Raw(load=b"\x00"*4+b"\x01")
IP(@H)/Raw(b'\x41\102\n\t\'"\
x')
IP(@H)/r"\x41"
IP(@H)/rb"\x41"
IP(@H)/Rb'\x41'
IP(@H)/'''+"'''a'b'''"+r'''
IP(@H)/"""a"b"""
IP(@H)/"\u00e9\x41"
IP(@H)/"\U0001F600"
IP(@H)/Raw(bytes([1,2,3]))
IP(@H)/Raw(bytes(4))
IP(@H)/Raw(bytes.fromhex("0102 03"))
IP(@H)/Raw(bytearray(b"ab"))
IP(@H)/bytes([65]*4)
IP(@H)/Raw(hex_bytes("4142"))
IP(@H)/Raw(bytes_hex("AB"))
IP(@H)/Raw(raw(UDP()))
IP(@H)/Raw(bytes(UDP()))
IP(@H)/Raw("abc".encode())
IP(@H)/Raw(chr(65)*3)
IP(@H)/Raw("x"*(10-4))
IP(@H)/UDP(dport=range(1,4))
IP(@H)/UDP(dport=list(range(1,9,3)))
IP(@H)/UDP(dport=[1]*3)
IP(@H)/UDP(dport=[1]+[2])
IP(@H,) / UDP(dport=1,)
IP(@H,
  ttl=3) / UDP()
IP(@H,options=[IPOption_NOP()]*4)
IP(@H,options=IPOption_NOP())
IP(@H,options=[IPOption_RR(routers=["1.1.1.1","2.2.2.2"])])
IP(@H)/TCP(options=[("MSS",1460),("NOP",None)])
IP(@H)/TCP(options=[("MSS",1460)]+[("NOP",None)]*2)
IP(@H)/TCP(options=[("SAck",(1,2,3,4)),("Timestamp",(5,6)),(254,b"xy"),(99,"z"),("WScale",3),("SAckOK",b"")])
IP(@H)/UDP()/DNS(qd=DNSQR(qname="a.b")/DNSQR(qname="c"))
IP(@H)/UDP()/DNS(qr=1,qd=None,an=DNSRR(rrname="x",rdata="1.2.3.4")/DNSRR(rrname="y",type="AAAA",rdata="::1"))
IP(@H,ttl=[1,2],id=(3,4))/UDP(sport=[5,6])
IP(@H)/TCP(flags="S",dport=["http","ssh"])
IP(@H)/ICMP(type=3,code="host-unreachable")
@E/ARP(hwsrc="02:00:00:00:00:01",psrc="1.1.1.1",pdst="10.0.0.0/30")
Ether(src=["02:00:00:00:00:01","02:00:00:00:00:02"],dst=ETHER_BROADCAST)/Raw()
Ether(src="02:00:00:00:00:01",dst=ETHER_ANY,type=ETH_P_IP)
IP(@H)/UDP()/b""
IP(bytes(IP(@H)/UDP()))
IP(raw(IP(@H)/UDP()))/"x"
IP(_pkt=b"\x45\x00\x00\x14\x00\x01\x00\x00\x40\x00\x74\xe4\x01\x01\x01\x01\x02\x02\x02\x02")
@E/IP(@H)/UDP()/"a"/Padding("b")
IP(@H)/UDP(sport=RandNum(5,5))
IP(@H)/UDP(sport=RandNum(min=5,max=5))
IP(@H)/UDP(sport=RandEnum(5,5))
IP(@H)/Raw(RandString(0))
IP(@H)/TCP(sport=RandChoice(5,5))
IP(dst="2.2.2.2",src=RandIP("1.1.1.1/32"))
IPv6(src="::1",dst="fe80::/126")/UDP()
IPv6(src="::1",dst=Net6("fe80::/127"))/UDP()
IP(@H)/UDP(sport=IncrementalValue(start=5))
fuzz(IP(@H,version=4,tos=1,id=2,flags=0,ttl=9))/UDP()
'''

def packets(value):
    for one in value if isinstance(value, (list, tuple)) else [value]:
        yield from iter(one)

def main(path):
    entries = []
    text = EXPRESSIONS.replace("@H", H).replace("@E", E).strip("\n")
    for expression in text.replace("\\\n", "\0").replace(",\n", ",\1").split("\n"):
        expression = expression.replace("\0", "\\\n").replace("\1", "\n")
        built = [bytes(one).hex() for one in islice(packets(eval("(" + expression + ")")), MOST)]
        entries.append({"expression": expression, "packets": built})
    with open(path, "w", encoding="utf-8") as out:
        json.dump(entries, out, indent=0, ensure_ascii=False)
        out.write("\n")

main(sys.argv[1])
