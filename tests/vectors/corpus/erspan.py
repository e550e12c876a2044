from .common import E, I, Q, build

CONTRIB = ["erspan"]
INNER = 'Ether(dst="02:00:00:00:00:04", src="02:00:00:00:00:03")'
ENTRIES = build(
    ("ERSPAN II alone", "ERSPAN_II()"),
    ("ERSPAN II over GRE", f"{I}/GRE()/ERSPAN_II()"),
    ("ERSPAN II carries a frame", f"{E}/{I}/GRE(sequence_number=7)/ERSPAN_II(ver=1, vlan=5, session_id=9, index=3)/{INNER}/{Q}/UDP(sport=1, dport=2)"),
    ("ERSPAN II, all bits", f"{I}/GRE(sequence_number=7)/ERSPAN_II(ver=15, vlan=4095, cos=7, en=3, t=1, session_id=1023, reserved=4095, index=1048575)"),
    ("ERSPAN I carries a frame", f"{I}/GRE()/ERSPAN_I()/{INNER}/{Q}"),
    ("ERSPAN III alone", "ERSPAN_III()"),
    ("ERSPAN III carries a frame", f"{E}/{I}/GRE()/ERSPAN_III(vlan=5, session_id=9, timestamp=0x12345678)/{INNER}/{Q}/UDP(sport=1, dport=2)"),
    ("ERSPAN III, all bits", f"{I}/GRE()/ERSPAN_III(ver=15, vlan=4095, cos=7, bso=3, t=1, session_id=1023, timestamp=1, sgt_other=2, p=1, ft=2, hw=63, d=1, gra=2)"),
    ("ERSPAN III with a part of the platform", f"{I}/GRE()/ERSPAN_III()/ERSPAN_PlatformSpecific(platf_id=3, info1=5, info2=6)/{INNER}"),
) + [
    ("cut", "ERSPAN II", f"{I}/GRE(sequence_number=7)/ERSPAN_II()/{INNER}", [26, 28, 29, 32, 35, 36, 40, 49]),
    ("cut", "ERSPAN III", f"{I}/GRE()/ERSPAN_III()/{INNER}", [24, 30, 35, 36, 40]),
]
