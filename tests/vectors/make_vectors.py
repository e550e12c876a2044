#!/usr/bin/python3
"""Writes the test vectors next to this file from what Scapy 2.5 does. Needs python3-scapy; the tests need only the result.

Every expression names its addresses, so nothing depends on the machine it runs on, apart from the names of ports and
protocols, which are those of Debian 12's netbase.

What the vectors are made from is in corpus.py. Where Framewright differs on purpose, or Scapy is at fault, known_differences.json
says in what ("aspects") and why; the tests fail when a difference listed there is gone.
"""
import json
import logging
import os
import sys
from pathlib import Path

logging.disable(logging.CRITICAL)
os.environ.setdefault("HOME", "/nonexistent")

from scapy.all import *  # noqa: E402,F403
import scapy.layers.dns as dns_layers  # noqa: E402
import scapy.layers.inet6 as inet6_layers  # noqa: E402
from scapy.fields import FlagValue  # noqa: E402
from scapy.packet import NoPayload, Packet, Raw  # noqa: E402

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import corpus  # noqa: E402

conf.color_theme = scapy.themes.NoTheme()  # noqa: F405
NAMES = {**vars(dns_layers), **vars(inet6_layers), **globals()}


def shown(packet):
    """What show() prints."""
    return packet.show(dump=True) + "\n"


def layers_of(packet):
    while packet is not None and not isinstance(packet, NoPayload):
        yield packet
        packet = packet.payload


def values_of(packet, index, prefix=""):
    """The fields of one layer, those of structures inside lists as "qd[0].qname"."""
    for field in packet.fields_desc:
        value = packet.fields.get(field.name)
        name = prefix + field.name
        if isinstance(value, Packet):
            for n, element in enumerate(layers_of(value)):
                yield from values_of(element, index, f"{name}[{n}].")
        elif isinstance(value, list):
            for n, element in enumerate(value):
                if isinstance(element, Packet):
                    yield from values_of(element, index, f"{name}[{n}].")
                elif isinstance(element, (int, str)):
                    yield {"layer": index, "field": f"{name}[{n}]", "value": element}
                elif isinstance(element, bytes):
                    yield {"layer": index, "field": f"{name}[{n}]", "bytes": element.hex()}
        elif isinstance(value, FlagValue):
            yield {"layer": index, "field": name, "value": int(value)}
        elif isinstance(value, (int, str)):
            yield {"layer": index, "field": name, "value": value}
        elif isinstance(value, bytes):
            yield {"layer": index, "field": name, "bytes": value.hex()}


def dissection(first, data):
    packet = NAMES[first](data)
    found = list(layers_of(packet))
    return {
        "dissected_repr": repr(packet),
        "dissected_summary": packet.summary(),
        "dissected_show": shown(packet),
        "layers": [type(layer).__name__ for layer in found],
        "values": [value for n, layer in enumerate(found) for value in values_of(layer, n)],
    }


def built(name, expr):
    packet = eval(expr, NAMES)
    data = bytes(packet)
    first = type(packet).__name__
    vector = {"name": name, "expr": expr, "hex": data.hex(), "link": first}
    vector |= {"repr": repr(packet), "summary": packet.summary(), "show": shown(packet)}
    vector |= dissection(first, data)
    vector["rebuild"] = True
    return vector


def read(name, first, data):
    """For dissection only."""
    vector = {"name": name, "hex": data.hex(), "link": first} | dissection(first, data)
    # Compressed names are written out in full when built from their values.
    vector["rebuild"] = not (first == "DNS" and b"\xc0" in data)
    return vector


def cuts(name, expr, lengths):
    packet = eval(expr, NAMES)
    data = bytes(packet)
    for length in lengths:
        yield read(f"{name}, cut to {length}", type(packet).__name__, data[:length])


def write(path, content):
    """One vector a line, so that a change shows as a line."""
    path.write_text("[\n" + ",\n".join(json.dumps(vector) for vector in content) + "\n]\n")


def write_expected(folder):
    folder.mkdir(exist_ok=True)
    packet = eval("IP(src='127.0.0.1', dst='127.0.0.1')/UDP()/DNS(qd=DNSQR())", NAMES)
    (folder / "tutorial.hex").write_text(bytes(packet).hex() + "\n")
    (folder / "tutorial.hexdump").write_text(hexdump(packet, dump=True) + "\n")  # noqa: F405
    (folder / "tutorial.show").write_text(shown(packet))
    (folder / "tutorial.summary").write_text(packet.summary() + "\n")
    for name in ("Ether", "ARP", "IP", "TCP", "UDP", "IPv6", "DNS", "DNSQR"):
        for verbose in (False, True):
            with CaptureOutput() as output:
                ls(NAMES[name], verbose=verbose)  # noqa: F405
            (folder / f"ls_{name}{'_verbose' if verbose else ''}.txt").write_text(output.text)


class CaptureOutput:
    def __enter__(self):
        import io
        self._stdout, sys.stdout = sys.stdout, io.StringIO()
        return self

    def __exit__(self, *_):
        self.text = sys.stdout.getvalue()
        sys.stdout = self._stdout


def main():
    total, refused, names = 0, [], []
    for group, entries in corpus.GROUPS.items():
        vectors = []
        for entry in entries:
            try:
                kind, name, *rest = entry
                if kind == "build":
                    vectors.append(built(name, *rest))
                elif kind == "read":
                    vectors.append(read(name, rest[0], bytes.fromhex(rest[1])))
                else:
                    vectors.extend(cuts(name, *rest))
            except Exception as error:
                refused.append(f"{group}: {entry}: {error!r}")
        names += [vector["name"] for vector in vectors]
        write(HERE / f"{group}.json", vectors)
        total += len(vectors)
        print(group, len(vectors))
    write_expected(HERE / "expected")
    print(total, "vectors")
    twice = sorted(name for name in set(names) if names.count(name) > 1)
    if twice:
        sys.exit(f"twice: {twice}")
    if refused:
        sys.exit("\n".join(refused))


if __name__ == "__main__":
    main()
