#!/usr/bin/env bash
# Prints how many calls of the system each operation on a file needs, with the Linux driver and the portable one. Needs strace.
# Each operation runs 1,000 and 3,000 times: the difference, divided by 2,000, is what one of them costs. Only calls that concern the files worked on are counted,
# not what the runtime does on the side (clocks, futexes, memory), nor the links that are made to be removed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program="tests/AsyncStd.Benchmarks/bin/Release/net10.0/AsyncStd.Benchmarks.dll"
[ -e "$program" ] || dotnet build tests/AsyncStd.Benchmarks -c Release

# calls IO NAME SIZE: "name of the call, number of calls", a line each
calls() {
    ASYNC_STD_IO="$1" strace -f -c -U calls,name -o "$counts" $(printf -- "-P $BENCH_DATA/calls/%s " file copy other none link listed listed/{0..9}) \
        dotnet "$program" --workload "calls_$2" --size "$3" --no-warmup >/dev/null 2>&1
    awk '$1 ~ /^[0-9]+$/ && $2 !~ /^(symlink|symlinkat|total)$/ { print $2, $1 }' "$counts"
}

BENCH_DATA="$(mktemp -d)"
export BENCH_DATA
counts="$(mktemp)"
trap 'rm -rf "$counts" "$BENCH_DATA"' EXIT
printf '%-12s %-9s %6s  %s\n' operation driver calls which
for name in read_at open describe missing read_file write_file remove rename copy list; do
    for io in epoll portable; do
        { calls "$io" "$name" 1000 | sed 's/^/few /'; calls "$io" "$name" 3000 | sed 's/^/many /'; } | awk -v name="$name" -v io="$io" '
            { count[$2] += $1 == "many" ? $3 : -$3 }
            END {
                for (call in count) {
                    each = count[call] / 2000
                    if (each < 0.05) continue
                    sum += each
                    which = which (which == "" ? "" : ", ") call " " sprintf("%.2f", each)
                }
                printf "%-12s %-9s %6.2f  %s\n", name, io == "epoll" ? "linux" : io, sum, which
            }'
    done
done
