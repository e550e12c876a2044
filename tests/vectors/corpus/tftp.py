from .common import E, I, J, build

U = f"{I}/UDP(sport=2000, dport=69)"
D = f"{I}/UDP(sport=2000, dport=2001)"
ENTRIES = build(
    ("TFTP alone", "TFTP()"),
    ("TFTP", f"{I}/UDP()/TFTP()"),
    ("TFTP over IPv6", f"{J}/UDP()/TFTP()"),
    ("TFTP read", f'{E}/{U}/TFTP()/TFTP_RRQ(filename=b"boot.img")'),
    ("TFTP read, mode", f'{U}/TFTP()/TFTP_RRQ(filename="boot.img", mode="netascii")'),
    ("TFTP read, no name", f"{U}/TFTP()/TFTP_RRQ()"),
    ("TFTP read, options", f'{U}/TFTP()/TFTP_RRQ(filename="a")/TFTP_Options(options=[TFTP_Option(oname="blksize", value="1024"), TFTP_Option(oname="tsize", value="0")])'),
    ("TFTP read, empty options", f'{U}/TFTP()/TFTP_RRQ(filename="a")/TFTP_Options()'),
    ("TFTP write", f'{U}/TFTP()/TFTP_WRQ(filename="log.txt")'),
    ("TFTP write, options", f'{U}/TFTP()/TFTP_WRQ(filename="log.txt", mode=b"octet")/TFTP_Options(options=[TFTP_Option(oname=b"timeout", value=b"3")])'),
    ("TFTP data", f'{U}/TFTP()/TFTP_DATA(block=1)/Raw(b"some data")'),
    ("TFTP data, last", f"{U}/TFTP()/TFTP_DATA(block=65535)"),
    ("TFTP acknowledgement", f"{U}/TFTP()/TFTP_ACK(block=7)"),
    ("TFTP error", f'{U}/TFTP()/TFTP_ERROR(errorcode=1, errormsg=b"File not found")'),
    ("TFTP error by name", f'{U}/TFTP()/TFTP_ERROR(errorcode="Access violation", errormsg="no")'),
    ("TFTP error, unknown", f"{U}/TFTP()/TFTP_ERROR(errorcode=99)"),
    ("TFTP option acknowledgement", f'{U}/TFTP()/TFTP_OACK()/TFTP_Options(options=[TFTP_Option(oname="blksize", value="1024")])'),
    ("TFTP option acknowledgement alone", f"{U}/TFTP()/TFTP_OACK()"),
    ("TFTP operation by name", f'{U}/TFTP(op="ACK")'),
    ("TFTP operation set wrong", f"{U}/TFTP(op=9)/TFTP_ACK(block=7)"),
    ("TFTP elsewhere", f"{D}/TFTP()/TFTP_ACK(block=7)"),
) + [
    ("read", "TFTP name without end", "TFTP", "0001" "626f6f74"),
    ("read", "TFTP mode without end", "TFTP", "0001" "626f6f7400" "6f63"),
    ("read", "TFTP option without value", "TFTP", "0001" "6100" "6f6300" "626c6b00"),
    ("read", "TFTP unknown operation", "TFTP", "0009" "616263"),
    ("read", "TFTP error without end", "TFTP", "00050001" "6e6f"),
    ("cut", "TFTP read", f'{U}/TFTP()/TFTP_RRQ(filename="a")/TFTP_Options(options=[TFTP_Option(oname="bl", value="10")])', [28, 29, 30, 31, 32, 33, 37, 38, 39, 41, 42, 43]),
    ("cut", "TFTP error", f'{U}/TFTP()/TFTP_ERROR(errorcode=1, errormsg=b"no")', [30, 31, 32, 33, 34]),
]
