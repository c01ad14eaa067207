#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    How much longer a PowerShell takes to leave while it uploads to an endpoint that misbehaves.
.DESCRIPTION
    From the last line of a script to the end of its process, in turns with one that sends nothing. Bar: 250 ms.
.PARAMETER Rounds
    Processes for each endpoint; one more of each is for warming up.
.OUTPUTS
    One row for each endpoint, in milliseconds.
#>
param([int] $Rounds = 15)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..' '..'))
. (Join-Path $root 'tests' 'support' 'Native.ps1')
. (Join-Path $root 'tests' 'pester' 'support' 'Uploading.ps1')
. (Join-Path $PSScriptRoot '..' 'Median.ps1')

# Without an address: the same, and nobody agreed.
function Measure-Leaving([string] $Address) {
    $config = Join-Path $folder ([guid]::NewGuid().ToString('n'))
    $environment = New-AgreedHome $config ($Address ? $Address : 'http://127.0.0.1:9/telemetry')
    if (-not $Address) { $environment.PACE_TELEMETRY = 'local' }
    # Where an upload is due it has begun before the process leaves.
    $process = Start-NewPowerShell @"
        `$env:POWERSHELL_TELEMETRY_OPTOUT = `$null
        Import-Module '$root/Pace.psd1'
        `$null = Get-PaceVersion
        if ('$Address') { for (`$i = 0; `$i -lt 1000 -and -not (Test-Path '$config/telemetry-sent.json'); `$i++) { Start-Sleep -Milliseconds 10 } }
        [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds()
"@ $environment
    $leaving = [long] (Wait-NewPowerShell $process)
    ([DateTimeOffset] $process.ExitTime).ToUnixTimeMilliseconds() - $leaving
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "pace-bench-$([guid]::NewGuid().ToString('n'))"
$servers = [ordered] @{
    'answers OK'                = [Pace.Tests.EndpointServer]::Answer($Accepting)
    'accepts and never answers' = [Pace.Tests.EndpointServer]::Silent()
    'answers 500'               = [Pace.Tests.EndpointServer]::Answer("HTTP/1.1 500 Internal Server Error`r`nContent-Length: 0`r`n`r`n")
    'sends a body of 1 GB'      = [Pace.Tests.EndpointServer]::Answer("HTTP/1.1 200 OK`r`nContent-Length: 1073741824`r`n`r`n", 1GB)
}
if ($IsLinux) { $servers['is a black hole'] = [Pace.Tests.EndpointServer]::BlackHole() }
$addresses = [ordered] @{ 'none' = '' }
$servers.Keys | ForEach-Object { $addresses[$_] = $servers[$_].Address }
$addresses['refuses'] = Get-RefusingAddress
try {
    $times = @{}
    Use-TestEnvironment {
        foreach ($round in 0..$Rounds) {
            foreach ($name in $addresses.Keys) {
                $time = Measure-Leaving $addresses[$name]
                if ($round -gt 0) { $times[$name] += @($time) }
            }
        }
    }

    foreach ($name in $addresses.Keys) {
        [pscustomobject] @{
            'The endpoint' = $name
            'Leaving (ms)' = Get-Median $times[$name]
            'Longer (ms)'  = (Get-Median $times[$name]) - (Get-Median $times['none'])
        }
    }
}
finally {
    $servers.Values | ForEach-Object Dispose
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}
