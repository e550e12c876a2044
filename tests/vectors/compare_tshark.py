#!/usr/bin/python3
"""Compares what Framewright reads with what Wireshark reads, field by field. Needs tshark and python3-yaml; no test of the build.

    compare_tshark.py PATH/framewright-cli [--group GROUP]… [--all]

Every vector with a link type goes into a capture, one capture for each link type. Both programs read it; the values of fields that
have the same name in both (`filter:` in the definitions) are put side by side, packet by packet. Only packets are compared in which
both found the field equally often. What differs on purpose is in tshark_differences.json, by the name of the field, with the
reason; --all shows that too. Exit 1 if there is a difference that is not listed there, 2 if one is listed that is gone.
"""
import argparse
import calendar
import collections
import json
import re
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
DEFINITIONS = HERE.parent.parent / "resources" / "protocols"
PREFERENCES = ["ip.defragment:FALSE", "ipv6.defragment:FALSE", "tcp.desegment_tcp_streams:FALSE", "tcp.relative_sequence_numbers:FALSE",
               "ip.tso_support:FALSE", "tcp.analyze_sequence_numbers:FALSE", "udp.process_info:FALSE"]
BATCH = 400  # Names of fields on one command line.


class TextLoader(yaml.BaseLoader):
    """Scalars stay text, as the definitions mean them."""


def definitions():
    """Names of fields by protocol: {"IP": {"ttl": ("ip.ttl", flags or None)}}; link types by protocol."""
    entries, links, flags = {}, {}, {}
    for path in sorted(DEFINITIONS.glob("*.yaml")):
        content = yaml.load(path.read_text(), TextLoader)
        for section in ("structs", "protocols"):
            entries |= content.get(section) or {}
        flags |= content.get("flagsets") or {}
    for name, entry in entries.items():
        for link in entry.get("link_types", [])[:1]:
            links[name] = int(link)
    return {name: names_of(name, entries, flags) for name in entries}, links


def names_of(name, entries, flags, depth=0):
    entry = entries.get(name, {})
    base = names_of(entry["extends"], entries, flags, depth + 1) if "extends" in entry and depth < 8 else {}
    own = {}
    for item in (entry.get("fields") or []) + (entry.get("trailer") or []):
        own |= names_in(item, flags)
    return base | own


def names_in(item, flags):
    out = {}
    for field, desc in item.items():
        if field == "bits":
            for inner in desc.get("fields", []):
                out |= names_in(inner, flags)
        elif isinstance(desc, dict) and "filter" in desc:
            given = desc.get("flags")
            out[field] = (desc["filter"], flags.get(given) if isinstance(given, str) else given)
    return out


def number_of_flags(text, flags):
    """Flags are text in the JSON: "SA", "MF+DF"."""
    if "letters" in flags:
        return sum(1 << flags["letters"].index(letter) for letter in text)
    if "bits" in flags:
        return sum(1 << int(bit) for bit, name in flags["bits"].items() if name in text.split("+"))
    return sum(1 << flags["names"].index(name) for name in text.split("+") if name)


def vectors(groups, links):
    for path in sorted((HERE / "packets").glob("*.json")):
        if not groups or path.stem in groups:
            for vector in json.loads(path.read_text()):
                if vector["link"] in links:
                    yield links[vector["link"]], f"{path.stem}: {vector['name']}", bytes.fromhex(vector["hex"])


def write_capture(path, link, packets):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, link))
        for number, (_, data) in enumerate(packets):
            # An hour apart, so that nothing is taken for a retransmission.
            out.write(struct.pack("<IIII", number * 3600, 0, len(data), len(data)) + data)


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command[:6])}…: {done.stderr.strip()}")
    return done.stdout


def known_to_tshark():
    return {line.split("\t")[2]: line.split("\t")[3] for line in run(["tshark", "-G", "fields"]).splitlines() if line.startswith("F\t")}


def read_by_tshark(capture, names):
    """For each packet {name: [values]}."""
    options = [part for preference in PREFERENCES for part in ("-o", preference)]
    packets = collections.defaultdict(dict)
    for at in range(0, len(names), BATCH):
        batch = names[at:at + BATCH]
        fields = [part for name in batch for part in ("-e", name)]
        output = run(["tshark", "-n", "-r", str(capture), *options, "-T", "fields", "-E", "separator=\x01", "-E", "aggregator=\x02", *fields])
        for number, line in enumerate(output.split("\n")[:-1]):
            for name, text in zip(batch, line.split("\x01")):
                if text:
                    packets[number][name] = text.split("\x02")
    return packets


