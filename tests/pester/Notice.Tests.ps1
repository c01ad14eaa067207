# The notice about counting, as a person at a terminal sees it: once for an installation, and never where nobody does.

BeforeDiscovery {
    . "$PSScriptRoot/support/Terminal.ps1"
    $noTerminal = -not (Test-Terminal)
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Uploading.ps1"
    . "$PSScriptRoot/support/Terminal.ps1"
    $paceHome = New-PaceHome
    $server = [Pace.Tests.EndpointServer]::Answer($Accepting)
    $terminals = [Collections.Generic.List[object]]::new()

    # A terminal of an installation of its own, or of another's.
    function New-PaceTerminal([string] $Folder = (Join-Path $paceHome.Path ([guid]::NewGuid().ToString('n'))), [hashtable] $More = @{}) {
        $environment = @{
            PACE_CONFIG_PATH = $Folder; PACE_DATA_PATH = Join-Path $paceHome.Path 'data'
            PACE_TELEMETRY_OPTOUT = $null; DO_NOT_TRACK = $null; PACE_TELEMETRY = $null
        }
        $More.Keys | ForEach-Object { $environment[$_] = $More[$_] }
        $terminal = New-Terminal $environment
        $terminals.Add($terminal)
        $terminal | Add-Member -NotePropertyMembers @{ Folder = $Folder; Mark = Join-Path $Folder 'telemetry-notice' } -PassThru
    }

    $import = "Import-Module '$ManifestPath'"
    $notice = 'Pace counts'
}

AfterAll {
    $terminals | ForEach-Object { Remove-Terminal $_ }
    $server.Dispose()
    Remove-PaceHome $paceHome
}

Describe 'The notice' -Skip:$noTerminal {
    It 'is shown by the first cmdlet, in two lines of at most 80 columns, and by no other' {
        $terminal = New-PaceTerminal
        Invoke-InTerminal $terminal $import | Should -BeNullOrEmpty -Because 'an import runs no cmdlet'
        $shown = @(Invoke-InTerminal $terminal '$version = Get-PaceVersion' | Where-Object { $_ })
        $shown.Count | Should -Be 2
        $shown[0] | Should -Match "^$notice which of its cmdlets run and fail, in .*telemetry\.yaml\.$"
        $shown[1] | Should -BeExactly 'It is not sent unless you agree. Off: Disable-PaceTelemetry.'
        # A screen of 80 columns would have broken a longer line in two.
        $shown | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
        Invoke-InTerminal $terminal '$version = Get-PaceVersion' | Should -BeNullOrEmpty
        $terminal.Mark | Should -Exist
        [IO.File]::ReadAllText($terminal.Mark) | Should -BeExactly "Pace's notice about counting was shown. Without this file it is shown once more.`n"

        # Not in the next PowerShell of this installation, and in that of another.
        $next = New-PaceTerminal $terminal.Folder
        Invoke-InTerminal $next "$import; `$version = Get-PaceVersion" | Should -BeNullOrEmpty
        (Invoke-InTerminal (New-PaceTerminal) "$import; `$version = Get-PaceVersion") -match $notice | Should -Not -BeNullOrEmpty
    }

    It 'goes to the host and to no script: <Name>' -TestCases @(
        @{ Name = 'variables and pipelines'; Line = '$all = Get-PaceVersion *>&1; @($all).Count; $all.GetType().Name'; Output = '1', 'PaceVersion' }
        @{ Name = 'information that is collected'; Line = '$null = Get-PaceVersion -InformationVariable said; @($said).Count'; Output = '0' }
    ) {
        $shown = @(Invoke-InTerminal (New-PaceTerminal) "$import; $Line" | Where-Object { $_ })
        $shown[0] | Should -Match $notice
        $shown | Select-Object -Skip 2 | Should -Be $Output
    }

    It 'comes once where two PowerShells begin together' {
        $folder = Join-Path $paceHome.Path ([guid]::NewGuid().ToString('n'))
        $both = 1..2 | ForEach-Object { New-PaceTerminal $folder }
        $both | ForEach-Object { $null = Invoke-InTerminal $_ $import }
        $both | ForEach-Object { Start-InTerminal $_ '$null = Get-PaceVersion' }
        $screens = $both | ForEach-Object { Wait-Prompt $_ }
        @($screens -match $notice).Count | Should -Be 1
    }
}

