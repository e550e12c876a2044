#!/usr/bin/env bash
# filter.sh [COUNT]: what a display filter costs, beside tshark's and a capture filter of the same meaning in the same interleaved run; packets a
# second, on one core. Programs start anew each time and their start counts; "alone" is without it. Needs a release build; the capture is kept in build/bench.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cli=$root/build/release/bin/framewright-cli
count=${1:-1000000}
few=$((count / 20)) # For what takes long.
mkdir -p "$root/build/bench"
mix=$root/build/bench/mix-$count.pcap
small=$root/build/bench/mix-$few.pcap
[ -s "$mix" ] || python3 "$root/tests/bench/make_mix.py" "$mix" "$count"
[ -s "$small" ] || python3 "$root/tests/bench/make_mix.py" "$small" "$few"

# shellcheck source=tests/bench/measure.sh
. "$root/tests/bench/measure.sh"
filter='tcp.port == 443 && ip.ttl < 64'
cat "$mix" "$small" >/dev/null
for _ in 1 2 3; do
    run "numbers, framewright" "$count" "$cli" read "$mix" -Y "$filter" --count
    run "numbers, tshark" "$few" tshark -n -r "$small" -Y "$filter"
    run "numbers, tcpdump (BPF)" "$count" tcpdump --count -r "$mix" 'tcp port 443 and ip[8] < 64'
    run "dissected, framewright" "$count" "$cli" read "$mix" -Y 'dns.qry.name contains "example"' --count
    run "dissected, tshark" "$few" tshark -n -r "$small" -Y 'dns.qry.name contains "example"'
    run "bytes, framewright" "$count" "$cli" read "$mix" -Y 'frame contains "example"' --count
    run "bytes, tshark" "$few" tshark -n -r "$small" -Y 'frame contains "example"'
done
report
printf '%s\n' "alone:" && taskset -c 0 "$cli" --timing read "$mix" -Y "not ($filter)" --count
