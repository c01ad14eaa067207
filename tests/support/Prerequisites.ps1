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
    )
    $absent = @($wanted | Where-Object { -not (& $_.Test) })
    if ($Install -and $absent) { Install-DistributionPackage $absent.Package }
    $absent | Where-Object { -not (& $_.Test) } |
        ForEach-Object { "$($_.Skips): install $($_.Package) (apt-get install $($_.Package)), or run with -Install" }

    if ($Install -and -not (Find-Pester)) { Install-Pester }
    if (-not (Find-Pester)) { 'the Pester tests: Install-PSResource Pester, or run with -Install' }

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

function Test-PythonYaml {
    if (-not (Get-Command python3 -CommandType Application -ErrorAction Ignore)) { return $false }
    python3 -c 'import yaml' 2>$null
    $LASTEXITCODE -eq 0
}
