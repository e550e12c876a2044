#!/usr/bin/env bash
# read.sh [COUNT]: what reading a capture costs, beside tshark and tcpdump in the same interleaved run; packets a second, on one core.
# Programs start anew each time and their start counts. Needs a release build; the capture is kept in build/bench.
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

declare -A best
# run NAME PACKETS COMMAND…
run() {
    local name=$1 packets=$2 start end
    shift 2
    start=$(date +%s%N)
    taskset -c 0 "$@" >/dev/null 2>&1
    end=$(date +%s%N)
    local rate=$((packets * 1000000000 / (end - start)))
    [ "${best[$name]:-0}" -ge "$rate" ] || best[$name]=$rate
}

cat "$mix" "$small" >/dev/null
for _ in 1 2 3; do
    run "walk, framewright" "$count" "$cli" read "$mix" -T none
    run "count, tcpdump" "$count" tcpdump --count -r "$mix"
    run "summary, framewright" "$few" "$cli" read "$small"
    run "summary, tshark" "$few" tshark -n -r "$small"
    run "summary, tcpdump" "$few" tcpdump -n -r "$small"
    run "all fields, framewright" "$few" "$cli" read "$small" -T json
    run "all fields, tshark" "$few" tshark -n -r "$small" -T pdml
    run "start, framewright" 1 "$cli" ls IP
    run "start, tshark" 1 tshark --version
done
for name in "${!best[@]}"; do printf '%-28s %12d /s\n' "$name" "${best[$name]}"; done | sort
