#!/usr/bin/env bash
# How long a traceroute takes over eight routers, and to a target that keeps silent: ours beside traceroute, mtr and Scapy, in one lab of
# network namespaces that is made and removed here. Needs root. tests/bench/traceroute.sh PATH/TO/framewright-cli
set -euo pipefail
cli=$(realpath "${1:?path of framewright-cli}")
tag=fwt$$
routers=8
trap 'for i in $(seq 0 $((routers + 1))); do ip netns del "$tag-$i" 2>/dev/null || true; done' EXIT

on() { local machine=$1; shift; ip netns exec "$tag-$machine" "$@"; }
# Machine i and i + 1 share the network 10.88.i.0/24; 0 is the client, the last one the server.
for i in $(seq 0 $((routers + 1))); do
    ip netns add "$tag-$i"
    on "$i" ip link set lo up
    on "$i" sysctl -qw net.ipv4.ip_forward=1 net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_msgs_per_sec=100000 net.ipv4.icmp_msgs_burst=100000
done
for i in $(seq 0 "$routers"); do
    ip -n "$tag-$i" link add right type veth peer name left netns "$tag-$((i + 1))"
    ip -n "$tag-$i" addr add "10.88.$i.1/24" dev right
    ip -n "$tag-$((i + 1))" addr add "10.88.$i.2/24" dev left
    ip -n "$tag-$i" link set right up
    ip -n "$tag-$((i + 1))" link set left up
done
for i in $(seq 0 "$routers"); do
    ip -n "$tag-$i" route add default via "10.88.$i.2"
    for j in $(seq 0 $((i - 1))); do # And back, towards the client.
        [ "$i" -gt 0 ] && [ "$j" -lt $((i - 1)) ] && ip -n "$tag-$i" route add "10.88.$j.0/24" via "10.88.$((i - 1)).1"
    done || true
done
last=$((routers + 1))
ip -n "$tag-$last" route add default via "10.88.$routers.1"
server=10.88.$routers.2
on "$routers" ip neigh add "10.88.$routers.77" lladdr 02:00:00:00:00:77 dev right # Nobody has it: nothing comes back.
on 0 "$cli" sr1 "IP(dst='$server')/ICMP()" >/dev/null

timed() { # NAME COMMAND…: the best of three, in milliseconds
    local name=$1 best=999999999; shift
    command -v "${1##*:}" >/dev/null || { echo "$name: not installed"; return; }
    for _ in 1 2 3; do
        local begin end
        begin=$(date +%s%N)
        on 0 "$@" >/dev/null 2>&1 || true
        end=$(date +%s%N)
        local taken=$(((end - begin) / 1000))
        [ "$taken" -lt "$best" ] && best=$taken
    done
    echo "$name: $((best / 1000)).$(printf %03d $((best % 1000))) ms"
}
echo "over $routers routers, 3 probes for each of 30 distances"
timed "framewright-cli" "$cli" traceroute "$server" --udp --probes 3
timed "framewright-cli --tcp" "$cli" traceroute "$server" --probes 3
timed "framewright-cli, until the target" "$cli" traceroute "$server" --probes 3 --maxttl 9
timed "traceroute -n" traceroute -n "$server"
timed "mtr -nrc 3" mtr -nrc 3 "$server"
timed "Scapy" /usr/bin/python3 -c "from scapy.all import *; traceroute('$server', maxttl=9, timeout=2, verbose=0)"
echo "to a silent target, 30 distances, waiting 1 s"
timed "framewright-cli" "$cli" traceroute 10.88.$routers.77 --timeout 1
timed "traceroute -n -w 1" traceroute -n -w 1 10.88.$routers.77
timed "mtr -nrc 1 -Z 1" mtr -nrc 1 -Z 1 10.88.$routers.77
echo "the same hops"
for trace in "$cli traceroute $server --udp --maxttl 9" "traceroute -n -q 1 $server"; do
    on 0 $trace | awk 'NR > 1 {print $1, $2}' | md5sum
done
