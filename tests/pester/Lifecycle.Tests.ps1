# Every way in which PowerShell ends a cmdlet, and what is counted of it.

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    Import-Module $ManifestPath
    . "$PSScriptRoot/support/Probe.ps1"
}

Describe 'What is counted' {
    It 'counts <Name> as <Code>' -TestCases @(
        @{ Name = 'a cmdlet that completes'; Code = 0; Script = { Invoke-PaceProbe None } }
        @{ Name = 'a cmdlet with empty input'; Code = 0; Script = { @() | Invoke-PaceProbe None } }
        @{ Name = 'a cmdlet with many inputs'; Code = 0; Script = { 1..5 | Invoke-PaceProbe None } }
        @{ Name = 'a cmdlet with -WhatIf'; Code = 0; Script = { Invoke-PaceProbe Should -WhatIf } }
        @{ Name = 'a warning'; Code = 0; Script = { Invoke-PaceProbe WriteWarning } }
        @{ Name = 'an error that continues'; Code = 0; Script = { Invoke-PaceProbe WriteError } }
        @{ Name = 'an error with SilentlyContinue'; Code = 0; Script = { Invoke-PaceProbe WriteError -ErrorAction SilentlyContinue } }
        @{ Name = 'an error with Ignore'; Code = 0; Script = { Invoke-PaceProbe WriteError -ErrorAction Ignore } }
        @{ Name = 'an exception in Begin'; Code = 1; Script = { Invoke-PaceProbe Throw Begin } }
        @{ Name = 'an exception in Process'; Code = 1; Script = { Invoke-PaceProbe Throw Process } }
        @{ Name = 'an exception in End'; Code = 1; Script = { Invoke-PaceProbe Throw End } }
        @{ Name = 'a cancellation that is not its user''s'; Code = 1; Script = { Invoke-PaceProbe Cancel } }
        @{ Name = 'ThrowTerminatingError in Begin'; Code = 1; Script = { Invoke-PaceProbe Tte Begin } }
        @{ Name = 'ThrowTerminatingError in Process'; Code = 1; Script = { Invoke-PaceProbe Tte Process } }
        @{ Name = 'ThrowTerminatingError in End'; Code = 1; Script = { Invoke-PaceProbe Tte End } }
        @{ Name = 'an error with -ErrorAction Stop in Begin'; Code = 1; Script = { Invoke-PaceProbe WriteError Begin -ErrorAction Stop } }
        @{ Name = 'an error with -ErrorAction Stop in Process'; Code = 1; Script = { Invoke-PaceProbe WriteError Process -ErrorAction Stop } }
        @{ Name = 'an error with -ErrorAction Stop in End'; Code = 1; Script = { Invoke-PaceProbe WriteError End -ErrorAction Stop } }
        @{ Name = 'an error under $ErrorActionPreference'; Code = 1; Script = { $ErrorActionPreference = 'Stop'; Invoke-PaceProbe WriteError } }
        @{ Name = 'an error with -ErrorAction Stop of the caller'; Code = 1; Script = {
                function Use-Probe { [CmdletBinding()] param() Invoke-PaceProbe WriteError }
                Use-Probe -ErrorAction Stop
            }
        }
        @{ Name = 'a warning with -WarningAction Stop'; Code = 1; Script = { Invoke-PaceProbe WriteWarning -WarningAction Stop } }
        @{ Name = 'a warning under $WarningPreference'; Code = 1; Script = { $WarningPreference = 'Stop'; Invoke-PaceProbe WriteWarning } }
        @{ Name = 'an error that its caller catches'; Code = 1; Script = { try { Invoke-PaceProbe Tte } catch { 'caught' } } }
        @{ Name = 'Select-Object -First'; Code = 0; Script = { Invoke-PaceProbe Emit | Select-Object -First 1 } }
        @{ Name = 'Select-Object -First, from End'; Code = 0; Script = { Invoke-PaceProbe Emit End | Select-Object -First 1 } }
        @{ Name = 'what fails after Select-Object -First had enough'; Code = 0; Script = { Invoke-PaceProbe EmitThenFail | Select-Object -First 1 } }
        @{ Name = 'break downstream'; Code = 0; Script = { foreach ($i in 1) { Invoke-PaceProbe Emit | ForEach-Object { break } } } }
        @{ Name = 'continue downstream'; Code = 0; Script = { foreach ($i in 1) { Invoke-PaceProbe Emit | ForEach-Object { continue } } } }
        @{ Name = 'an exception downstream'; Code = 0; Script = { Invoke-PaceProbe Emit | ForEach-Object { throw 'downstream' } } }
        @{ Name = 'an error downstream that stops'; Code = 0; Script = { Invoke-PaceProbe Emit | ForEach-Object { Write-Error 'downstream' -ErrorAction Stop } } }
        @{ Name = 'an error that Select-Object -First takes'; Code = 0; Script = { Invoke-PaceProbe WriteError 2>&1 | Select-Object -First 1 } }
        @{ Name = 'a warning that Select-Object -First takes'; Code = 0; Script = { $WarningPreference = 'Continue'; Invoke-PaceProbe WriteWarning 3>&1 | Select-Object -First 1 } }
        @{ Name = 'an error that a neighbour breaks at'; Code = 0; Script = { foreach ($i in 1) { Invoke-PaceProbe WriteError 2>&1 | ForEach-Object { break } } } }
        @{ Name = 'an error that a neighbour throws at'; Code = 0; Script = { Invoke-PaceProbe WriteError 2>&1 | ForEach-Object { throw 'downstream' } } }
        @{ Name = 'an error with -ErrorAction Stop beside Select-Object -First'; Code = 1; Script = { Invoke-PaceProbe WriteError -ErrorAction Stop 2>&1 | Select-Object -First 1 } }
        @{ Name = 'an error under a module function''s -ErrorAction Stop'; Code = 1; Script = {
                $null = New-Module { function Use-ProbeInModule { [CmdletBinding()] param() Invoke-PaceProbe WriteError 2>&1 | Select-Object -First 1 } } | Import-Module -Scope Local
                Use-ProbeInModule -ErrorAction Stop
            }
        }
        @{ Name = 'an exception upstream'; Code = 0; Script = { & { 1; throw 'upstream' } | Invoke-PaceProbe None } }
        @{ Name = 'an exception upstream before the first object'; Code = 0; Script = { & { throw 'upstream' } | Invoke-PaceProbe None } }
        @{ Name = 'a clean-up that fails'; Code = 0; Script = { Invoke-PaceProbe FailInCleanup } }
    ) {
        Measure-PaceUsage $Script | Should -Be "Invoke-PaceProbe $Code 1"
    }

    It 'counts nothing when <Name>' -TestCases @(
        @{ Name = 'a parameter is unknown'; Script = { Invoke-PaceProbe -Nonsense } }
        @{ Name = 'a mandatory parameter is missing'; Script = { Get-PaceTableRow } }
        @{ Name = 'a value cannot be bound'; Script = { Get-PaceTable -First minus } }
        @{ Name = 'only help or completion is asked for'; Script = { Get-Command Get-PaceVersion; Complete 'Get-PaceVersi' } }
    ) {
        Measure-PaceUsage $Script | Should -BeNullOrEmpty
    }

    It 'counts both of A | B' {
        Measure-PaceUsage { Get-PaceVersion | Invoke-PaceProbe None } | Sort-Object |
            Should -Be 'Get-PaceVersion 0 1', 'Invoke-PaceProbe 0 1'
    }

    It 'counts A as ended early and B as failed where B fails' {
        Measure-PaceUsage { Invoke-PaceProbe Emit | ForEach-Object { $_ } | Get-PaceTableRow -ProcessingPlatform nowhere -ErrorAction Stop } |
            Sort-Object | Should -Be 'Get-PaceTableRow 1 1', 'Invoke-PaceProbe 0 1'
    }

    It 'counts what a script block runs downstream of another Pace cmdlet' {
        Measure-PaceUsage { Invoke-PaceProbe Emit | ForEach-Object { $null = Get-PaceVersion } } | Sort-Object |
            Should -Be 'Get-PaceVersion 0 10', 'Invoke-PaceProbe 0 1'
    }

    It 'counts an alias under the cmdlet''s own name' {
        Measure-PaceUsage { Set-Alias probe Invoke-PaceProbe; probe None } | Should -Be 'Invoke-PaceProbe 0 1'
    }

    It 'counts each of several calls' {
        Measure-PaceUsage {
            1..3 | ForEach-Object { Invoke-PaceProbe None }
            1..2 | ForEach-Object { try { Invoke-PaceProbe Tte } catch { $null = $_ } }
        } | Sort-Object | Should -Be 'Invoke-PaceProbe 0 3', 'Invoke-PaceProbe 1 2'
    }

    It 'counts a real cmdlet that finds no platform as failed' {
        Measure-PaceUsage { Get-PaceTable -ProcessingPlatform nowhere } | Should -Be 'Get-PaceTable 1 1'
    }

    It 'counts a real cmdlet that goes on after a missing file as completed' {
        Measure-PaceUsage { Import-PaceDataPolicy ./not-there.yaml } | Should -Be 'Import-PaceDataPolicy 0 1'
    }

    It 'counts a real cmdlet whose missing file stops it as failed' {
        Measure-PaceUsage { Import-PaceDataPolicy ./not-there.yaml -ErrorAction Stop } | Should -Be 'Import-PaceDataPolicy 1 1'
    }

    It 'counts in every runspace of ForEach-Object -Parallel' {
        Measure-PaceUsage {
            1..8 | ForEach-Object -Parallel { Import-Module $using:ManifestPath; $null = Get-PaceVersion } -ThrottleLimit 4
        } | Should -Be 'Get-PaceVersion 0 8'
    }
}

