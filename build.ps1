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
    Screenshots  takes the pictures of docs/images anew: a terminal, and the relay's page.
    Package  puts what ships under artifacts: the module's folder, and the .nupkg that a PowerShell repository takes.
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
    [ValidateSet('Build', 'Test', 'Demo', 'Bench', 'Lint', 'Screenshots', 'Package')]
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

. (Join-Path $Root 'build' 'Package.ps1')
. (Join-Path $Root 'build' 'Screenshots.ps1')

function Invoke-Build([string] $Project = 'Pace.slnx', [string[]] $Property = @()) {
    Invoke-Native dotnet restore (Join-Path $Root $Project) --locked-mode --verbosity quiet
    Invoke-Native dotnet build (Join-Path $Root $Project) --configuration $Configuration --no-restore --nologo `
        --verbosity quiet @Property
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
    & (Join-Path $Root 'bench' 'transforms' 'Measure-Transform.ps1')
    & (Join-Path $Root 'bench' 'protect' 'Measure-Protect.ps1')
    & (Join-Path $Root 'bench' 'telemetry' 'Measure-Telemetry.ps1')
    & (Join-Path $Root 'bench' 'completion' 'Measure-Completion.ps1')
    & (Join-Path $Root 'bench' 'relay' 'Measure-Relay.ps1')
}

function Invoke-Screenshots {
    Invoke-Build
    New-Screenshot -Root $Root -Artifacts $Artifacts
}

function Invoke-Package {
    Invoke-Build (Join-Path 'src' 'Pace.PowerShell') '-property:PrecompileFor=all'
    $package = New-ModulePackage -Root $Root -Destination $Artifacts -TelemetryEndpoint $TelemetryEndpoint
    $package.Parts | Format-Table | Out-String | Write-Host
    Write-Step "packaged Pace $($package.Version) in artifacts/Pace, and in artifacts/$(Split-Path $package.File -Leaf)"
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
