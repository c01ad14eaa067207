# Every switch of docs/telemetry.md, one at a time, where all else says upload: no socket is opened, and with those that
# turn counting off no file is written.

BeforeDiscovery {
    # Watching the system calls is the proof; without strace a listener that counts who connects is what is left.
    . "$PSScriptRoot/support/Uploading.ps1"
    $canWatch = Test-Watching

    . "$PSScriptRoot/support/Switches.ps1"
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Uploading.ps1"
    $canWatch = Test-Watching
    $paceHome = New-PaceHome
    $server, $untouched = 1..2 | ForEach-Object { [Pace.Tests.EndpointServer]::Answer($Accepting) }
    $hasOtherMachine = Test-OtherMachine

    # Cmdlets of all kinds, what fails among them, and a wait that leaves the background its turn.
    $cmdlets = @"
        Import-Module '$ManifestPath'
        `$null = Get-PaceVersion
        try { [pscustomobject] @{ a = 1 } | Protect-PaceData -DataPolicy ./nowhere.yaml -Principal x } catch { `$null = `$_ }
        try { Get-PaceTable -ProcessingPlatform nowhere -ErrorAction Stop } catch { `$null = `$_ }
        `$null = Get-PaceTelemetry
        `$null = Get-PaceTelemetryStatus
        `$null = Show-PaceTelemetry -WarningAction Ignore
        `$null = Send-PaceTelemetry -Preview -WarningAction Ignore
        Clear-PaceTelemetry -Confirm:`$false
        (Send-PaceTelemetry -Force -ErrorAction Ignore).Status
        Start-Sleep -Milliseconds 500
        `$null = Get-PaceVersion
"@

    # The sockets of a process that could reach a network, and what was done with them.
    function Get-NetworkCalls([string] $Trace) {
        $lines = Get-Content $Trace
        [pscustomobject] @{
            # .NET asks with these what the system can do, before PowerShell says its first word. They are closed at once.
            Probes  = @($lines -match 'socket\(AF_INET6?, SOCK_DGRAM[^,]*, IPPROTO_IP\)').Count
            Sockets = @($lines -match 'socket\(AF_(?!UNIX)' -notmatch 'socket\(AF_INET6?, SOCK_DGRAM[^,]*, IPPROTO_IP\)')
            Uses    = @($lines -match '(connect|sendto|sendmsg|sendmmsg|bind|listen)\(' -match 'AF_(?!UNIX)')
        }
    }

    # Starts the cmdlets with a switch, in a configuration directory that is there only if the switch stands in it.
    function Start-Case([hashtable] $Case, [string] $Script, [string] $Address) {
        $folder = [IO.Path]::Combine($paceHome.Path, [guid]::NewGuid().ToString('n'), 'a', 'config')
        $environment = @{
            PACE_CONFIG_PATH = $folder; PACE_DATA_PATH = Join-Path $paceHome.Path 'data'
            PACE_TELEMETRY = 'upload'; PACE_TELEMETRY_ENDPOINT = $Address
        }
        if ($Case['Variable']) { $Case.Variable.Keys | ForEach-Object { $environment[$_] = $Case.Variable[$_] } }
        if ($Case['Config']) {
            $null = [IO.Directory]::CreateDirectory($folder)
            Set-Content (Join-Path $folder 'config.yaml') $Case.Config
        }
        $under = @()
        if ($Case['Machine']) {
            if (-not $hasOtherMachine) { return }
            $under = Get-OtherMachine (Join-Path $paceHome.Path ([guid]::NewGuid().ToString('n'))) -MachineFile $Case.Machine
        }
        $trace = Join-Path $paceHome.Path "$([guid]::NewGuid().ToString('n')).trace"
        if ($canWatch) { $under += 'strace', '-f', '-qq', '--seccomp-bpf', '-e', 'trace=network', '-o', $trace }
        # Where it holds PowerShell's own telemetry back and not Pace's.
        if (-not $Case['Keep']) { $Script = "`$env:POWERSHELL_TELEMETRY_OPTOUT = `$null`n$Script" }
        @{ Folder = $folder; Trace = $trace; Process = Start-NewPowerShell $Script $environment -Under $under }
    }

    function Wait-Case($Started) {
        if (-not $Started) { return }
        [pscustomobject] @{
            Output = @(Wait-NewPowerShell $Started.Process 180)
            Calls  = if ($canWatch) { Get-NetworkCalls $Started.Trace }
            Folder = $Started.Folder
            Files  = @(Get-ChildItem $Started.Folder -Recurse -Force -ErrorAction Ignore | ForEach-Object Name)
        }
    }

    # All at once: mostly they wait.
    . "$PSScriptRoot/support/Switches.ps1"
    $idle = Start-Case @{} 'Start-Sleep -Milliseconds 500' $server.Address
    $without = Start-Case @{} $cmdlets $server.Address
    $started = $SwitchesOfUpload | ForEach-Object { @{ Case = $_; Run = Start-Case $_ $cmdlets $untouched.Address } }
    $idle, $without, $started.Run | ForEach-Object { $_ } | Where-Object { $_ } | ForEach-Object { $null = $_.Process.WaitForExit(180000) }
}

