#requires -Version 7.4
# One measurement of one side, in the process that runs it. Gives one object.
param(
    [ValidateSet('Pace', 'Hand')] [string] $Side,
    [ValidateSet('Time', 'Memory')] [string] $What,
    [string] $Csv,
    [string] $Manifest
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$policy = Join-Path $PSScriptRoot 'policy.yaml'
if ($Side -eq 'Pace') {
    Import-Module $Manifest
}
else {
    $hand = (Get-Content (Join-Path $PSScriptRoot 'by-hand.ps1') -Raw) -replace '(?s)^.*?filter Protect-ByHand \{(.*)\}\s*$', '$1'
    $hand = [scriptblock]::Create($hand)
}

if ($What -eq 'Memory') {
    $out = "$Csv.$Side.csv"
    if ($Side -eq 'Pace') { Import-Csv $Csv | Protect-PaceData $policy -Principal marketing | Export-Csv $out }
    else { Import-Csv $Csv | ForEach-Object $hand | Export-Csv $out }
    $process = [Diagnostics.Process]::GetCurrentProcess()
    return [pscustomobject] @{ PeakMB = [math]::Round($process.PeakWorkingSet64 / 1MB); Hash = (Get-FileHash $out).Hash }
}

$rows = Import-Csv $Csv
$watch = [Diagnostics.Stopwatch]::StartNew()
if ($Side -eq 'Pace') { $null = $rows | Protect-PaceData $policy -Principal marketing | Select-Object -First 1 }
else { $null = $rows | ForEach-Object $hand | Select-Object -First 1 }
$first = $watch.Elapsed.TotalMilliseconds

[GC]::Collect()
$watch.Restart()
if ($Side -eq 'Pace') { $rows | Protect-PaceData $policy -Principal marketing | Out-Null }
else { $rows | ForEach-Object $hand | Out-Null }
[pscustomobject] @{ First = $first; All = $watch.Elapsed.TotalMilliseconds }
