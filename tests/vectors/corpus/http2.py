from .common import build

CONTRIB = ["http2"]


def alone(payload, fields="stream_id=1"):
    return f"H2Frame({fields})/{payload}"

ENTRIES = build(
    ("frame without payload", "H2Frame(type=4)"),
    ("frame length set wrong, short", alone("H2DataFrame(data=b'abcdef')", "len=3")),
    ("frame reserved", alone("H2DataFrame(data=b'abc')", "reserved=1, stream_id=1")),
    ("data", alone("H2DataFrame(data=b'hello')")),
    ("data, empty", alone("H2DataFrame()")),
    ("data, stream 2^31-1", alone("H2DataFrame(data=b'x')", "stream_id=0x7fffffff")),
    ("priority", alone("H2PriorityFrame(exclusive=1, stream_dependency=3, weight=9)")),
    ("priority, default", alone("H2PriorityFrame()")),
    ("settings, none", alone("H2SettingsFrame()", "")),
    ("settings, all", alone("H2SettingsFrame(settings=[" + ", ".join(f"H2Setting(id={n}, value={n * 100})" for n in range(1, 7)) + "])", "")),
    ("settings, by name", alone("H2SettingsFrame(settings=[H2Setting(id='Enable push', value=0)])", "")),
    ("settings, unknown", alone("H2SettingsFrame(settings=[H2Setting(id=99, value=0xffffffff)])", "")),
    ("ping", alone("H2PingFrame(opaque=0x0102030405060708)", "")),
    ("go away", alone("H2GoAwayFrame(last_stream_id=3, error=1)", "")),
    ("go away, with data", alone("H2GoAwayFrame(last_stream_id=3, error='Enhance your calm', additional_data=b'slow down')", "")),
    ("window update", alone("H2WindowUpdateFrame(win_size_incr=65535)", "stream_id=3")),
    ("window update, reserved", alone("H2WindowUpdateFrame(reserved=1, win_size_incr=1)", "")),
    ("data, flag by name", alone("H2DataFrame(data=b'x')", "type=0, flags={'ES'}, stream_id=1")),
    ("flag of no name", "H2Frame(type=4, flags=2)"),
    ("flag by name of another kind", "H2Frame(type=6, flags={'A'})"),
    ("settings, length set", alone("H2SettingsFrame(settings=[H2Setting(id=1, value=1)])", "len=6")),
) + [("build", f"reset {code}", alone(f"H2ResetFrame(error={code})", "stream_id=3")) for code in (0, 1, 7, 8, 13, 99)] + [
    ("read", "settings acknowledged", "H2Frame", "000000040100000000"),
    ("read", "data, end of stream", "H2Frame", "000003000100000001616263"),
    ("read", "data, padded", "H2Frame", "0000050008000000010261620000"),
    ("read", "ping acknowledged", "H2Frame", "0000080601000000000000000000000005"),
]
