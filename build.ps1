#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    The one entry to everything that is done with this repository.
.DESCRIPTION
    Build    compiles the solution and leaves a module that can be imported in place: Import-Module ./Pace.psd1.
    Test     builds, runs lint, unit tests, the tests against real servers, and Pester.
    Demo     does the main job end to end, without any server, and tells what it does.
    Bench    runs the side-by-side measurements of bench/.
    Lint     checks formatting, and that nothing committed names a path of one machine.
    Package  puts what ships under artifacts/Pace.
.PARAMETER Task
    What to do.
.PARAMETER Install
    Install from the distribution what the tests need and do not find. Also on with CI=true.
.PARAMETER Configuration
    The build configuration. The module's folder is filled by Release builds.
.PARAMETER TelemetryEndpoint
    With Package: the address that counts go to if their user agrees, preset in module/preset.yaml of the package. Without
    it a package presets nothing.
.EXAMPLE
    ./build.ps1 -Task Test -Install
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Lint', 'Package')]
    [string] $Task = 'Build',

    [switch] $Install,

    [ValidateNotNullOrEmpty()]
    [string] $TelemetryEndpoint,

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

$Root = $PSScriptRoot
$Artifacts = Join-Path $Root 'artifacts'
$Install = $Install -or $env:CI -eq 'true'

foreach ($helper in 'Native', 'Prerequisites', 'PostgresServer', 'Lint', 'TestResults') {
    . (Join-Path $Root 'tests' 'support' "$helper.ps1")
}

function Invoke-Build([string] $Project = 'Pace.slnx') {
    Invoke-Native dotnet restore (Join-Path $Root $Project) --locked-mode --verbosity quiet
    Invoke-Native dotnet build (Join-Path $Root $Project) --configuration $Configuration --no-restore --nologo `
        --verbosity quiet
    Write-Step "built $Configuration"
}

function Invoke-Test {
    $results = Join-Path $Artifacts 'test-results'
    Remove-Item $results -Recurse -Force -ErrorAction Ignore
    $null = New-Item $results -ItemType Directory -Force

    $missing = @(Resolve-Prerequisite -Root $Root -Install:$Install)
    Invoke-Build
    Invoke-Lint
    Use-TestEnvironment {
        Use-PostgresServer {
            Invoke-UnitTest -Root $Root -Configuration $Configuration -ResultFolder $results
            Invoke-PesterSuite -Root $Root -ResultFolder $results
        }
    }

    $missing | ForEach-Object { Write-Step "skipped: $_" }
}

function Invoke-Lint {
    Test-Format -Root $Root
    Test-MachinePath -Root $Root
}

function Invoke-Demo {
    # The module alone: who wants to see it first has no use for its tests.
    Invoke-Build (Join-Path 'src' 'Pace.PowerShell')
    & (Join-Path $Root 'demo' 'demo.ps1')
}

function Invoke-Bench {
    Invoke-Build
    & (Join-Path $Root 'bench' 'import' 'Measure-Import.ps1')
    & (Join-Path $Root 'bench' 'view' 'Measure-View.ps1')
    & (Join-Path $Root 'bench' 'protect' 'Measure-Protect.ps1')
    & (Join-Path $Root 'bench' 'telemetry' 'Measure-Telemetry.ps1')
    & (Join-Path $Root 'bench' 'relay' 'Measure-Relay.ps1')
}

function Invoke-Package {
    Invoke-Build
    $package = Join-Path $Artifacts 'Pace'
    Remove-Item $package -Recurse -Force -ErrorAction Ignore
    $null = New-Item $package -ItemType Directory -Force
    foreach ($name in 'Pace.psd1', 'module', 'en-US', 'LICENSE', 'THIRD-PARTY-NOTICES.md') {
        $source = Join-Path $Root $name
        if (Test-Path $source) { Copy-Item $source $package -Recurse }
    }

    $preset = Join-Path $package 'module' 'preset.yaml'
    Remove-Item $preset -ErrorAction Ignore
    if ($TelemetryEndpoint) { Write-Preset $preset }

    $manifest = Test-ModuleManifest (Join-Path $package 'Pace.psd1')
    Write-Step "packaged $($manifest.Name) $($manifest.Version) in artifacts/Pace"
}

# The rules for an address stand in one place, the library; a process of its own, so that the dll stays free to build.
function Write-Preset([string] $Path) {
    $library = Join-Path $Root 'module' 'bin' 'dep' 'Pace.Configuration.dll'
    $check = {
        param($library, $address)
        try { Add-Type -Path $library; [Pace.Configuration.TelemetryEndpoint]::Parse($address).OriginalString }
        catch { "error: $($_.Exception.InnerException.Message)" }
    }
    $address = & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $check -args $library, $TelemetryEndpoint
    if ($address -like 'error:*' -or -not $address) { throw "-TelemetryEndpoint: $($address -replace '^error: ')" }
    @"
# Where counts go if their user agrees, preset by whoever made this package. Nothing is sent before.
telemetry-endpoint: "$address"
"@ | Set-Content $Path
}

Push-Location $Root
try {
    if ($TelemetryEndpoint -and $Task -ne 'Package') { throw '-TelemetryEndpoint is for -Task Package.' }
    if ($Task -notin 'Test', 'Lint') {
        Use-QuietTool { & "Invoke-$Task" }
        exit 0
    }

    # A suite is what a step of Test and Lint gives out; one that could not be run is a failure, never silence.
    $suites = [System.Collections.Generic.List[object]]::new()
    try {
        Use-QuietTool { & "Invoke-$Task" } | ForEach-Object { $suites.Add($_) }
    }
    catch {
        Write-Host $_.Exception.Message -ForegroundColor Red
        Write-Host $_.ScriptStackTrace
        $suites.Add((New-SuiteResult -Name $Task.ToLowerInvariant() -Failed 1))
    }

    exit (Write-SuiteSummary $suites)
}
finally {
    Pop-Location
}
