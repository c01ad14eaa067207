# Days on which counting cannot work as usual: every command works all the same, nothing is thrown away in silence, and
# Get-PaceTelemetryStatus says what is wrong.

BeforeDiscovery {
    # Full and read-only disks are made of small file systems in memory, which only root can mount.
    $canMount = $IsLinux -and (id -u) -eq 0 -and [bool] (Get-Command mount -ErrorAction Ignore)
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    Import-Module $ManifestPath

    $version = (Import-PowerShellDataFile $ManifestPath).ModuleVersion

    # What a command gives on that day, in a session of its own, and what the status says then.
    function Test-Day {
        $answer = Invoke-NewPowerShell "
            `$ErrorActionPreference = 'Stop'
            Import-Module '$ManifestPath'
            (Get-PaceVersion).Module
            (ConvertTo-PaceSql '$PSScriptRoot/fixtures/standalone/data-policy.yaml' -WarningAction SilentlyContinue).Length -gt 0
            (Get-PaceTelemetryStatus).Problems -join ' '"
        $answer[0..1] | Should -Be $version, 'True'
        "$($answer | Select-Object -Skip 2)"
    }
}

Describe 'A telemetry file that is <What>' -ForEach @(
    @{ What = 'no YAML'; Text = "metric_points: [`n"; Says = '*set aside*telemetry.broken-*'; SetAside = $true }
    @{ What = 'another document'; Text = "- a`n- b`n"; Says = '*set aside*'; SetAside = $true }
    @{ What = 'empty'; Text = ''; Says = ''; SetAside = $false }
    @{ What = 'without metric_points'; Text = "cli_version: v0.1.0`nid: 36be4c46-4e1b-431d-b9db-1b315f537a85`n"; Says = ''; SetAside = $false }
) {
    BeforeAll {
        $paceHome = New-PaceHome
        [IO.File]::WriteAllText($paceHome.TelemetryFile, $Text)
        $said = Test-Day
    }

    AfterAll {
        Remove-PaceHome $paceHome
    }

    It 'costs no command, and no count' {
        Read-TelemetryFile $paceHome.TelemetryFile | Should -Contain 'Get-PaceVersion 0 1'
        Read-TelemetryFile $paceHome.TelemetryFile | Should -Contain 'ConvertTo-PaceSql 0 1'
    }

    It 'is told of if something is wrong, and kept' {
        $said | Should -BeLike $Says
        $kept = @(Get-ChildItem $paceHome.ConfigPath -Filter 'telemetry.broken-*.yaml')
        $kept.Count | Should -Be ($SetAside ? 1 : 0)
        if ($SetAside) { [IO.File]::ReadAllText($kept[0].FullName) | Should -BeExactly $Text }
    }
}

Describe 'A counter at its limit' {
    It 'stays there, beside others that go on' {
        $paceHome = New-PaceHome
        try {
            Set-Content $paceHome.TelemetryFile @'
metric_points:
    Get-PaceVersion:
        0:
            cumulative_count: 4294967295
cli_version: v0.1.0
operating_system: linux
id: 36be4c46-4e1b-431d-b9db-1b315f537a85
'@
            $null = Test-Day
            $counts = Read-TelemetryFile $paceHome.TelemetryFile
            $counts | Should -Contain 'Get-PaceVersion 0 4294967295'
            $counts | Should -Contain 'ConvertTo-PaceSql 0 1'
        }
        finally {
            Remove-PaceHome $paceHome
        }
    }
}

Describe 'A telemetry file that is a symbolic link' -Skip:$IsWindows {
    It 'stays one, and the counts stand where it leads' {
        $paceHome = New-PaceHome
        try {
            $real = Join-Path $paceHome.Path 'elsewhere.yaml'
            Copy-Item "$PSScriptRoot/fixtures/telemetry/cli-and-pace.yaml" $real
            $null = New-Item $paceHome.TelemetryFile -ItemType SymbolicLink -Value $real
            Test-Day | Should -BeNullOrEmpty
            (Get-Item $paceHome.TelemetryFile).LinkType | Should -Be 'SymbolicLink'
            Read-TelemetryFile $real | Should -Contain 'Get-PaceVersion 0 1'
            Read-TelemetryFile $real | Should -Contain 'pace list groups 0 7'
        }
        finally {
            Remove-PaceHome $paceHome
        }
    }
}

Describe 'A directory in the telemetry file''s place' {
    It 'costs no command, stays as it is, and is told of' {
        $paceHome = New-PaceHome
        try {
            $null = New-Item (Join-Path $paceHome.TelemetryFile 'mine') -ItemType Directory -Force
            Test-Day | Should -BeLike '*directory*'
            Join-Path $paceHome.TelemetryFile 'mine' | Should -Exist
        }
        finally {
            Remove-PaceHome $paceHome
        }
    }
}

Describe 'A disk that is <What>' -Skip:(-not $canMount) -ForEach @(
    @{ What = 'full'; Options = 'size=16k'; Says = '*space*' }
    @{ What = 'read-only'; Options = 'size=16k'; Says = '*ead-only*' }
) {
    It 'costs no command, and is told of' {
        $paceHome = New-PaceHome
        mount -t tmpfs -o $Options pace-test $paceHome.ConfigPath
        try {
            if ($What -eq 'full') { dd if=/dev/zero "of=$($paceHome.ConfigPath)/full" bs=4k 2>$null }
            else { mount -o remount,ro $paceHome.ConfigPath }
            Test-Day | Should -BeLike $Says
        }
        finally {
            umount $paceHome.ConfigPath
            Remove-PaceHome $paceHome
        }
    }
}

Describe 'A machine without a home directory' {
    It 'costs no command, and is told of' {
        $paceHome = New-PaceHome
        try {
            'PACE_CONFIG_PATH', 'PACE_DATA_PATH' | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $null) }
            # A file in its place: nothing can be made below it, by root neither.
            $answer = Invoke-NewPowerShell "
                'HOME', 'USERPROFILE', 'XDG_DATA_HOME', 'LOCALAPPDATA' | ForEach-Object { [Environment]::SetEnvironmentVariable(`$_, '$($paceHome.Path)/file') }
                Set-Content '$($paceHome.Path)/file' 'no directory'
                Import-Module '$ManifestPath'
                (Get-PaceVersion).Module
                (Get-PaceTelemetryStatus).Problems"
            $answer[0] | Should -Be $version
            "$($answer | Select-Object -Skip 1)" | Should -BeLike '*counts are*memory*'
        }
        finally {
            Remove-PaceHome $paceHome
        }
    }
}

Describe 'A disk that is full' -Skip:(-not $canMount) {
    It 'leaves the file that was to be replaced as it was, and no other' {
        $paceHome = New-PaceHome
        $disk = Join-Path $paceHome.Path 'disk'
        $null = New-Item $disk -ItemType Directory
        mount -t tmpfs -o size=16k pace-test $disk
        try {
            Set-Content "$disk/policy.yaml" 'before' -NoNewline
            dd if=/dev/zero "of=$disk/full" bs=4k 2>$null
            $policy = Import-PaceDataPolicy "$PSScriptRoot/fixtures/standalone/data-policy.yaml" -WarningAction Ignore
            $failure = try { $policy | Export-PaceDataPolicy "$disk/policy.yaml" -ErrorAction Stop } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileUnusable,*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike 'Free space*'
            Get-Content "$disk/policy.yaml" -Raw | Should -Be 'before'
            (Get-ChildItem $disk).Name | Should -Be 'full', 'policy.yaml'
        }
        finally {
            umount $disk
            Remove-PaceHome $paceHome
        }
    }
}