AfterAll {
    $server, $untouched | ForEach-Object Dispose
    Remove-PaceHome $paceHome
}

Describe 'Without any switch' {
    It 'the same cmdlets connect, as <How> sees' -TestCases @{ How = $canWatch ? 'strace' : 'a listener'; Watched = $canWatch } {
        $run = Wait-Case $without
        $run.Output | Should -Be Accepted
        $server.Connections | Should -BeGreaterThan 0
        $run.Files | Should -Contain 'telemetry-sent.json'
        if ($Watched) {
            $run.Calls.Sockets | Should -Not -BeNullOrEmpty
            $run.Calls.Uses -match "htons\($($server.Port)\)" | Should -Not -BeNullOrEmpty
            $run.Calls.Uses -notmatch "htons\($($server.Port)\)" | Should -BeNullOrEmpty -Because 'the endpoint is all that is spoken to'
        }
    }
}

Describe 'Switch <Number>, <Switch>' -ForEach @($SwitchesOfUpload | ForEach-Object { $_ + @{ Watched = $canWatch } }) {
    BeforeAll {
        $case = $_
        $run = Wait-Case ($started | Where-Object { $_.Case.Switch -eq $Switch }).Run
        function Skip-Impossible {
            if ($run) { return }
            Set-ItResult -Skipped -Because 'a machine''s file for one process takes namespaces of Linux; a unit test gives one by code'
        }
    }

    It 'opens no socket, as <How> sees' -TestCases @{ How = $_.Watched ? 'strace' : 'a listener' } {
        Skip-Impossible
        $run.Output | Should -Be Off
        $untouched.Connections | Should -Be 0
        if ($Watched) {
            $run.Calls.Sockets | Should -BeNullOrEmpty
            $run.Calls.Uses | Should -BeNullOrEmpty
            $run.Calls.Probes | Should -BeLessOrEqual (Wait-Case $idle).Calls.Probes -Because 'an empty script does as much'
        }
    }

    It 'writes <What>' -TestCases @{ What = $_.Number -le 5 ? 'no file, and makes no directory' : 'counts, and nothing about sending' } {
        Skip-Impossible
        if ($Number -gt 5) {
            $run.Files | Should -Contain 'telemetry.yaml'
            $run.Files -match 'upload|sent|notice' | Should -BeNullOrEmpty
        }
        elseif ($case['Config']) {
            $run.Files | Should -Be 'config.yaml'
            [IO.File]::ReadAllText((Join-Path $run.Folder 'config.yaml')).Trim() | Should -BeExactly $case['Config']
        }
        else {
            # Not even the directory above it.
            Split-Path $run.Folder | Should -Not -Exist
        }
    }
}
