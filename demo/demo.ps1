#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    Pace in two minutes: from a table to what three people see of it, on a PostgreSQL that is gone afterwards.
.DESCRIPTION
    Nothing of the user's is read or written: configuration, data and server stand in temporary folders.
#>
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
foreach ($helper in 'Native', 'PostgresServer') { . (Join-Path $root 'tests' 'support' "$helper.ps1") }

# Says what comes, shows the command as one would type it, runs it and shows what it gives, 80 columns wide.
function Show-Step([string] $Story, [scriptblock] $Command) {
    Write-Host ''
    Write-Host "# $Story" -ForegroundColor Green
    Write-Host "PS> $($Command.ToString().Trim() -replace '\n {8}', "`n")"
    # Mistakes are part of the story.
    $ErrorActionPreference = 'Continue'
    $output = (& $Command *>&1 | Out-String -Width 80).TrimEnd()
    if ($output) { Write-Host $output }
}

function Add-Reader([string] $Login) {
    $null = Register-PaceProcessingPlatform "shop-$Login" POSTGRES -HostName 127.0.0.1 -Port $server.Port -Database postgres `
        -UserName $Login -PasswordVariable PACE_DEMO_PASSWORD
}

function Show-Story {
    Write-Host "A shop keeps its payments in PostgreSQL $($server.Version). Fraud, marketing and"
    Write-Host 'analysts each may see another part of them. One YAML file says which.'

    Show-Step 'Tell Pace where the data is; the password stays in the environment.' {
        Register-PaceProcessingPlatform shop POSTGRES -HostName 127.0.0.1 `
            -Port $env:PACE_DEMO_PORT -Database postgres `
            -UserName shop -PasswordVariable PACE_DEMO_PASSWORD }
    Show-Step 'What is there?' { Get-PaceTable -Platform shop }
    Show-Step 'A policy to begin with, made from the table.' {
        Get-PaceTable payment -Platform shop | Get-PaceDataPolicy -Blueprint |
            Export-PaceDataPolicy ./blueprint.yaml }

    Copy-Item (Join-Path $PSScriptRoot 'payments.yaml') payments.yaml
    $good = Get-Content payments.yaml -Raw
    $good.Replace('name_parts: [ email ] }', 'name_parts: [ emial ] }') | Set-Content payments.yaml
    Show-Step 'Edited to say who sees what - with a slip of the pen.' { Test-PaceDataPolicy ./payments.yaml }

    Set-Content payments.yaml $good -NoNewline
    Show-Step 'Mended. The part that says who sees the e-mail address:' {
        Get-Content ./payments.yaml | Select-Object -Skip 29 -First 6 }
    Show-Step 'Nothing happens yet: this is the SQL that would run.' {
        Set-PaceDataPolicy ./payments.yaml -Apply -WhatIf }
    Show-Step 'Now for real.' { Set-PaceDataPolicy ./payments.yaml -Apply }

    'frida', 'mark', 'ana' | ForEach-Object { Add-Reader $_ }
    Show-Step 'Frida of fraud sees everything.' {
        Get-PaceTableRow payment_view -Platform shop-frida | Format-Table }
    Show-Step 'Mark of marketing: no names, no minors, half an address, round sums.' {
        Get-PaceTableRow payment_view -Platform shop-mark | Format-Table }
    Show-Step 'Ana, an analyst: exact sums, and nobody behind them.' {
        Get-PaceTableRow payment_view -Platform shop-ana | Format-Table }

    Show-Step 'What Pace counted of this: commands and how they ended, nothing else.' { Get-PaceTelemetry }
    Show-Step 'It stands in a file that is yours. Nothing of it was sent.' {
        Get-Content $env:PACE_CONFIG_PATH/telemetry.yaml }
}

if (-not (Find-PostgresBinary)) {
    Write-Host 'The demo shows Pace on a PostgreSQL server, and none is installed here.'
    Write-Host 'Get it with: apt-get install postgresql (or your system''s package of that name),'
    Write-Host 'then run ./build.sh demo again. It starts and removes a server of its own.'
    exit 1
}

Use-TestEnvironment {
    $server = Start-PostgresServer
    $folder = New-Item (Join-Path $server.Folder 'demo') -ItemType Directory
    Push-Location $folder
    try {
        Use-Environment @{ PACE_DEMO_PASSWORD = $server.Password; PACE_DEMO_PORT = "$($server.Port)"; PGPASSWORD = $server.Password } {
            psql -X -q -h 127.0.0.1 -p $server.Port -U postgres -d postgres -v ON_ERROR_STOP=1 `
                -v "password=$($server.Password)" -f (Join-Path $PSScriptRoot 'payments.sql')
            if ($LASTEXITCODE -ne 0) { throw 'the payments could not be loaded' }
            Import-Module (Join-Path $root 'Pace.psd1') -Force
            Show-Story
        }
    }
    finally {
        Pop-Location
        Stop-PostgresServer $server
    }
}
