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
foreach ($helper in 'Median', 'Postgres') { . (Join-Path $PSScriptRoot '..' "$helper.ps1") }
$logins = 'fraud', 'marketing'

$server = Start-PostgresServer @{ shared_buffers = '1GB'; max_wal_size = '4GB'; work_mem = '256MB' }
try {
    Write-Step "PostgreSQL $($server.Version), $Rows rows, $Rounds rounds"
    Invoke-Sql postgres @('-v', "rows=$Rows", '-v', "password=$($server.Password)", '-f', (Join-Path $PSScriptRoot 'setup.sql')) | Out-Host
    foreach ($case in Get-ChildItem $PSScriptRoot -Directory) {
        Invoke-Sql postgres @('-f', (Join-Path $case.FullName 'by-hand.sql')) | Out-Host
        Invoke-Sql postgres @('-c', (Get-PaceView (Join-Path $case.FullName 'policy.yaml'))) | Out-Host
        Invoke-Sql postgres @('-c', 'grant select on all tables in schema public to fraud, marketing') | Out-Host
        foreach ($login in $logins) {
            $views = "public.$($case.Name)_$login", "public.$($case.Name)_pace"
            Assert-SameRows @views $login
            $times = @(Measure-Question $login ($views | ForEach-Object { "copy (select * from $_) to stdout;" }) $Rounds)
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
