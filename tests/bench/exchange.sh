#!/usr/bin/env bash
# exchange.sh [PROBES]: what asking and matching costs. SYN probes to closed ports behind one router, in network namespaces of its own (needs
# root): first with the wire as fast as the kernel is, then with a round trip of 20 ms. From the first byte out to the last answer matched where
# the program tells (framewright; Scapy by the times of its packets), else the whole command. Beside Scapy, nmap, nping and hping3 where they are
# installed. Then 65,536 probes with the memory they take, and how evenly srloop sends.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cli=$root/build/release/bin/framewright-cli
probes=${1:-1000}
work=$(mktemp -d)
lab=fwbench$$
wire=''
mkdir -p "$root/build/bench"
cleanup() {
    [ -z "$wire" ] || kill "$wire" 2>/dev/null || true
    for machine in client router server; do ip netns del "$lab-$machine" 2>/dev/null || true; done
    rm -rf "$work"
}
trap cleanup EXIT

for machine in client router server; do
    ip netns add "$lab-$machine"
    ip -n "$lab-$machine" link set lo up
done
on() { local machine=$1; shift; ip netns exec "$lab-$machine" "$@"; }
link() { # link A NAME ADDRESS B NAME ADDRESS
    ip link add "$2" netns "$lab-$1" type veth peer name "$5" netns "$lab-$4"
    ip -n "$lab-$1" addr add "$3/24" dev "$2"; ip -n "$lab-$1" link set "$2" up
    ip -n "$lab-$4" addr add "$6/24" dev "$5"; ip -n "$lab-$4" link set "$5" up
}
link client eth0 10.79.1.2 router eth0 10.79.1.1
link router eth1 10.79.2.1 server eth0 10.79.2.2
ip -n "$lab-client" route add default via 10.79.1.1
ip -n "$lab-server" route add default via 10.79.2.1
on router sysctl -qw net.ipv4.ip_forward=1

target=10.79.2.2
syn="IP(dst='$target')/TCP(sport=40000,dport=(1,$probes),flags='S')"
seconds() { awk "BEGIN { printf \"%.1f ms\", $1 * 1000 }"; }
row() { printf '%-44s %14s   %s\n' "$1" "$2" "$3"; }

whole() { # whole NAME PATTERN COMMAND…: how long the command takes, and how many lines of its output match
    local name=$1 pattern=$2 start end
    shift 2
    command -v "$1" >/dev/null || { row "$name" "-" "not installed"; return; }
    start=$(date +%s%N)
    on client timeout 120 "$@" >"$work/out" 2>&1 || true
    end=$(date +%s%N)
    row "$name, whole command" "$(awk "BEGIN { printf \"%.1f ms\", ($end - $start) / 1e6 }")" "$(grep -cE "$pattern" "$work/out" || true) answered"
}

ours() { # ours NAME EXPR: the best of five
    local best='' line all
    for _ in 1 2 3 4 5; do
        on client "$cli" --timing sr "$2" >"$work/out" 2>"$work/err" || true
        line=$(sed -n 's/.*answering=\([0-9.]*\).*/\1/p' "$work/err")
        all=$(sed -n 's/.*seconds=\([0-9.]*\).*/\1/p' "$work/err")
        if [ -z "$best" ] || awk "BEGIN { exit !($line < $best) }"; then best=$line; bestall=$all; fi
    done
    row "$1" "$(seconds "$best")" "$(sed -n 's/^<Results: TCP:\([0-9]*\).*/\1/p' "$work/out") answered; with building and printing $(seconds "$bestall")"
}

peers() {
    on client /usr/bin/python3 - "$target" "$probes" >"$work/out" 2>/dev/null <<'PY' || true
import sys, logging
logging.disable(logging.CRITICAL)
from scapy.all import IP, TCP, sr, conf
conf.verb = 0
answered, unanswered = sr(IP(dst=sys.argv[1])/TCP(sport=40000, dport=(1, int(sys.argv[2])), flags='S'), timeout=1)
times = [query.sent_time for query, answer in answered]
print((max(answer.time for query, answer in answered) - min(times)) if times else 0, len(answered))
PY
    read -r taken count <"$work/out" || { taken=0; count=0; }
    row "Scapy" "$(seconds "${taken:-0}")" "${count:-0} answered"
    whole nmap '^[0-9]+/tcp' nmap -n -Pn -sS -T5 --min-rate 100000 --max-retries 0 -v -d -p "1-$probes" --packet-trace "$target"
    whole nping '^RCVD' nping --tcp -p "1-$probes" --flags syn -g 40000 --rate 100000 -c 1 "$target"
    whole hping3 'flags=RA' timeout 3 hping3 -S -s 40000 -k -p ++1 -c "$probes" --faster "$target"
}

