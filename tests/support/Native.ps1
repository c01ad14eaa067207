# Running other programs, and the environment they are run in.

function Write-Step([string] $Message) {
    Write-Host "-- $Message"
}

# Runs a program, its output shown and not returned; a failure is an exception.
function Invoke-Native {
    $program, $arguments = $args
    & $program @arguments | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "$program $($arguments[0]) failed with exit code $LASTEXITCODE."
    }
}

# Sets environment variables (null removes) while a block runs.
function Use-Environment([hashtable] $Variable, [scriptblock] $Body) {
    $before = @{}
    foreach ($name in $Variable.Keys) {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $Variable[$name])
    }

    try {
        & $Body
    }
    finally {
        foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    }
}

# No tool that is started here sends anything about its use, or looks for updates.
function Use-QuietTool([scriptblock] $Body) {
    Use-Environment -Variable @{
        DOTNET_CLI_TELEMETRY_OPTOUT = '1'
        DOTNET_NOLOGO               = '1'
        POWERSHELL_TELEMETRY_OPTOUT = '1'
        POWERSHELL_UPDATECHECK      = 'Off'
    } -Body $Body
}

# Tests start from no configuration at all, and never see or touch their user's.
function Use-TestEnvironment([scriptblock] $Body) {
    # Short: paths of sockets, which are made in it too, may have 107 bytes.
    $folder = Join-Path ([IO.Path]::GetTempPath()) "pace-$([guid]::NewGuid().ToString('n').Substring(0, 8))"
    $null = New-Item $folder -ItemType Directory
    $variables = @{ PACE_CONFIG_PATH = Join-Path $folder 'config'; PACE_DATA_PATH = Join-Path $folder 'data' }
    # What processes write when they leave, after a test removed its folders, goes away with this one.
    ($IsWindows ? @('TEMP', 'TMP') : @('TMPDIR')) | ForEach-Object { $variables[$_] = $folder }
    $switches = @([Environment]::GetEnvironmentVariables().Keys | Where-Object {
            ($_ -like 'PACE_*' -and $_ -notlike 'PACE_TEST_*') -or $_ -eq 'DO_NOT_TRACK' })
    $switches | Where-Object { -not $variables.ContainsKey($_) } | ForEach-Object { $variables[$_] = $null }
    try {
        Use-Environment -Variable $variables -Body $Body
    }
    finally {
        Remove-Item $folder -Recurse -Force -ErrorAction Ignore
    }
}
