#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    Pace in two minutes: from a CSV file to what three people see of it. No server, no configuration.
.DESCRIPTION
    Nothing of the user's is read or written: configuration and data stand in a temporary folder.
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
. (Join-Path $root 'tests' 'support' 'Native.ps1')

# Says what comes; shows each command as one would type it, runs it and shows what it gives, 80 columns wide.
function Show-Step([string] $Story, [scriptblock] $Command) {
    Write-Host ''
    Write-Host "# $Story" -ForegroundColor Green
    # Mistakes are part of the story.
    $ErrorActionPreference = 'Continue'
    foreach ($statement in $Command.Ast.EndBlock.Statements) {
        Write-Host "PS> $($statement.Extent.Text -replace '\r?\n {8}', "`n>> ")"
        $output = (& ([scriptblock]::Create($statement.Extent.Text)) *>&1 | Out-String -Width 120).TrimEnd()
        # A terminal would break a long line within a word.
        if ($output) { Write-Host ($output -replace '(?m)(?=.{81})(.{1,80}) ', "`$1`n") }
    }
}

function Show-Story {
    Write-Host 'A shop keeps its payments in a file. Fraud, marketing and everybody else may see'
    Write-Host 'other parts of them. One YAML file says which.'

    Show-Step 'The file. Zip codes begin with zeros, and Eva left no address.' { Get-Content ./payments.csv }
    Show-Step 'Make a table of it, on the platform that every Pace has: an embedded SQLite.' {
        Import-PaceTable ./payments.csv }
    Show-Step 'A policy to begin with, made from the table.' {
        Get-PaceDataPolicy payments -Blueprint |
            Export-PaceDataPolicy ./blueprint.yaml
        Get-Content ./blueprint.yaml }

    $good = Get-Content (Join-Path $PSScriptRoot 'payments.yaml') -Raw
    $good.Replace('name_parts: [ email ] }', 'name_parts: [ emial ] }') | Set-Content payments.yaml
    Show-Step 'Edited to say who sees what - with a slip of the pen.' { Test-PaceDataPolicy ./payments.yaml }

    Set-Content payments.yaml $good -NoNewline
    Show-Step 'Mended. The part that says who sees the e-mail address:' {
        Get-Content ./payments.yaml | Select-Object -Skip 30 -First 6 }
    Show-Step 'Store the policy, and make its view.' { Set-PaceDataPolicy ./payments.yaml -Apply }

    Show-Step 'Fraud sees everything.' {
        Get-PaceTableRow payments_view -Principal fraud }
    Show-Step 'Marketing: no names, no minors, half an address, round sums.' {
        Get-PaceTableRow payments_view -Principal marketing }
    Show-Step 'Everybody else: not even that half.' {
        Get-PaceTableRow payments_view }

    Show-Step 'The same policy masks what flows through a pipeline, without any table.' {
        Import-Csv ./refunds.csv |
            Protect-PaceData ./payments.yaml -Principal marketing |
            Export-Csv ./refunds.marketing.csv
        Get-Content ./refunds.marketing.csv }

    Show-Step 'What Pace counted of this: commands and how they ended, nothing else.' { Get-PaceTelemetry }
    Show-Step 'It stands in a file that is yours. Nothing of it was sent.' {
        Get-Content $env:PACE_CONFIG_PATH/telemetry.yaml }
}

Use-TestEnvironment {
    $folder = New-Item (Join-Path $env:PACE_CONFIG_PATH '..' 'demo') -ItemType Directory
    Copy-Item (Join-Path $PSScriptRoot '*.csv') $folder
    Push-Location $folder
    try {
        Import-Module (Join-Path $root 'Pace.psd1') -Force
        Show-Story
    }
    finally {
        Pop-Location
    }
}
