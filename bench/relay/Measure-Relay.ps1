#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    What the relay's counting costs, beside an endpoint that only reads the same documents.
.DESCRIPTION
    Documents of 30 commands from 100,000 installations, each of which raises every count. Bars: at least 40 percent of
    the requests that the bare endpoint answers; at half of that load 99 of 100 answers within 50 ms; at most 200 MB.
    Then how rate, memory and file grow from 1,000 to 200,000 installations, and how long a killed relay takes to be back.
    Needs wrk (apt-get install wrk) and a relay that is built.
.PARAMETER Rounds
    Turns of each side; one more is for warming up.
.PARAMETER Seconds
    How long a turn takes.
.OUTPUTS
    One row for each measurement.
#>
param([int] $Rounds = 7, [int] $Seconds = 5)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..' '..'))
. (Join-Path $root 'tests' 'support' 'Native.ps1')
. (Join-Path $PSScriptRoot '..' 'Median.ps1')
$script:document = 0

function Start-Side([string] $Dll, [string[]] $Argument) {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    @($Dll) + $Argument | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    do { $line = $process.StandardOutput.ReadLine() } until ($null -eq $line -or $line -match 'Now listening on: (\S+)')
    if ($null -eq $line) { throw "$Dll did not start." }
    [pscustomobject] @{ Process = $process; Uri = $Matches[1]; Store = $null }
}

function Start-Relay([string] $Store) {
    $relay = Start-Side (Join-Path $root 'src' 'Pace.Relay' 'bin' 'Release' 'net10.0' 'Pace.Relay.dll') '--Urls=http://127.0.0.1:0', "--Store:Path=$Store"
    $relay.Store = $Store
    $relay
}

function Stop-Side($Side) {
    if (-not $Side.Process.HasExited) { $Side.Process.Kill() }
    $null = $Side.Process.WaitForExit(10000)
}

# One turn: requests a second, the 99th percentile in milliseconds.
function Send-Document($Side, [int] $Installation, [int] $Connection, [int] $For = $Seconds, [int] $Pause = 0) {
    # Higher than all before, so that every count is raised by every document.
    $script:document += 1000
    $variables = @{
        INSTALLATIONS = "$Installation"; ROUND = "$script:document"; PAUSE = "$Pause"
        COMMANDS      = Join-Path $root 'src' 'Pace.Telemetry' 'Contract' 'commands.txt'
    }
    $output = Use-Environment -Variable $variables -Body {
        wrk --threads 1 --connections $Connection --duration "${For}s" --script (Join-Path $PSScriptRoot 'documents.lua') "$($Side.Uri)/telemetry"
    }
    if ($LASTEXITCODE -ne 0) { throw "wrk failed: $output" }
    [double] $rate, [double] $p99, [int] $bad = @($output)[-1] -split ';'
    if ($bad -gt 0) { throw "$bad requests got no 200 from $($Side.Uri)." }
    [pscustomobject] @{ Rate = $rate; P99 = $p99 }
}

# Until the relay knows so many.
function Initialize-Installation($Relay, [int] $Count) {
    for ($time = 4; ; $time *= 2) {
        $null = Send-Document $Relay $Count 200 $time
        $known = [int] ((Invoke-WebRequest "$($Relay.Uri)/metrics" -NoProxy).Content -split "`n" -match '^pace_relay_store_rows ' -split ' ')[1]
        if ($known -ge $Count) { return }
    }
}

function New-Row([string] $What, $Bare, $Relay, $Quotient = $null) {
    [pscustomobject] @{ What = $What; Bare = $Bare; Relay = $Relay; Quotient = $Quotient }
}

function Get-Megabyte($Side) {
    $Side.Process.Refresh()
    [math]::Round($Side.Process.WorkingSet64 / 1MB)
}

function Get-FileMegabyte($Side) {
    [math]::Round((Get-ChildItem "$($Side.Store)*" | Measure-Object Length -Sum).Sum / 1MB)
}

# Turns of all sides; the quotient is the median of those of turns that followed each other.
function Measure-Rate([string] $What, $Relay, [int] $Installation, [int] $Connection, [int] $Rounds) {
    $turns = foreach ($round in 0..$Rounds) {
        $bareTurn = Send-Document $bare $Installation $Connection
        $relayTurn = Send-Document $Relay $Installation $Connection
        if ($round) { [pscustomobject] @{ Bare = $bareTurn.Rate; Relay = $relayTurn.Rate; Quotient = $relayTurn.Rate / $bareTurn.Rate } }
    }
    New-Row $What ([math]::Round((Get-Median $turns.Bare))) ([math]::Round((Get-Median $turns.Relay))) ([math]::Round((Get-Median $turns.Quotient), 2))
}

function Measure-HalfLoad($Relay, [double] $Rate, [int] $Connection) {
    $pause = [int] [math]::Max(1, $Connection / ($Rate / 2) * 1000)
    $turns = @(foreach ($round in 1..3) {
            [pscustomobject] @{ Bare = (Send-Document $bare 100000 $Connection 10 $pause); Relay = (Send-Document $Relay 100000 $Connection 10 $pause) }
        })
    New-Row "requests/s with pauses of $pause ms" ([math]::Round((Get-Median $turns.Bare.Rate))) ([math]::Round((Get-Median $turns.Relay.Rate)))
    New-Row '  99 of 100 answered within, ms' (Get-Median $turns.Bare.P99) (Get-Median $turns.Relay.P99)
}

function Measure-Growth {
    $relay = Start-Relay (Join-Path $folder 'growing.db')
    $sides.Add($relay)
    foreach ($count in 1000, 10000, 100000, 200000) {
        Initialize-Installation $relay $count
        Measure-Rate "requests/s with $count installations" $relay $count 400 3
        New-Row '  resident MB' (Get-Megabyte $bare) (Get-Megabyte $relay)
        New-Row '  files MB' $null (Get-FileMegabyte $relay)
    }

    # The moment after a kill that took its journal with rows that are not in the table yet.
    Stop-Side $relay
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $relay = Start-Relay $relay.Store
    $sides.Add($relay)
    New-Row 'seconds from kill to listening with 200000 installations' $null ([math]::Round($watch.Elapsed.TotalSeconds, 1))
    Stop-Side $relay
}

if (-not (Get-Command wrk -CommandType Application -ErrorAction Ignore)) { throw 'It takes wrk: apt-get install wrk' }
$folder = Join-Path ([IO.Path]::GetTempPath()) "pace-bench-$([guid]::NewGuid().ToString('n'))"
$sides = [System.Collections.Generic.List[object]]::new()
try {
    Invoke-Native dotnet build (Join-Path $PSScriptRoot 'Bare' 'Bare.csproj') --configuration Release --nologo --verbosity quiet --output (Join-Path $folder 'Bare')
    $bare = Start-Side (Join-Path $folder 'Bare' 'Bare.dll') 'http://127.0.0.1:0'
    $sides.Add($bare)
    $relay = Start-Relay (Join-Path $folder 'relay.db')
    $sides.Add($relay)
    Initialize-Installation $relay 100000
    $many = Measure-Rate 'requests/s, 400 connections' $relay 100000 400 $Rounds
    $many
    Measure-Rate 'requests/s, 100 connections' $relay 100000 100 $Rounds
    Measure-HalfLoad $relay $many.Relay 400
    New-Row 'resident MB' (Get-Megabyte $bare) (Get-Megabyte $relay)
    Stop-Side $relay
    Measure-Growth
}
finally {
    $sides | ForEach-Object { Stop-Side $_ }
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}
