#!/usr/bin/env bash
# send.sh [COUNT]: frames of 64 bytes a second out of one end of a veth pair, on one core: built on the fly from an implicit packet, beside a bare
# sendmmsg loop and tcpreplay (where it is installed) in the same interleaved run. Needs a release build and root; the pair lives in a network
# namespace of its own and goes with it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cli=$root/build/release/bin/framewright-cli
count=${1:-2000000}
if [ -z "${FW_BENCH_INSIDE:-}" ]; then
    exec env FW_BENCH_INSIDE=1 unshare --net "$0" "$@"
fi
ip link add bench0 type veth peer name bench1
for end in bench0 bench1; do
    echo 1 >"/proc/sys/net/ipv6/conf/$end/disable_ipv6"
    ip link set "$end" up
done
ip address add 10.66.0.1/24 dev bench0
ip neighbour add 10.66.0.2 lladdr 02:00:00:00:00:02 dev bench0 nud permanent

packets='IP(src="10.66.0.1",dst="10.66.0.2")/UDP(sport=(1024,65535),dport=(1,65535))/("x"*22)'
frames='Ether(dst="02:00:00:00:00:02",src="02:00:00:00:00:01")/'$packets
same='Ether(dst="02:00:00:00:00:02",src="02:00:00:00:00:01",type=0x88b5)/("x"*50)'
bench=$root/build/bench
mkdir -p "$bench"
loop=$bench/sendmmsg_loop
[ "$loop" -nt "$here/peers/sendmmsg_loop.cpp" ] || g++ -O2 -o "$loop" "$here/peers/sendmmsg_loop.cpp"
some=$((count / 20)) # tcpreplay sends a capture of these again and again.
"$cli" build "$frames" --limit "$some" -w "$bench/frames.pcap"

# shellcheck source=tests/bench/measure.sh
. "$here/measure.sh"
# The program that sends an endless set is stopped by the set's size: COUNT packets of it.
ports=$((count / 64))
counted=${packets/'(1,65535)'/"(1,64)"}
counted=${counted/'(1024,65535)'/"(1,$ports)"}
sent=$((ports * 64))
[ "$ports" -le 65535 ] || { echo "send.sh: at most $((65535 * 64))" >&2; exit 2; }
for _ in 1 2 3 4 5; do
    run "limit, sendmmsg" "$sent" "$loop" bench0 "$sent"
    run "sendp, framewright" "$sent" "$cli" -i bench0 sendp "Ether(dst='02:00:00:00:00:02',src='02:00:00:00:00:01')/$counted"
    run "send, framewright" "$sent" "$cli" -i bench0 send "$counted"
    run "sendp the same, framewright" "$sent" "$cli" -i bench0 sendp "$same" --count "$sent"
    run "replay, framewright" "$sent" "$cli" -i bench0 replay "$bench/frames.pcap" --topspeed --loop 20
    if command -v tcpreplay >/dev/null; then
        run "replay, tcpreplay" "$sent" tcpreplay --topspeed --loop 20 -K -i bench0 "$bench/frames.pcap"
    fi
done
report
