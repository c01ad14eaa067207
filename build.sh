#!/usr/bin/env bash
# Finds a PowerShell and hands over to build.ps1: ./build.sh build|test|demo|bench|lint|screenshots|package [-Install]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
task=${1:-build}
[ $# -eq 0 ] || shift
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off

find_powershell() {
    command -v pwsh >/dev/null 2>&1 && return
    # As a .NET tool in an ignored folder; in front of PATH, because tests start PowerShell too.
    local tools=$root/artifacts/tools
    [ -x "$tools/pwsh" ] ||
        dotnet tool install powershell --version '7.*' --tool-path "$tools" >/dev/null 2>&1 || return 1
    PATH=$tools:$PATH
}

# All that needs no PowerShell, in the same closing line.
test_without_powershell() {
    local results=$root/artifacts/test-results status=0
    rm -rf "$results"
    dotnet restore "$root/Pace.slnx" --locked-mode --verbosity quiet
    dotnet build "$root/Pace.slnx" -c Release --no-restore --verbosity quiet
    dotnet test "$root/Pace.slnx" -c Release --no-build -maxcpucount:1 --logger trx --results-directory "$results" || status=$?
    count() { { grep -ohE '<UnitTestResult [^>]*' "$results"/*.trx || true; } | { grep -cE "outcome=\"($1)\"" || true; }; }
    local passed failed skipped
    passed=$(count Passed) skipped=$(count NotExecuted) failed=$(count 'Failed|Error|Timeout|Aborted')
    [ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
    echo "-- skipped: lint, Pester and the tests against real servers: they need PowerShell 7.4 or later on PATH (https://aka.ms/powershell)"
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

if find_powershell; then
    exec pwsh -NoProfile -File "$root/build.ps1" -Task "$task" "$@"
elif [ "$task" = test ]; then
    test_without_powershell
else
    echo "This takes PowerShell 7.4 or later on PATH: https://aka.ms/powershell, or dotnet tool install --global PowerShell" >&2
    exit 1
fi