Describe 'Stopping' {
    It 'counts a stop in <Block> while <Act> as 130, and the clean-up runs' -TestCases @(
        foreach ($act in 'Block', 'BlockAndThrow', 'Wait') {
            foreach ($block in 'Begin', 'Process', 'End') { @{ Act = $act; Block = $block } }
        }
    ) {
        $before = [Pace.Tests.ProbeCommand]::Cleanups
        $null = [Pace.Tests.ProbeCommand]::Blocked.Reset()
        $counted = Measure-PaceUsage {
            Invoke-AndStop "Import-Module -Assembly ([Pace.Tests.ProbeCommand].Assembly); Invoke-PaceProbe $Act $Block" ([Pace.Tests.ProbeCommand]::Blocked)
        }
        $counted | Should -Be 'Invoke-PaceProbe 130 1'
        [Pace.Tests.ProbeCommand]::Cleanups | Should -Be ($before + 1)
    }

    It 'counts every Pace cmdlet of a pipeline that is stopped as 130' {
        $null = [Pace.Tests.ProbeCommand]::Blocked.Reset()
        Measure-PaceUsage {
            Invoke-AndStop 'Import-Module -Assembly ([Pace.Tests.ProbeCommand].Assembly)
                1 | Invoke-PaceProbe Block | Get-PaceProcessingPlatform' ([Pace.Tests.ProbeCommand]::Blocked)
        } | Sort-Object | Should -Be 'Get-PaceProcessingPlatform 130 1', 'Invoke-PaceProbe 130 1'
    }

    It 'leaves a platform that never answers within three seconds' {
        $server = New-SilentServer
        try {
            $elapsed = $null
            $counted = Measure-PaceUsage {
                $null = Register-PaceProcessingPlatform silent POSTGRES -HostName 127.0.0.1 -Port $server.Port -Database d -UserName u
                $accepted = $server.Listener.AcceptSocketAsync()
                $script:elapsed = Invoke-AndStop 'Get-PaceTable' ([IAsyncResult] $accepted).AsyncWaitHandle
            }
            $counted | Should -Contain 'Get-PaceTable 130 1'
            $script:elapsed.TotalSeconds | Should -BeLessThan 4
        }
        finally {
            $server.Listener.Stop()
        }
    }
}
