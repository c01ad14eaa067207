#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    What Protect-PaceData costs, beside the same masking written by hand with ForEach-Object.
.DESCRIPTION
    Payments from a CSV file are masked for marketing: a filter on age, a hash, a regular expression, a rounding. Each
    measurement is a process of its own, the two sides take turns, medians count. Before that the files that both
    write are compared.
    Bars: at least 3 times as fast by hand, the first object within a second, at most 500 MB for 200,000 objects.
.PARAMETER Objects
    How many payments.
.PARAMETER Rounds
    Processes of each kind that count; one more of each is for warming up.
.OUTPUTS
    A row for each side, and one with the quotients.
#>
param(
    [int] $Objects = 200000,
    [int] $Rounds = 5
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '..' '..'))
. (Join-Path $root 'tests' 'support' 'Native.ps1')
. (Join-Path $PSScriptRoot '..' 'Median.ps1')

# The same payments each time; one field in fifty is empty.
function New-Payment([string] $Path, [int] $Count) {
    $random = [Random]::new(1)
    $writer = [IO.StreamWriter]::new($Path)
    try {
        $writer.WriteLine('transactionid,userid,email,age,brand,transactionamount')
        foreach ($number in 1..$Count) {
            $fields = $random.Next(), $random.Next(100000), "user$number@mail$($random.Next(50)).example", $random.Next(10, 80),
            "Brand $($random.Next(7))", $random.Next(1, 2000)
            if ($random.Next(50) -eq 0) { $fields[$random.Next(1, 6)] = '' }
            $writer.WriteLine($fields -join ',')
        }
    }
    finally {
        $writer.Dispose()
    }
}

function Measure-Side([string] $Side, [string] $What) {
    $command = "& '$PSScriptRoot/Measure-Side.ps1' -Side $Side -What $What -Csv '$csv' -Manifest '$root/Pace.psd1' | ConvertTo-Json"
    $answer = & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $command
    if ($LASTEXITCODE -ne 0) { throw "failed: $command" }
    $answer | ConvertFrom-Json
}

$folder = Join-Path ([IO.Path]::GetTempPath()) "pace-bench-$([guid]::NewGuid().ToString('n'))"
$null = New-Item $folder -ItemType Directory
try {
    $csv = Join-Path $folder 'payments.csv'
    New-Payment $csv $Objects
    $sides = 'Hand', 'Pace'
    $taken = @{}
    Use-TestEnvironment {
        foreach ($round in 0..$Rounds) {
            foreach ($what in 'Time', 'Stream') {
                foreach ($side in $sides) {
                    $one = Measure-Side $side $what
                    if ($round -eq 0) { continue }
                    foreach ($value in $one.PSObject.Properties) { $taken["$side $($value.Name)"] += , $value.Value }
                }
            }
        }
    }

    if ((Get-FileHash "$csv.Hand").Hash -ne (Get-FileHash "$csv.Pace").Hash) { throw 'the two sides do not give the same payments' }

    $medians = foreach ($side in $sides) {
        [pscustomobject] @{
            Side            = $side
            'First (ms)'    = [math]::Round((Get-Median $taken["$side FirstMs"]))
            'All (ms)'      = [math]::Round((Get-Median $taken["$side AllMs"]))
            'From file (s)' = [math]::Round((Get-Median $taken["$side Seconds"]), 1)
            'Peak (MB)'     = [math]::Round((Get-Median $taken["$side PeakMB"]))
        }
    }

    $medians
    [pscustomobject] @{
        Side            = 'Hand / Pace'
        'First (ms)'    = [math]::Round($medians[0].'First (ms)' / $medians[1].'First (ms)', 1)
        'All (ms)'      = [math]::Round($medians[0].'All (ms)' / $medians[1].'All (ms)', 1)
        'From file (s)' = [math]::Round($medians[0].'From file (s)' / $medians[1].'From file (s)', 1)
        'Peak (MB)'     = [math]::Round($medians[0].'Peak (MB)' / $medians[1].'Peak (MB)', 1)
    }
}
finally {
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}
