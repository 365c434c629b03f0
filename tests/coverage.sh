#!/usr/bin/env bash
# Runs the tests under the coverage collector that comes with Microsoft.NET.Test.Sdk, and prints how much of each module they reach.
# coverage.sh                 runs the tests, which takes about twice as long as without the collector
# coverage.sh --print         only prints what the last run has left
# coverage.sh --lines MODULE  prints the lines of a module that no test has reached, as file:line
# A line or branch counts if any of the runs reaches it. What a test starts as a process of its own is not seen. Worse, such a process counts into the same place and overwrites what
# its parent has counted: tests that only start processes are left out, and what only one class reaches runs apart from the others.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

results="$PWD/artifacts/coverage"

collect() {
    dotnet test "tests/$1" -c Release --filter "$2" --collect "Code Coverage;Format=cobertura" --results-directory "$results"
}

run() {
    rm -rf "$results"
    collect AsyncStd.Tests "FullyQualifiedName~BlockingTwin"
    collect AsyncStd.Tests "FullyQualifiedName!~BlockingTwin&FullyQualifiedName!~.Packaging.&FullyQualifiedName!~.Examples.&FullyQualifiedName!~.Documentation."
    collect AsyncStd.Tests "FullyQualifiedName~.Configuration."
    collect AsyncStd.Conformance "FullyQualifiedName!~ConsoleTests"
    collect AsyncStd.Conformance "FullyQualifiedName~ConsoleTests"
    collect AsyncStd.Hosting.Tests "FullyQualifiedName!~.Examples."
    collect AsyncStd.Hosting.Tests "FullyQualifiedName~.Examples."
}

# merged MODE MODULE: one pass over all reports. A line stands in them once for each method that it belongs to, an attribute never over two lines.
merged() {
    find -L "$results" -name '*.cobertura.xml' -print0 | xargs -0 cat | awk -v mode="$1" -v wanted="$2" '
        function attribute(name,    rest) {
            if (!match($0, " " name "=\"[^\"]*\"")) return ""
            rest = substr($0, RSTART, RLENGTH)
            sub(/^[^"]*"/, "", rest)
            sub(/"$/, "", rest)
            return rest
        }
        /<class / {
            file = attribute("filename")
            gsub(/\\/, "/", file)
            isOurs = sub(/^.*\/src\//, "", file) && file !~ /\/obj\//
            split(file, part, "/")
            module = part[1] != "AsyncStd" ? part[1] : part[2] == "Runtimes" && part[4] != "" ? part[2] "/" part[3] : part[2]
        }
        isOurs && /<line / {
            key = file ":" attribute("number")
            of[key] = module
            if (attribute("hits") > 0) hit[key] = 1
            if (match($0, /\([0-9]+\/[0-9]+\)/)) {
                split(substr($0, RSTART + 1, RLENGTH - 2), branch, "/")
                if (branch[1] + 0 > taken[key] + 0) taken[key] = branch[1]
                branches[key] = branch[2]
            }
        }
        END {
            for (key in of) {
                module = of[key]
                if (mode == "lines" && module == wanted && !(key in hit)) print key
                lines[module]++; lines["all"]++
                if (key in hit) { reached[module]++; reached["all"]++ }
                ways[module] += branches[key]; ways["all"] += branches[key]
                gone[module] += taken[key]; gone["all"] += taken[key]
            }
            if (mode == "table")
                for (module in lines)
                    printf "| %s | %d | %.1f | %.1f |\n", module == "all" ? "~all" : module, lines[module],
                        100 * reached[module] / lines[module], ways[module] ? 100 * gone[module] / ways[module] : 100
        }'
}

case "${1:-}" in
    "") run ;;
    --print) ;;
    --lines) merged lines "${2:?which module?}" | sort -t : -k 1,1 -k 2,2n; exit ;;
    *) echo "usage: $0 [--print | --lines MODULE]" >&2; exit 2 ;;
esac

echo "| module | lines | lines reached, % | branches reached, % |"
echo "|---|---:|---:|---:|"
merged table "" | sort | sed 's/~all/all/'
