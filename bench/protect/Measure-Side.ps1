#requires -Version 7.4
# One measurement of one side, in the process that runs it. Gives one object.
param(
    [ValidateSet('Pace', 'Hand')] [string] $Side,
    [ValidateSet('Time', 'Stream')] [string] $What,
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
    . (Join-Path $PSScriptRoot 'by-hand.ps1')
    $hand = [scriptblock]::Create((Get-Command Protect-ByHand).ScriptBlock.Ast.Body.ProcessBlock.Statements.Extent.Text)
}

# From file to file: what is held in memory is what the masking holds.
if ($What -eq 'Stream') {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    if ($Side -eq 'Pace') { Import-Csv $Csv | Protect-PaceData $policy -Principal marketing | Export-Csv "$Csv.$Side" }
    else { Import-Csv $Csv | ForEach-Object $hand | Export-Csv "$Csv.$Side" }
    return [pscustomobject] @{
        Seconds = $watch.Elapsed.TotalSeconds
        PeakMB  = [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB
    }
}

$rows = Import-Csv $Csv
$watch = [Diagnostics.Stopwatch]::StartNew()
if ($Side -eq 'Pace') { $null = $rows | Protect-PaceData $policy -Principal marketing | Select-Object -First 1 }
else { $null = $rows | ForEach-Object $hand | Select-Object -First 1 }
$first = $watch.Elapsed.TotalMilliseconds

[GC]::Collect()
$watch.Restart()
# Assigned to $null the results would all be kept until the last one is there.
if ($Side -eq 'Pace') { $rows | Protect-PaceData $policy -Principal marketing > $null }
else { $rows | ForEach-Object $hand > $null }
[pscustomobject] @{ FirstMs = $first; AllMs = $watch.Elapsed.TotalMilliseconds }
