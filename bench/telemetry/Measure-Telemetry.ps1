#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    What counting costs: a record, beside the CLI's way and an empty cmdlet; and its share of a new process.
.DESCRIPTION
    Bars: a record takes at most 5 microseconds at the median and 25 in 99 of 100, the decision whether to count
    included; a new process that runs one cmdlet takes at most 10 ms longer with counting than without.
.PARAMETER Rounds
    Processes of each kind that count; two more of each are for warming up.
.OUTPUTS
    One row for each side of the first comparison, in microseconds, and one for each of the second, in milliseconds.
#>
param([int] $Rounds = 31)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..' '..'))
. (Join-Path $root 'tests' 'support' 'Native.ps1')
. (Join-Path $PSScriptRoot '..' 'Median.ps1')

function New-Row([string] $What, [string] $Unit, [double] $Median, [double] $P99) {
    [pscustomobject] @{ What = $What; Unit = $Unit; Median = [math]::Round($Median, 1); P99 = [math]::Round($P99, 1) }
}

function Start-PowerShell([string] $Command) {
    $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
    '-NoProfile', '-NonInteractive', '-Command', $Command | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $text = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw "failed: $Command" }
    $text
}

# A record by itself, and the CLI's way: the program does them in turns.
function Measure-Record {
    $program = Join-Path $folder 'Recording'
    Invoke-Native dotnet build (Join-Path $PSScriptRoot 'Recording' 'Recording.csproj') --configuration Release --nologo --verbosity quiet --output $program
    dotnet (Join-Path $program 'Recording.dll') | ForEach-Object {
        $name, $median, $p99, $null = $_ -split ';'
        New-Row $name 'µs' $median $p99
    }
    if ($LASTEXITCODE -ne 0) { throw 'The counts are not exact.' }
}

# Whole cmdlets in a PowerShell, in turns: one that does nothing, and one of Pace's with counting and without.
function Measure-Cmdlet {
    $empty = Join-Path $folder 'Empty'
    Invoke-Native dotnet build (Join-Path $PSScriptRoot '..' 'import' 'Empty' 'Empty.csproj') --configuration Release --nologo --verbosity quiet --output $empty
    Copy-Item (Join-Path $PSScriptRoot '..' 'import' 'Empty' 'Empty.psd1'), (Join-Path $PSScriptRoot '..' 'import' 'Empty' 'Empty.Format.ps1xml') $empty
    $lines = Start-PowerShell @"
        Import-Module '$empty/Empty.psd1'; Import-Module '$root/Pace.psd1'
        `$times = @{ empty = [Collections.Generic.List[double]]::new(); on = [Collections.Generic.List[double]]::new(); off = [Collections.Generic.List[double]]::new() }
        for (`$round = 0; `$round -le 40; `$round++) {
            foreach (`$side in 'empty', 'on', 'off') {
                `$env:PACE_TELEMETRY_OPTOUT = if (`$side -eq 'off') { '1' } else { `$null }
                for (`$i = 0; `$i -lt 200; `$i++) {
                    `$start = [Diagnostics.Stopwatch]::GetTimestamp()
                    if (`$side -eq 'empty') { `$null = Get-EmptyVersion } else { `$null = Get-PaceVersion }
                    `$time = [Diagnostics.Stopwatch]::GetElapsedTime(`$start).TotalMicroseconds
                    if (`$round -gt 4) { `$times[`$side].Add(`$time) }
                }
            }
        }
        foreach (`$side in 'empty', 'off', 'on') {
            `$sorted = `$times[`$side].ToArray(); [Array]::Sort(`$sorted)
            '{0};{1};{2}' -f `$side, `$sorted[`$sorted.Length / 2].ToString([cultureinfo]::InvariantCulture), `$sorted[`$sorted.Length * 99 / 100].ToString([cultureinfo]::InvariantCulture)
        }
"@
    $lines -split '\r?\n' | Where-Object { $_ } | ForEach-Object {
        $side, $median, $p99 = $_ -split ';'
        $name = switch ($side) { 'empty' { 'an empty cmdlet' } 'on' { 'Get-PaceVersion, counted' } 'off' { 'Get-PaceVersion, not counted' } }
        New-Row $name 'µs' $median $p99
    }
}

function Measure-NewProcess {
    $times = @{ on = @(); off = @() }
    foreach ($round in 0..($Rounds + 1)) {
        # Whoever comes second in each pair finds other caches: they take turns in that too.
        foreach ($side in ($round % 2 ? ('on', 'off') : ('off', 'on'))) {
            $env:PACE_TELEMETRY_OPTOUT = if ($side -eq 'off') { '1' } else { $null }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $null = Start-PowerShell "Import-Module '$root/Pace.psd1'; `$null = Get-PaceVersion"
            if ($round -gt 1) { $times[$side] += $watch.Elapsed.TotalMilliseconds }
        }
    }

    $env:PACE_TELEMETRY_OPTOUT = $null
    New-Row 'a new process, one cmdlet, counted' 'ms' (Get-Median $times.on) ($times.on | Measure-Object -Maximum).Maximum
    New-Row 'a new process, one cmdlet, not counted' 'ms' (Get-Median $times.off) ($times.off | Measure-Object -Maximum).Maximum
    $differences = for ($i = 0; $i -lt $Rounds; $i++) { $times.on[$i] - $times.off[$i] }
    New-Row 'the share of counting, by pairs' 'ms' (Get-Median $differences) ($differences | Measure-Object -Maximum).Maximum
}

# The same from within, without the noise of starting PowerShell: on the thread of the pipeline, and at the end. With the
# libraries that the module has for this system.
function Measure-FirstRecord {
    $system = '{0}-{1}' -f ($IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'), "$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
    Get-ChildItem ([IO.Path]::Combine($root, 'module', 'bin', 'dep', 'precompiled', $system)) -ErrorAction Ignore |
        Where-Object { Test-Path (Join-Path $folder 'Recording' $_.Name) } | Copy-Item -Destination (Join-Path $folder 'Recording') -Force
    $lines = @(1..$Rounds | ForEach-Object { dotnet (Join-Path $folder 'Recording' 'Recording.dll') first })
    $pairs = $lines | ForEach-Object { , [double[]] ($_ -split ';') }
    New-Row 'the first record of a process' 'ms' (Get-Median ($pairs | ForEach-Object { $_[0] })) ($pairs | ForEach-Object { $_[0] } | Measure-Object -Maximum).Maximum
    New-Row 'what is left for its end' 'ms' (Get-Median ($pairs | ForEach-Object { $_[1] })) ($pairs | ForEach-Object { $_[1] } | Measure-Object -Maximum).Maximum
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "pace-bench-$([guid]::NewGuid().ToString('n'))"
try {
    Use-TestEnvironment {
        Measure-Record
        Measure-Cmdlet
        Measure-NewProcess
        Measure-FirstRecord
    }
}
finally {
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}
