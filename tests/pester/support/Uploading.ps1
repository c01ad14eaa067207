# Endpoints to upload to, and processes that upload. Dot-source it after Pace.ps1.

if (-not ('Pace.Tests.EndpointServer' -as [type])) {
    Add-Type -Path (Join-Path $PSScriptRoot 'EndpointServer.cs') -IgnoreWarnings -WarningAction Ignore
}

$script:Accepting = "HTTP/1.1 200 OK`r`nContent-Length: 2`r`n`r`nOK"

# An address of this machine where nobody listens.
function Get-RefusingAddress {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    "http://127.0.0.1:$port/telemetry"
}

# Starts a new PowerShell with an environment of its own: $null removes a variable. Its output goes where it is asked for.
function Start-NewPowerShell([string] $Script, [hashtable] $Environment = @{}, [string] $WorkingDirectory, [string[]] $Under = @()) {
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($Script))
    $line = @($Under) + @([Environment]::ProcessPath, '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded)
    $start = [Diagnostics.ProcessStartInfo]::new($line[0])
    $line | Select-Object -Skip 1 | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    if ($WorkingDirectory) { $start.WorkingDirectory = $WorkingDirectory }
    foreach ($name in @($start.Environment.Keys)) {
        if ($name -like 'PACE_*' -or $name -eq 'DO_NOT_TRACK') { $null = $start.Environment.Remove($name) }
    }
    # PowerShell's own telemetry is decided when it starts, Pace's with each cmdlet: the script may remove this again.
    $start.Environment['POWERSHELL_TELEMETRY_OPTOUT'] = '1'
    $start.Environment['POWERSHELL_UPDATECHECK'] = 'Off'
    foreach ($name in $Environment.Keys) {
        if ($null -eq $Environment[$name]) { $null = $start.Environment.Remove($name) }
        else { $start.Environment[$name] = [string] $Environment[$name] }
    }
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $process | Add-Member -NotePropertyMembers @{ Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() } -PassThru
}

# Waits for it and gives its lines; whatever it said on the error stream fails the test.
function Wait-NewPowerShell($Process, [int] $Seconds = 60) {
    if (-not $Process.WaitForExit($Seconds * 1000)) {
        $Process.Kill($true)
        throw "A process was not done within $Seconds seconds: $($Process.Output.Result)$($Process.Errors.Result)"
    }

    $Process.WaitForExit()
    if ($Process.ExitCode -ne 0 -or $Process.Errors.Result) {
        throw "A process ended with $($Process.ExitCode): $($Process.Output.Result)$($Process.Errors.Result)"
    }

    $Process.Output.Result -split '\r?\n' | Where-Object { $_ }
}

function Invoke-PaceProcess([string] $Script, [hashtable] $Environment = @{}, [string[]] $Under = @(), [int] $Seconds = 60) {
    Wait-NewPowerShell (Start-NewPowerShell $Script $Environment -Under $Under) $Seconds
}

# Agreement to upload to an address, in a configuration directory of its own.
function New-AgreedHome([string] $Folder, [string] $Address, [string] $More = '') {
    $null = [IO.Directory]::CreateDirectory($Folder)
    [IO.File]::WriteAllText((Join-Path $Folder 'config.yaml'), "telemetry: upload`ntelemetry-endpoint: $Address`n$More")
    @{ PACE_CONFIG_PATH = $Folder; PACE_DATA_PATH = Join-Path $Folder '..' 'data'; POWERSHELL_TELEMETRY_OPTOUT = '1' }
}

# What the file of the schedule says, as its lines' values by their names.
function Read-UploadState([string] $Folder) {
    $values = @{}
    foreach ($line in [IO.File]::ReadAllLines((Join-Path $Folder 'telemetry-upload.state'))) {
        $name, $rest = $line -split ' ', 2
        $values[$name] = $rest
    }

    $values
}

function ConvertTo-Utc([string] $Time) {
    [datetime]::ParseExact($Time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", [cultureinfo]::InvariantCulture, 'AssumeUniversal, AdjustToUniversal')
}

function Get-Median([double[]] $Value) {
    $sorted = @($Value | Sort-Object)
    ($sorted[[math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[math]::Floor($sorted.Count / 2)]) / 2
}

# What runs a program with another machine's name, another user's and, where a folder is given, with that as /etc/pace:
# namespaces of Linux, which change nothing for anybody else. Nothing where they cannot be had.
function Get-OtherMachine([string] $Folder, [string] $HostName, [string] $UserName, [string] $MachineFile) {
    if (-not (Test-OtherMachine)) { return @() }
    $null = [IO.Directory]::CreateDirectory($Folder)
    & cp -a /etc $Folder 2>$null
    $etc = Join-Path $Folder 'etc'
    $passwords = Get-Content "$etc/passwd" | ForEach-Object {
        $fields = $_ -split ':'
        if ($UserName -and $fields[2] -eq (id -u)) { $fields[0] = $UserName }
        $fields -join ':'
    }
    [IO.File]::WriteAllLines("$etc/passwd", [string[]] $passwords)
    if ($MachineFile) {
        $null = [IO.Directory]::CreateDirectory("$etc/pace")
        [IO.File]::WriteAllText("$etc/pace/config.yaml", $MachineFile)
    }

    'unshare', '--mount', '--uts', 'sh', '-c', "hostname $($HostName ? $HostName : 'other') && mount --bind '$etc' /etc && exec `"`$@`"", 'sh'
}

function Test-OtherMachine {
    if (-not $IsLinux) { return $false }
    unshare --mount --uts sh -c 'hostname other && mount --bind /tmp /tmp' 2>$null
    $LASTEXITCODE -eq 0
}

# Whether system calls can be watched: strace is there, and may look.
function Test-Watching {
    if (-not $IsLinux -or -not (Get-Command strace -CommandType Application -ErrorAction Ignore)) { return $false }
    strace -qq -e trace=none true 2>$null
    $LASTEXITCODE -eq 0
}
