# What the test files share. Dot-source it in BeforeAll.

Set-StrictMode -Version Latest
$WarningPreference = 'SilentlyContinue' # the standalone example has one

$script:RepositoryRoot = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..', '..'))
$script:ManifestPath = Join-Path $RepositoryRoot 'Pace.psd1'

# A configuration and a data directory of its own for a test file, so that no test sees the user's or another's.
function New-PaceHome {
    $path = Join-Path ([IO.Path]::GetTempPath()) "pace-test-$([guid]::NewGuid().ToString('n'))"
    $null = [IO.Directory]::CreateDirectory((Join-Path $path 'config'))
    $null = [IO.Directory]::CreateDirectory((Join-Path $path 'data'))
    $home_ = [pscustomobject] @{
        Path = $path
        ConfigPath = Join-Path $path 'config'
        DataPath = Join-Path $path 'data'
        TelemetryFile = Join-Path $path 'config' 'telemetry.yaml'
        Before = @{}
    }
    foreach ($name in 'PACE_CONFIG_PATH', 'PACE_DATA_PATH', 'PACE_TELEMETRY', 'PACE_TELEMETRY_OPTOUT', 'DO_NOT_TRACK') {
        $home_.Before[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $null)
    }

    Use-PaceHome $home_
    $home_
}

function Use-PaceHome($PaceHome) {
    $env:PACE_CONFIG_PATH = $PaceHome.ConfigPath
    $env:PACE_DATA_PATH = $PaceHome.DataPath
}

function Remove-PaceHome($PaceHome) {
    foreach ($name in $PaceHome.Before.Keys) {
        [Environment]::SetEnvironmentVariable($name, $PaceHome.Before[$name])
    }

    Remove-Item $PaceHome.Path -Recurse -Force -ErrorAction Ignore
}

# The counts that telemetry.yaml holds, as 'Command ExitCode Count' lines. Read by a few lines of its own, so that
# the module's reader does not judge the module's writer.
function Read-TelemetryFile([string] $Path) {
    if (-not (Test-Path $Path)) { return }
    $command = $code = $null
    foreach ($line in [IO.File]::ReadAllLines($Path)) {
        switch -Regex ($line) {
            '^ {4}(\S.*):\s*$' { $command = $Matches[1]; break }
            '^ {8}(\d+):\s*$' { $code = $Matches[1]; break }
            '^ {12}cumulative_count: (\d+)\s*$' { "$command $code $($Matches[1])" }
        }
    }
}

# Runs something and gives what was counted of it, errors of any kind aside. Get-PaceTelemetry brings the file up to
# date; its own count is left out.
function Measure-PaceUsage([scriptblock] $Script) {
    $homeOfOne = New-PaceHome
    try {
        try { $null = & $Script 2>$null 3>$null } catch { $null = $_ }
        $null = Get-PaceTelemetry
        @(Read-TelemetryFile $homeOfOne.TelemetryFile) -notmatch '^Get-PaceTelemetry '
    }
    finally {
        Remove-PaceHome $homeOfOne
    }
}

# Runs a script in a runspace of its own that has the module, stops it once it got where it says, and waits for it.
function Invoke-AndStop([string] $Script, [Threading.WaitHandle] $Reached, [int] $Seconds = 20) {
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($ManifestPath)
    $shell = [powershell]::Create($state)
    try {
        $running = $shell.AddScript($Script).BeginInvoke()
        if (-not $Reached.WaitOne([timespan]::FromSeconds($Seconds))) {
            throw "The script did not get where it was to be stopped: $($shell.Streams.Error)"
        }

        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed
        try { $null = $shell.EndInvoke($running) } catch { $null = $_ }
    }
    finally {
        $shell.Dispose()
    }
}

# What a user would be offered for a line, with the cursor at its end.
function Complete([string] $Line) {
    @([Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches)
}

# Runs a script in a new PowerShell, as a user would, and gives what it wrote.
function Invoke-NewPowerShell([string] $Script) {
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($Script))
    & ([Environment]::ProcessPath) -NoProfile -NonInteractive -EncodedCommand $encoded 2>&1
}

# A server that accepts connections and never answers: a platform that hangs.
function New-SilentServer {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    [pscustomobject] @{ Listener = $listener; Port = $listener.LocalEndpoint.Port }
}
