#!/usr/bin/env bash
# read.sh [COUNT]: what reading a capture costs, beside tshark, tcpdump and libtins (where its headers are installed) in the same interleaved run; packets a second, on one core.
# Programs start anew each time and their start counts. Needs a release build; the capture is kept in build/bench.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cli=$root/build/release/bin/framewright-cli
count=${1:-1000000}
some=$((count / 5)) # For what takes longer,
few=$((count / 20)) # and for what takes long.
mkdir -p "$root/build/bench"
mix=$root/build/bench/mix-$count.pcap
middle=$root/build/bench/mix-$some.pcap
small=$root/build/bench/mix-$few.pcap
[ -s "$mix" ] || python3 "$root/tests/bench/make_mix.py" "$mix" "$count"
[ -s "$middle" ] || python3 "$root/tests/bench/make_mix.py" "$middle" "$some"
[ -s "$small" ] || python3 "$root/tests/bench/make_mix.py" "$small" "$few"

# shellcheck source=tests/bench/measure.sh
. "$root/tests/bench/measure.sh"
tins=
if [ -e /usr/include/tins/tins.h ]; then
    tins=$root/build/bench/libtins_read
    [ "$tins" -nt "$root/tests/bench/peers/libtins_read.cpp" ] || g++ -O2 -o "$tins" "$root/tests/bench/peers/libtins_read.cpp" -ltins
fi

cat "$mix" "$middle" "$small" >/dev/null
for _ in 1 2 3; do
    run "walk, framewright" "$count" "$cli" read "$mix" -T none
    [ -z "$tins" ] || run "layer objects, libtins" "$count" "$tins" "$mix"
    [ -z "$tins" ] || run "five fields, libtins" "$count" "$tins" "$mix" fields
    run "five fields, framewright" "$count" "$cli" read "$mix" -T fields -e IP.src -e IP.dst -e IP.ttl -e TCP.sport -e TCP.dport
    run "count, tcpdump" "$count" tcpdump --count -r "$mix"
    run "summary, framewright" "$count" "$cli" read "$mix"
    run "summary, tshark" "$few" tshark -n -r "$small"
    run "summary, tcpdump" "$few" tcpdump -n -r "$small"
    run "all fields, framewright" "$some" "$cli" read "$middle" -T json
    run "all fields, tshark" "$few" tshark -n -r "$small" -T pdml
    run "start, framewright" 1 "$cli" ls IP
    run "start, tshark" 1 tshark --version
done
report
