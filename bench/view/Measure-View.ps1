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
foreach ($helper in 'Median', 'Postgres') { . (Join-Path $PSScriptRoot '..' "$helper.ps1") }

$questions = [ordered] @{
    'rows'     = 'copy (select * from {0}) to stdout'
    'count(*)' = 'select count(*) from {0}'
    'sum'      = 'select sum(transactionamount) from {0}'
    'group by' = 'select brand, count(*) from {0} group by brand'
}
$logins = 'fraud', 'other'
$views = 'hand', 'pace', 'existing'

$server = Start-PostgresServer @{ shared_buffers = '1GB'; max_wal_size = '4GB' }
try {
    Write-Step "PostgreSQL $($server.Version), $Rows rows, $Rounds rounds"
    Invoke-Sql postgres @('-v', "rows=$Rows", '-v', "password=$($server.Password)", '-f', (Join-Path $PSScriptRoot 'setup.sql')) | Out-Host
    foreach ($name in 'by-hand', 'existing') { Invoke-Sql postgres @('-f', (Join-Path $PSScriptRoot "$name.sql")) | Out-Host }
    Invoke-Sql postgres @('-c', (Get-PaceView (Join-Path $PSScriptRoot 'policy.yaml'))) | Out-Host
    Invoke-Sql postgres @('-c', 'grant select on demo_pace, demo_existing to public') | Out-Host

    foreach ($login in $logins) {
        'demo_pace', 'demo_existing' | ForEach-Object { Assert-SameRows $_ "hand_$login" $login }
        $asked = foreach ($question in $questions.Values) {
            foreach ($view in $views) { "$question;" -f $(if ($view -eq 'hand') { "hand_$login" } else { "demo_$view" }) }
        }
        $times = @(Measure-Question $login $asked $Rounds)
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
