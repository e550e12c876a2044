"""What several groups of the corpus use."""

E = 'Ether(dst="02:00:00:00:00:02", src="02:00:00:00:00:01")'
D3 = 'Dot3(dst="02:00:00:00:00:02", src="02:00:00:00:00:01")'
I = 'IP(src="10.0.0.1", dst="10.0.0.2")'
J = 'IPv6(src="2001:db8::1", dst="2001:db8::2")'
Q = 'IP(src="10.0.0.2", dst="10.0.0.1")'

def ip(fields):
    return f'IP(src="10.0.0.1", dst="10.0.0.2", {fields})'


def ip6(fields):
    return f'IPv6(src="2001:db8::1", dst="2001:db8::2", {fields})'


def build(*pairs):
    return [("build", name, expr) for name, expr in pairs]


def each(label, template, values):
    return [("build", f"{label}: {value}", template.replace("@", value)) for value in values]

ARP = 'ARP(hwsrc="02:00:00:00:00:01", psrc="10.0.0.1", pdst="10.0.0.2"'
