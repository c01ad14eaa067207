#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    What reading through the view of a policy costs, beside the same query written by hand and the existing engine's view.
.DESCRIPTION
    Starts a PostgreSQL of its own. Every login asks every view every question in turns; medians count.
    Bars: the rows through Pace's view within 1.25 times the query by hand; aggregates within half of the existing form.
.PARAMETER Rows
    Rows in the table.
.PARAMETER Rounds
    How often each question is asked; the first round is for warming up and does not count.
.OUTPUTS
    A row for each login and question.
#>
param(
    [int] $Rows = 2000000,
    [int] $Rounds = 8
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..' '..'))
foreach ($helper in 'Native', 'PostgresServer') { . (Join-Path $root 'tests' 'support' "$helper.ps1") }
. (Join-Path $PSScriptRoot '..' 'Median.ps1')

$questions = [ordered] @{
    'rows'     = 'copy (select * from {0}) to stdout'
    'count(*)' = 'select count(*) from {0}'
    'sum'      = 'select sum(transactionamount) from {0}'
    'group by' = 'select brand, count(*) from {0} group by brand'
}
$logins = 'fraud', 'other'
$views = 'hand', 'pace', 'existing'

function Invoke-Sql([string] $User, [string[]] $Argument) {
    $output = Use-Environment @{ PGPASSWORD = $server.Password } {
        psql -X -q -h 127.0.0.1 -p $server.Port -U $User -d postgres -v ON_ERROR_STOP=1 @Argument 2>&1
    }
    if ($LASTEXITCODE -ne 0) { throw "psql: $($output -join "`n")" }
    $output
}

# What the policy becomes. In a process of its own, so that nothing of this one's user is read or counted.
function Get-PaceView {
    $command = "Import-Module '$root/Pace.psd1'; ConvertTo-PaceSql '$PSScriptRoot/policy.yaml' -WarningAction Ignore"
    $sql = Use-TestEnvironment { & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $command }
    if ($LASTEXITCODE -ne 0) { throw 'the policy does not compile' }
    $sql -join "`n"
}

# All questions of a login in one session: gives the milliseconds in the order of the questions asked.
function Measure-Login([string] $Login) {
    $script = @(
        'set max_parallel_workers_per_gather = 0;', '\o /dev/null', '\timing on'
        foreach ($round in 1..$Rounds) {
            foreach ($question in $questions.Values) {
                foreach ($view in $views) { "$question;" -f $(if ($view -eq 'hand') { "hand_$Login" } else { "demo_$view" }) }
            }
        }
    )
    $file = Join-Path ([IO.Path]::GetTempPath()) "pace-bench-$([guid]::NewGuid().ToString('n')).sql"
    try {
        Set-Content $file $script
        Invoke-Sql "bench_$Login" @('-f', $file) | Select-String '^Time: ([\d.]+) ms' |
            ForEach-Object { [double] $_.Matches[0].Groups[1].Value }
    }
    finally {
        Remove-Item $file
    }
}

# Both sides must answer the same, or the comparison means nothing.
function Assert-SameRows([string] $Login) {
    foreach ($view in 'demo_pace', 'demo_existing') {
        $difference = "select count(*) from ((table $view except all table hand_$Login) union all (table hand_$Login except all table $view)) as d"
        $count = Invoke-Sql "bench_$Login" @('-A', '-t', '-c', $difference)
        if ("$count" -ne '0') { throw "$view and hand_$Login differ in $count rows for $Login" }
    }
}

$server = Start-PostgresServer @{ shared_buffers = '1GB'; max_wal_size = '4GB' }
try {
    Write-Step "PostgreSQL $($server.Version), $Rows rows, $Rounds rounds"
    Invoke-Sql postgres @('-v', "rows=$Rows", '-v', "password=$($server.Password)", '-f', (Join-Path $PSScriptRoot 'setup.sql')) | Out-Host
    foreach ($name in 'by-hand', 'existing') { Invoke-Sql postgres @('-f', (Join-Path $PSScriptRoot "$name.sql")) | Out-Host }
    Invoke-Sql postgres @('-c', (Get-PaceView)) | Out-Host
    Invoke-Sql postgres @('-c', 'grant select on demo_pace, demo_existing to public') | Out-Host

    foreach ($login in $logins) {
        Assert-SameRows $login
        $times = @(Measure-Login $login)
        $width = $questions.Count * $views.Count
        for ($question = 0; $question -lt $questions.Count; $question++) {
            $median = @{}
            for ($view = 0; $view -lt $views.Count; $view++) {
                $median[$views[$view]] = Get-Median (1..($Rounds - 1) | ForEach-Object { $times[$_ * $width + $question * $views.Count + $view] })
            }

            [pscustomobject] @{
                Login          = $login
                Question       = @($questions.Keys)[$question]
                'Hand (ms)'    = [math]::Round($median.hand)
                'Pace (ms)'    = [math]::Round($median.pace)
                'Existing (ms)' = [math]::Round($median.existing)
                'Pace/Hand'    = [math]::Round($median.pace / $median.hand, 2)
                'Pace/Existing' = [math]::Round($median.pace / $median.existing, 2)
            }
        }
    }
}
finally {
    Stop-PostgresServer $server
}
