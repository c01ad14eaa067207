#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    What reading through a policy's view costs, by transform and filter, beside a view written by hand for each role.
.DESCRIPTION
    Starts a PostgreSQL of its own. Each login copies all rows of Pace's view and of the one written for its role to
    stdout, in turns; medians count. Before that the rows of both are compared.
    Bar: 1.25 times by hand.
.PARAMETER Rows
    Rows in the table.
.PARAMETER Rounds
    How often each view is read; the first round is for warming up and does not count.
.OUTPUTS
    A row for each policy and login.
#>
param(
    [int] $Rows = 1000000,
    [int] $Rounds = 8
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..' '..'))
foreach ($helper in 'Native', 'PostgresServer') { . (Join-Path $root 'tests' 'support' "$helper.ps1") }
. (Join-Path $PSScriptRoot '..' 'Median.ps1')
$logins = 'fraud', 'marketing'

function Invoke-Sql([string] $User, [string[]] $Argument) {
    $output = Use-Environment @{ PGPASSWORD = $server.Password } {
        psql -X -q -h 127.0.0.1 -p $server.Port -U $User -d postgres -v ON_ERROR_STOP=1 @Argument 2>&1
    }
    if ($LASTEXITCODE -ne 0) { throw "psql: $($output -join "`n")" }
    $output
}

# In a process of its own, so that nothing of this one's user is read or counted.
function Get-PaceView([string] $Policy) {
    $command = "Import-Module '$root/Pace.psd1'; ConvertTo-PaceSql '$Policy' -WarningAction Ignore"
    $sql = Use-TestEnvironment { & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $command }
    if ($LASTEXITCODE -ne 0) { throw "the policy does not compile: $Policy" }
    $sql -join "`n"
}

# Both sides must show the same, or the comparison means nothing.
function Assert-SameRows([string] $Case, [string] $Login) {
    $one, $other = "public.${Case}_pace", "public.${Case}_$Login"
    $difference = "select count(*) from ((table $one except all table $other) union all (table $other except all table $one)) as d"
    $count = Invoke-Sql "bench_$Login" @('-A', '-t', '-c', $difference)
    if ("$count" -ne '0') { throw "$one and $other differ in $count rows for $Login" }
}

# The milliseconds of both, round by round, in one session.
function Measure-Copy([string] $Case, [string] $Login) {
    $questions = foreach ($view in "${Case}_$Login", "${Case}_pace") { "copy (select * from public.$view) to stdout;" }
    $file = Join-Path ([IO.Path]::GetTempPath()) "pace-bench-$([guid]::NewGuid().ToString('n')).sql"
    try {
        Set-Content $file (@('set max_parallel_workers_per_gather = 0;', '\o /dev/null', '\timing on') + @(1..$Rounds | ForEach-Object { $questions }))
        Invoke-Sql "bench_$Login" @('-f', $file) | Select-String '^Time: ([\d.]+) ms' |
            ForEach-Object { [double] $_.Matches[0].Groups[1].Value }
    }
    finally {
        Remove-Item $file
    }
}

$server = Start-PostgresServer @{ shared_buffers = '1GB'; max_wal_size = '4GB'; work_mem = '256MB' }
try {
    Write-Step "PostgreSQL $($server.Version), $Rows rows, $Rounds rounds"
    Invoke-Sql postgres @('-v', "rows=$Rows", '-v', "password=$($server.Password)", '-f', (Join-Path $PSScriptRoot 'setup.sql')) | Out-Host
    foreach ($case in Get-ChildItem $PSScriptRoot -Directory) {
        Invoke-Sql postgres @('-f', (Join-Path $case.FullName 'by-hand.sql')) | Out-Host
        Invoke-Sql postgres @('-c', (Get-PaceView (Join-Path $case.FullName 'policy.yaml'))) | Out-Host
        Invoke-Sql postgres @('-c', 'grant select on all tables in schema public to fraud, marketing') | Out-Host
        foreach ($login in $logins) {
            Assert-SameRows $case.Name $login
            $times = @(Measure-Copy $case.Name $login)
            $hand, $pace = 0, 1 | ForEach-Object { $at = $_; Get-Median (1..($Rounds - 1) | ForEach-Object { $times[2 * $_ + $at] }) }
            [pscustomobject] @{
                Policy      = $case.Name
                Login       = $login
                'Hand (ms)' = [math]::Round($hand)
                'Pace (ms)' = [math]::Round($pace)
                'Pace/Hand' = [math]::Round($pace / $hand, 2)
            }
        }
    }
}
finally {
    Stop-PostgresServer $server
}