def read_by_framewright(cli, capture, names):
    packets = {}
    for number, line in enumerate(run([cli, "read", str(capture), "-T", "json"]).splitlines()):
        found = collections.defaultdict(list)
        for layer in json.loads(line)["layers"]:
            collect(layer, names, found)
        packets[number] = found
    return packets


def collect(layer, names, found):
    own = names.get(layer["protocol"]) or names.get(re.sub("error(6?)$", lambda end: "v6" if end[1] else "", layer["protocol"]), {})
    for field, value in layer["fields"].items():
        items = value if isinstance(value, list) else [value]
        for item in items:
            if isinstance(item, dict) and "protocol" in item:
                collect(item, names, found)
        if field in own and not any(isinstance(item, (dict, list)) for item in items):
            name, flags = own[field]
            found[name].extend(number_of_flags(item, flags) if flags and isinstance(item, str) else item for item in items)


def same(ours, theirs, kind):
    if theirs == "<MISSING>":
        return ours == ""
    if kind == "FT_BOOLEAN":
        return bool(ours) == (theirs in ("True", "1"))
    if isinstance(ours, int) and kind in ("FT_BYTES", "FT_UINT_BYTES"):
        return ours == int(theirs.replace(":", ""), 16)
    if isinstance(ours, int) and kind == "FT_ABSOLUTE_TIME":
        return ours == calendar.timegm(time.strptime(theirs.split(".")[0], "%b %d, %Y %H:%M:%S"))
    if isinstance(ours, (int, float)):
        try:
            return ours == (float(theirs) if "." in theirs else int(theirs, 0))
        except ValueError:
            return False
    plain = lambda text: str(text).lower().replace(":", "").replace("-", "").rstrip(".")
    if plain(ours) == plain(theirs):
        return True
    if kind in ("FT_STRING", "FT_STRINGZ", "FT_STRINGZPAD", "FT_UINT_STRING"):  # Bytes here, text there.
        return bytes.fromhex(ours).rstrip(b"\0").decode("utf-8", "replace") == theirs if re.fullmatch("([0-9a-f]{2})*", str(ours)) else False
    if re.fullmatch("0x[0-9a-f]+", theirs):
        return plain(ours).lstrip("0") == theirs[2:].lstrip("0")
    return False


def compare(ours, theirs, labels, kinds):
    """{name: [(vector, ours, theirs)]}, and how many values were the same."""
    differing, equal = collections.defaultdict(list), 0
    for number, fields in theirs.items():
        for name, values in fields.items():
            own = ours.get(number, {}).get(name, [])
            if len(own) != len(values):
                continue
            for mine, other in zip(own, values):
                if same(mine, other, kinds[name]):
                    equal += 1
                else:
                    differing[name].append((labels[number], mine, other))
    return differing, equal


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("cli")
    parser.add_argument("--group", action="append", default=[])
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    names, links = definitions()
    kinds = known_to_tshark()
    wanted = sorted({name for fields in names.values() for name, _ in fields.values()})
    print("unknown to this tshark:", *[name for name in wanted if name not in kinds], file=sys.stderr)
    wanted = [name for name in wanted if kinds.get(name, "FT_NONE") != "FT_NONE"]  # Of those without a value only the presence is told.
    captures = collections.defaultdict(list)
    for link, label, data in vectors(arguments.group, links):
        captures[link].append((label, data))
    differing, equal = collections.defaultdict(list), 0
    with tempfile.TemporaryDirectory() as folder:
        for link, packets in sorted(captures.items()):
            capture = Path(folder) / f"{link}.pcap"
            write_capture(capture, link, packets)
            theirs = read_by_tshark(capture, wanted)
            found, same_values = compare(read_by_framewright(arguments.cli, capture, names), theirs, [label for label, _ in packets], kinds)
            equal += same_values
            for name, items in found.items():
                differing[name].extend(items)
    listed = json.loads((HERE / "tshark_differences.json").read_text())
    for name, items in sorted(differing.items()):
        if arguments.all or name not in listed:
            label, mine, other = items[0]
            print(f"{name}: {len(items)} differ; {label}: {mine!r} here, {other!r} there")
    gone = [name for name in listed if name not in differing] if not arguments.group else []
    print(f"{equal} values the same, {sum(map(len, differing.values()))} differ in {len(differing)} fields", *(f"gone: {name}" for name in gone), sep="\n")
    sys.exit(1 if any(name not in listed for name in differing) else 2 if gone else 0)


if __name__ == "__main__":
    main()
