#!/usr/bin/env bash
# layers.sh: what frames of 10,000 nested layers cost, the start of the program (first line) included; the best of five. Needs a release build.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cli=$root/build/release/bin/framewright-cli
frame=$(mktemp)
trap 'rm -f "$frame"' EXIT
# run NAME LINKHEADER LAYERS AGAIN: LAYERS layers in the hex digits AGAIN.
run() {
    local name=$1 head=$2 layers=$3 again=$4 best=999999999999 start end
    python3 -c 'import sys; print(sys.argv[1] + sys.argv[2] * (10000 // int(sys.argv[3])) if int(sys.argv[3]) else "00")' "$head" "$again" "$layers" >"$frame"
    for _ in 1 2 3 4 5; do
        start=$(date +%s%N)
        "$cli" dissect --hex - <"$frame" >/dev/null
        end=$(date +%s%N)
        [ $((end - start)) -ge "$best" ] || best=$((end - start))
    done
    printf '%-20s %4d.%d ms\n' "$name" $((best / 1000000)) $((best / 100000 % 10))
}
run "one byte" "" 0 ""
run "VLAN tags" 0200000000010200000000028100 1 00018100
run "IP in IP" 0200000000010200000000020800 1 4500000000010000400400000a0000010a000002
run "GRE in IP" 0200000000010200000000020800 2 4500000000010000402f00000a0000010a00000200000800
run "Ethernet in GRE" 0200000000010200000000020800 3 4500000000010000402f00000a0000010a000002000065580200000000010200000000020800
