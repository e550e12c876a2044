#!/usr/bin/env bash
# build.sh [COUNT]: what building costs, in packets a second on one core: Ethernet, IP and TCP with a varying time to live and port and right
# checksums. Beside Scapy, and libtins where its headers are installed, in the same interleaved run. Needs a release build.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cli=$root/build/release/bin/framewright-cli
count=${1:-4000000}
few=$((count / 1000))
packets='Ether(dst="02:00:00:00:00:02",src="02:00:00:00:00:01")/IP(src="10.0.0.1",dst="10.0.0.2",ttl=(1,64))/TCP(dport=(0,65535))'
mkdir -p "$root/build/bench"
# shellcheck source=tests/bench/measure.sh
. "$here/measure.sh"

tins=
if [ -e /usr/include/tins/tins.h ]; then
    tins=$root/build/bench/libtins_build
    [ "$tins" -nt "$here/peers/libtins_build.cpp" ] || g++ -O2 -o "$tins" "$here/peers/libtins_build.cpp" -ltins
fi
for _ in 1 2 3; do
    run "build, framewright" "$count" "$cli" build "$packets" --limit "$count" -w "$root/build/bench/built.pcap"
    [ -z "$tins" ] || run "build, libtins" "$count" "$tins" "$count"
    run "build, scapy" "$few" /usr/bin/python3 -c "
import logging; logging.disable(logging.CRITICAL)
from scapy.layers.inet import IP, TCP
from scapy.layers.l2 import Ether
for i, packet in enumerate($packets):
    bytes(packet)
    if i == $few: break"
done
report