measure() {
    on client "$cli" sr1 "IP(dst='$target')/ICMP()" >"$work/out" # The router is known to all afterwards.
    ours "framewright" "$syn"
    peers
}

echo "$probes SYN probes over one router"
measure

echo "and with a round trip of 20 ms"
delay=$root/build/bench/delay_line
[ "$delay" -nt "$here/peers/delay_line.cpp" ] || g++ -std=c++20 -O2 -pthread -o "$delay" "$here/peers/delay_line.cpp"
ip -n "$lab-router" link del eth1
ip link add wire0 netns "$lab-router" type veth peer name eth1 netns "$lab-router"
ip link add wire1 netns "$lab-router" type veth peer name eth0 netns "$lab-server"
for name in wire0 wire1 eth1; do ip -n "$lab-router" link set "$name" up; done
ip -n "$lab-router" addr add 10.79.2.1/24 dev eth1
ip -n "$lab-server" addr add 10.79.2.2/24 dev eth0
ip -n "$lab-server" link set eth0 up
ip -n "$lab-server" route add default via 10.79.2.1
ip netns exec "$lab-router" "$delay" wire0 wire1 10000 &
wire=$!
sleep 0.5
measure
kill "$wire"; wire=''

echo "65,536 probes at once"
ip -n "$lab-router" link del wire0; ip -n "$lab-router" link del wire1
link router eth1 10.79.2.1 server eth0 10.79.2.2
ip -n "$lab-server" route add default via 10.79.2.1
on client "$cli" sr1 "IP(dst='$target')/ICMP()" >"$work/out"
on client tcpdump -Z root -i eth0 -nn -B 65536 -w "$work/seen.pcap" 'tcp[tcpflags] & tcp-rst != 0 and dst port 40000' 2>/dev/null &
dump=$!
sleep 1
on client "$cli" --timing sr "IP(dst='$target')/TCP(sport=40000,dport=(0,65535),flags='S')" >"$work/out" 2>"$work/err" &
memory=0
program=$!
while kill -0 "$program" 2>/dev/null; do
    now=$(awk '/VmHWM/ { print $2 }' "/proc/$program/status" 2>/dev/null || echo 0)
    [ "${now:-0}" -le "$memory" ] || memory=$now
    sleep 0.02
done
wait "$program" || true
sleep 1
kill -INT "$dump"; wait "$dump" || true
row "framewright" "$(seconds "$(sed -n 's/.*answering=\([0-9.]*\).*/\1/p' "$work/err")")" \
    "$(sed -n 's/^<Results: TCP:\([0-9]*\).*/\1/p' "$work/out") answered; tcpdump saw $("$cli" read "$work/seen.pcap" --count); $((memory / 1024)) MiB"

echo "srloop, a round each 0.1 s"
on client "$cli" srloop "IP(dst='$target')/ICMP()" --inter 0.1 --timeout 0.1 --count 100 --csv 'time,%IP.id%,x' -w "$work/loop.pcap" >"$work/out" 2>/dev/null
"$cli" read "$work/loop.pcap" -Y 'icmp.type == 8' -T fields -e frame.time_epoch 2>/dev/null >"$work/times" || true
[ -s "$work/times" ] || "$cli" dissect "$work/loop.pcap" | sed -n 's/.*"time":"\([0-9.]*\)".*"type":8,.*/\1/p' >"$work/times"
awk 'NR > 1 { step = ($1 - before) - 0.1; print (step < 0 ? -step : step) * 1000 } { before = $1 }' "$work/times" | sort -n |
    awk '{ value[NR] = $1 } END { printf "%-44s %11.2f ms   of %d; worst %.2f ms\n", "jitter, 95th percentile", value[int(NR * 0.95)], NR, value[NR] }'
