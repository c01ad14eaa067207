#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    How long a press of TAB takes, also where the platform never answers.
.DESCRIPTION
    TabExpansion2 in a process of its own, as PSReadLine calls it. The held server takes connections and lets nothing
    through; the black hole answers no packet. Each first press asks what was not asked before. All take turns, medians
    count, and the first rounds are left out, in which code is compiled.
    Bar: 100 ms with a platform that does not answer.
.PARAMETER Rounds
    Presses of each kind that count; five more of each are for warming up.
.OUTPUTS
    A row for each kind of press: median and longest, in milliseconds.
#>
param(
    [int] $Rounds = 21
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..' '..'))
. (Join-Path $PSScriptRoot '..' 'Median.ps1')
foreach ($source in 'HeldServer', 'EndpointServer') {
    if (-not ("Pace.Tests.$source" -as [type])) { Add-Type -Path (Join-Path $root 'tests' 'pester' 'support' "$source.cs") }
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "pace-bench-$([guid]::NewGuid().ToString('n'))"
$before = @{}
foreach ($name in 'PACE_CONFIG_PATH', 'PACE_DATA_PATH', 'PACE_TELEMETRY') { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
$held = [Pace.Tests.HeldServer]::new(1)
$servers = @{ held = $held.Port }
$hole = if ($IsLinux) { [Pace.Tests.EndpointServer]::BlackHole() }
if ($hole) { $servers.hole = $hole.Port }
try {
    $env:PACE_CONFIG_PATH = Join-Path $folder 'config'
    $env:PACE_DATA_PATH = Join-Path $folder 'data'
    $env:PACE_TELEMETRY = 'off'
    $null = New-Item $env:PACE_CONFIG_PATH -ItemType Directory
    $work = Join-Path $folder 'work'
    Copy-Item (Join-Path $root 'docs' 'samples') $work -Recurse
    Import-Module (Join-Path $root 'Pace.psd1')
    Push-Location $work
    $null = Import-PaceTable ./customers.csv
    1..3 | ForEach-Object { $null = Set-PaceDataPolicy ./customers.yaml -Apply }
    # Registered one and all beforehand: what a cmdlet changes is looked for again, which is not what is measured.
    $entries = foreach ($server in $servers.Keys) {
        foreach ($round in 0..($Rounds + 5)) { "    - { id: $server$round, type: POSTGRES, host-name: 127.0.0.1, port: $($servers[$server]), database: d, user-name: u }" }
    }
    Set-Content (Join-Path $env:PACE_CONFIG_PATH 'config.yaml') (@('processing-platforms:') + $entries)

    $kinds = [ordered] @{
        "PowerShell's own: files"                    = { param($round) 'Get-Content ./' }
        'platforms'                                  = { param($round) 'Get-PaceTable -Platform ' }
        'files of policies'                          = { param($round) 'Test-PaceDataPolicy ./' }
        'stored policies'                            = { param($round) 'Publish-PaceDataPolicy ' }
        'versions'                                   = { param($round) 'Publish-PaceDataPolicy customers -Version ' }
        'tables of the embedded platform'            = { param($round) 'Get-PaceTable -Platform embedded ' }
        'tables of a held server, first press'       = { param($round) "Get-PaceTable -Platform held$round " }
        'tables of a held server, further presses'   = { param($round) "Get-PaceTable -Platform held$round " }
    }
    if ($hole) { $kinds['tables of a black hole, first press'] = { param($round) "Get-PaceTable -Platform hole$round " } }
    $taken = @{}
    foreach ($round in 0..($Rounds + 4)) {
        foreach ($kind in $kinds.Keys) {
            $line = & $kinds[$kind] $round
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $null = TabExpansion2 $line $line.Length
            $milliseconds = $watch.Elapsed.TotalMilliseconds
            if ($round -ge 5) { $taken[$kind] += , $milliseconds }
        }
    }

    foreach ($kind in $kinds.Keys) {
        [pscustomobject] @{
            Press          = $kind
            'Median (ms)'  = [math]::Round((Get-Median $taken[$kind]), 1)
            'Longest (ms)' = [math]::Round(($taken[$kind] | Measure-Object -Maximum).Maximum, 1)
        }
    }
}
finally {
    Pop-Location
    $held.Dispose()
    if ($hole) { $hole.Dispose() }
    foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}
