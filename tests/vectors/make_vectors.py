#!/usr/bin/python3
"""Writes packets/*.json from what Scapy 2.5 does. Needs python3-scapy; the tests need only the result.

    make_vectors.py [GROUP…]        all groups if none is named

Every expression names its addresses, so nothing depends on the machine it runs on, apart from the names of ports and
protocols, which are those of Debian 12's netbase.

What a group is made from is in corpus/GROUP.py: ENTRIES, and in CONTRIB the modules of scapy.contrib that it needs. Where
Framewright differs on purpose, or Scapy is at fault, differences/GROUP.json says in what ("aspects") and why; the tests fail when
a difference listed there is gone.
"""
import importlib
import json
import logging
import os
import subprocess
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
        elif isinstance(value, int) and value >= 1 << 64:
            yield {"layer": index, "field": name, "bytes": value.to_bytes(field.size // 8, "big").hex()}
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
    vector["rebuild"] = True
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


def vectors_of(entry):
    kind, name, *rest = entry
    if kind == "build":
        return [built(name, *rest)]
    if kind == "read":
        return [read(name, rest[0], bytes.fromhex(rest[1]))]
    return list(cuts(name, *rest))


def write_group(group):
    corpus = importlib.import_module("corpus." + group)
    for module in getattr(corpus, "CONTRIB", []):
        loaded = importlib.import_module(module if "." in module else "scapy.contrib." + module)
        NAMES.update({key: value for key, value in vars(loaded).items() if not key.startswith("_")})
    vectors, refused = [], []
    for entry in corpus.ENTRIES:
        try:
            vectors.extend(vectors_of(entry))
        except Exception as error:
            refused.append(f"{group}: {entry}: {error!r}")
    names = [vector["name"] for vector in vectors]
    refused += [f"{group}: twice: {name}" for name in sorted(set(names)) if names.count(name) > 1]
    write(HERE / "packets" / f"{group}.json", vectors)
    print(group, len(vectors))
    return refused


def main():
    groups = sys.argv[1:]
    if len(groups) == 1:
        refused = write_group(groups[0])
        sys.exit("\n".join(refused) or None)
    # Each in a process of its own: a module of scapy.contrib changes what other groups would see.
    every = sorted(path.stem for path in (HERE / "corpus").glob("*.py") if path.stem not in ("__init__", "common"))
    results = [subprocess.run([sys.executable, __file__, group], check=False).returncode for group in groups or every]
    if not groups:
        write_expected(HERE / "expected")
    sys.exit(any(results))


if __name__ == "__main__":
    main()
