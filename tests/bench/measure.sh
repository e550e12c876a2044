# shellcheck shell=bash
# For the benchmarks: programs are run in turn, each starts anew, and the best of its runs counts.
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
report() {
    local name
    for name in "${!best[@]}"; do printf '%-32s %12d /s\n' "$name" "${best[$name]}"; done | sort
}