Describe 'Nobody is shown the notice' -Skip:$noTerminal {
    It 'by an import, a status, or help' {
        $terminal = New-PaceTerminal
        Invoke-InTerminal $terminal "$import; `$help = Get-Help Get-PaceVersion; `$command = Get-Command Get-PaceVersion" | Should -Not -Match $notice
        $terminal.Folder | Should -Not -Exist
    }

    It 'by <Name>, who decides about counting' -TestCases @(
        @{ Name = 'Disable-PaceTelemetry'; Line = 'Disable-PaceTelemetry; $null = Get-PaceVersion' }
        @{ Name = 'Enable-PaceTelemetry'; Line = 'Enable-PaceTelemetry' }
    ) {
        $terminal = New-PaceTerminal
        Invoke-InTerminal $terminal "$import; $Line" | Should -BeNullOrEmpty
        $terminal.Mark | Should -Not -Exist
        if ($Name -like 'Disable-*') { @(Get-ChildItem $terminal.Folder -Force -Filter 'telemetry*') | Should -BeNullOrEmpty }
    }

    It 'where <Switch> turns counting off' -TestCases @(
        @{ Switch = 'PACE_TELEMETRY_OPTOUT'; More = @{ PACE_TELEMETRY_OPTOUT = '1' } }
        @{ Switch = 'DO_NOT_TRACK'; More = @{ DO_NOT_TRACK = '1' } }
        @{ Switch = 'PACE_TELEMETRY'; More = @{ PACE_TELEMETRY = 'off' } }
    ) {
        $terminal = New-PaceTerminal -More $More
        Invoke-InTerminal $terminal "$import; `$null = Get-PaceVersion" | Should -BeNullOrEmpty
        $terminal.Folder | Should -Not -Exist
    }

    It 'in a job' {
        $terminal = New-PaceTerminal
        Invoke-InTerminal $terminal "$import; Start-Job { Import-Module '$ManifestPath'; `$null = Get-PaceVersion } | Receive-Job -Wait -AutoRemoveJob" |
            Should -Not -Match $notice
        $terminal.Mark | Should -Not -Exist
        # In a thread's job neither, and the person at the prompt gets it after.
        Invoke-InTerminal $terminal "Start-ThreadJob { Import-Module '$ManifestPath'; `$null = Get-PaceVersion } | Receive-Job -Wait -AutoRemoveJob" |
            Should -Not -Match $notice
        $terminal.Mark | Should -Not -Exist
        (Invoke-InTerminal $terminal '$null = Get-PaceVersion') -match $notice | Should -Not -BeNullOrEmpty
    }

    It 'where <Name>' -TestCases @(
        @{ Name = 'PowerShell runs with -NonInteractive'; Arguments = '-NonInteractive'; Redirection = '' }
        @{ Name = 'PowerShell runs with -noni'; Arguments = '-noni'; Redirection = '' }
        @{ Name = 'output is redirected'; Arguments = ''; Redirection = '> OUT' }
        @{ Name = 'output goes down a pipe'; Arguments = ''; Redirection = '| cat > OUT' }
        @{ Name = 'errors are redirected'; Arguments = ''; Redirection = '2> OUT' }
        @{ Name = 'input is redirected'; Arguments = ''; Redirection = '< /dev/null' }
    ) {
        $terminal = New-PaceTerminal
        $out = Join-Path $paceHome.Path ([guid]::NewGuid().ToString('n'))
        # From a shell, so that the terminal is there but for what is redirected.
        $line = "'$([Environment]::ProcessPath)' -NoProfile $Arguments -Command `"Import-Module '$ManifestPath'; (Get-PaceVersion).Version.ToString()`" $($Redirection.Replace('OUT', $out))"
        [IO.File]::WriteAllText("$out.sh", $line)
        Invoke-InTerminal $terminal "sh '$out.sh'" | Should -Not -Match $notice
        if (Test-Path $out) { Get-Content $out | Should -Not -Match $notice }
        $terminal.Mark | Should -Not -Exist
        # It ran, and was counted.
        Read-TelemetryFile (Join-Path $terminal.Folder 'telemetry.yaml') | Should -Be 'Get-PaceVersion 0 1'
    }
}

Describe 'The PowerShell that showed the notice' -Skip:$noTerminal {
    It 'sends nothing, not even with -Force, and the next one does' {
        $connections = $server.Connections
        $more = @{ PACE_TELEMETRY = 'upload'; PACE_TELEMETRY_ENDPOINT = $server.Address }
        $terminal = New-PaceTerminal -More $more
        # PowerShell has started, so that this holds nothing back but Pace.
        $shown = @(Invoke-InTerminal $terminal "`$env:POWERSHELL_TELEMETRY_OPTOUT = `$null; $import; `$null = Get-PaceVersion" | Where-Object { $_ })
        $shown[0] | Should -Match $notice
        $shown[1] | Should -BeExactly 'Counts go to 127.0.0.1. Off: Disable-PaceTelemetry.'
        Invoke-InTerminal $terminal '(Send-PaceTelemetry -Force).Status' | Should -Be NoticeShown
        Invoke-InTerminal $terminal '1..3 | ForEach-Object { $null = Get-PaceVersion }; Start-Sleep 1; (Send-PaceTelemetry).Status' | Should -Be NoticeShown
        $server.Connections | Should -Be $connections
        Join-Path $terminal.Folder 'telemetry-sent.json' | Should -Not -Exist

        $next = New-PaceTerminal $terminal.Folder $more
        Invoke-InTerminal $next "`$env:POWERSHELL_TELEMETRY_OPTOUT = `$null; $import; (Send-PaceTelemetry -Force).Status" | Should -Be Accepted
        $server.Connections | Should -Be ($connections + 1)
    }
}
