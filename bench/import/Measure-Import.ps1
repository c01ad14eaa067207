#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    What the first Pace cmdlet in a new process costs, beside the first cmdlet of a module that does nothing.
.DESCRIPTION
    Starts processes in turns and takes the medians of the whole life of each: start, import, one cmdlet, exit.
    Bar: at most 60 ms more than the empty module.
.PARAMETER Rounds
    Processes of each kind that count; one more of each is for warming up.
.OUTPUTS
    One row with the medians and their difference.
#>
param([int] $Rounds = 21)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..' '..'))
. (Join-Path $root 'tests' 'support' 'Native.ps1')
. (Join-Path $PSScriptRoot '..' 'Median.ps1')

function Build-EmptyModule([string] $Folder) {
    $project = Join-Path $PSScriptRoot 'Empty'
    Invoke-Native dotnet build (Join-Path $project 'Empty.csproj') --configuration Release --nologo --verbosity quiet --output $Folder
    Copy-Item (Join-Path $project 'Empty.psd1'), (Join-Path $project 'Empty.Format.ps1xml') $Folder
}

# The milliseconds from start to exit of a new PowerShell.
function Measure-Process([string] $Command) {
    $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
    '-NoProfile', '-NonInteractive', '-Command', $Command | ForEach-Object { $start.ArgumentList.Add($_) }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $process = [Diagnostics.Process]::Start($start)
    $process.WaitForExit()
    $watch.Stop()
    if ($process.ExitCode -ne 0) { throw "failed: $Command" }
    $watch.Elapsed.TotalMilliseconds
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "pace-bench-$([guid]::NewGuid().ToString('n'))"
try {
    Build-EmptyModule $folder
    $commands = [ordered] @{
        Nothing = '$null = 1'
        Empty   = "Import-Module '$folder/Empty.psd1'; `$null = Get-EmptyVersion"
        Pace    = "Import-Module '$root/Pace.psd1'; `$null = Get-PaceVersion"
    }
    $times = @{ Nothing = @(); Empty = @(); Pace = @() }
    Use-TestEnvironment {
        foreach ($round in 0..$Rounds) {
            foreach ($name in $commands.Keys) {
                $time = Measure-Process $commands[$name]
                if ($round -gt 0) { $times[$name] += $time }
            }
        }
    }

    $nothing, $empty, $pace = 'Nothing', 'Empty', 'Pace' | ForEach-Object { Get-Median $times[$_] }
    [pscustomobject] @{
        Rounds            = $Rounds
        'No module (ms)'  = [math]::Round($nothing)
        'Empty (ms)'      = [math]::Round($empty)
        'Pace (ms)'       = [math]::Round($pace)
        'Difference (ms)' = [math]::Round($pace - $empty)
    }
}
finally {
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}
