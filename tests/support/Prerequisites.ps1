# What the tests use beside .NET and PowerShell: found, installed on demand, or named as missing.

# Gives a line for each thing that is not there after all: what is skipped, and how to get it.
function Resolve-Prerequisite([string] $Root, [switch] $Install) {
    $wanted = @(
        [pscustomobject] @{
            Package = 'postgresql'; Test = { $env:PACE_TEST_POSTGRES -or (Find-PostgresBinary) }
            Skips   = 'the tests against PostgreSQL'
        }
        [pscustomobject] @{
            Package = 'tmux'; Test = { Get-Command tmux -CommandType Application -ErrorAction Ignore }
            Skips   = 'the tests in a real terminal'
        }
        [pscustomobject] @{
            Package = 'strace'; Test = { -not $IsLinux -or (Get-Command strace -CommandType Application -ErrorAction Ignore) }
            Skips   = 'watching the system calls of what must open no socket (a listener that counts who connects is left)'
        }
        [pscustomobject] @{
            Package = 'python3-yaml'; Test = { Test-PythonYaml }
            Skips   = 'the tests that read telemetry.yaml with another YAML library'
        }
        [pscustomobject] @{
            Package = 'victoria-metrics'; Test = { Find-Program victoria-metrics }
            Skips   = 'the tests from a cmdlet to a metric server'
        }
        [pscustomobject] @{
            Package = 'prometheus'; Test = { (Find-Program prometheus) -and (Find-Program promtool) }
            Skips   = 'the tests from a cmdlet to a metric server, and of the alert rules'
        }
        [pscustomobject] @{
            Package = 'graphite-carbon'; Test = { Find-Program carbon-cache }
            Skips   = 'the tests from a cmdlet to a metric server'
        }
        [pscustomobject] @{
            Package = 'graphite-web'; Test = { Find-Program graphite-manage }
            Skips   = 'the tests from a cmdlet to a metric server'
        }
        [pscustomobject] @{
            Package = 'chromium'; Test = { (Find-Program chromium) -or (Find-Program chromium-browser) -or (Find-Program google-chrome) }
            Skips   = 'the tests of the relay''s page in a browser'
        }
    )
    $absent = @($wanted | Where-Object { -not (& $_.Test) })
    if ($Install -and $absent) { Install-DistributionPackage $absent.Package }
    $absent | Where-Object { -not (& $_.Test) } |
        ForEach-Object { "$($_.Skips): install $($_.Package) (apt-get install $($_.Package)), or run with -Install" }

    if ($Install -and -not (Find-Pester)) { Install-Pester }
    if (-not (Find-Pester)) { 'the Pester tests: Install-PSResource Pester, or run with -Install' }

    if ($Install -and -not (Test-BrowserPackage $Root)) { Install-BrowserPackage $Root }
    if (-not (Test-BrowserPackage $Root)) {
        'the tests of the relay''s page in a browser: Node.js 20 or newer and npm ci in tests/browser, or run with -Install'
    }

    # The isolation tests load other versions of a library that Pace uses; they only have to be in the package folder.
    $otherVersions = Join-Path $Root 'tests' 'pester' 'support' 'YamlDotNet.csproj'
    if (Test-Path $otherVersions) {
        dotnet restore $otherVersions --verbosity quiet | Out-Host
        if ($LASTEXITCODE -ne 0) { 'the tests beside other versions of YamlDotNet: they could not be restored' }
    }
}

# The newest Pester 5, which the tests are written for.
function Find-Pester {
    Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 } |
        Sort-Object Version -Descending | Select-Object -First 1
}

function Install-Pester {
    Write-Step 'installing Pester for this user'
    try {
        if (Get-Command Install-PSResource -ErrorAction Ignore) {
            Install-PSResource Pester -Version '[5.5,6.0)' -Scope CurrentUser -TrustRepository -Quiet
        }
        else {
            Install-Module Pester -MinimumVersion 5.5 -MaximumVersion 5.99 -Scope CurrentUser -Force -SkipPublisherCheck
        }
    }
    catch {
        Write-Step "Pester could not be installed: $($_.Exception.Message)"
    }
}

function Install-DistributionPackage([string[]] $Package) {
    $asRoot = @(if ((id -u) -ne '0') { 'sudo', '-n' })
    $has = { param($name) Get-Command $name -CommandType Application -ErrorAction Ignore }
    if ($IsWindows -or -not (& $has apt-get) -or ($asRoot -and -not (& $has sudo))) {
        Write-Step "cannot install $($Package -join ', '): it takes apt-get, and root or sudo"
        return
    }

    Write-Step "installing $($Package -join ', ')"
    $install = $asRoot + @('env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=120')
    # No list that is too old to be of use stands in the way; a mirror that is down shows in what is missing after.
    foreach ($step in @('update'), (@('install', '-y', '--no-install-recommends') + $Package)) {
        $program, $arguments = $install + $step
        & $program @arguments 2>&1 | Out-File (Join-Path ([IO.Path]::GetTempPath()) 'pace-apt.log')
        if ($LASTEXITCODE -ne 0) { Write-Step "apt-get $($step[0]) failed with exit code $LASTEXITCODE" }
    }
}

# Whether what drives the browser is there, in the version that the lock file says.
function Test-BrowserPackage([string] $Root) {
    $folder = Join-Path $Root 'tests' 'browser'
    $installed = Join-Path $folder 'node_modules' 'playwright-core' 'package.json'
    if (-not (Find-Program node) -or -not (Test-Path $installed)) { return $false }
    $wanted = (Get-Content (Join-Path $folder 'package.json') -Raw | ConvertFrom-Json).dependencies.'playwright-core'
    (Get-Content $installed -Raw | ConvertFrom-Json).version -eq $wanted
}

function Install-BrowserPackage([string] $Root) {
    if (-not (Find-Program npm)) { return }
    Write-Step 'installing the packages of tests/browser'
    $log = Join-Path ([IO.Path]::GetTempPath()) 'pace-npm.log'
    npm ci --prefix (Join-Path $Root 'tests' 'browser') --no-audit --no-fund *> $log
    if ($LASTEXITCODE -ne 0) { Write-Step "npm ci failed with exit code $LASTEXITCODE" }
}

function Find-Program([string] $Name) {
    [bool] (Get-Command $Name -CommandType Application -ErrorAction Ignore)
}

function Test-PythonYaml {
    if (-not (Get-Command python3 -CommandType Application -ErrorAction Ignore)) { return $false }
    python3 -c 'import yaml' 2>$null
    $LASTEXITCODE -eq 0
}
