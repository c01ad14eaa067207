BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    Import-Module $ManifestPath
}

Describe 'Clear-PaceTelemetry' {
    BeforeEach {
        $paceHome = New-PaceHome
        Copy-Item "$PSScriptRoot/fixtures/telemetry/cli-and-pace.yaml" $paceHome.TelemetryFile
    }

    AfterEach {
        Remove-PaceHome $paceHome
    }

    It 'removes what Pace counted, keeps what the CLI did, and makes a new id' {
        $null = Get-PaceVersion
        $before = (Get-PaceTelemetryStatus).Id
        Clear-PaceTelemetry | Should -BeNullOrEmpty
        $null = Get-PaceTelemetry
        Read-TelemetryFile $paceHome.TelemetryFile | Where-Object { $_ -notmatch '^(Clear|Get)-PaceTelemetry ' } |
            Should -Be 'pace list groups 0 7'
        (Get-PaceTelemetryStatus).Id | Should -Not -Be $before
        [guid] (Get-PaceTelemetryStatus).Id | Should -Not -Be ([guid]::Empty)
    }

    It 'makes no file where counting is off' {
        Remove-Item $paceHome.TelemetryFile
        Disable-PaceTelemetry
        Clear-PaceTelemetry
        $paceHome.TelemetryFile | Should -Not -Exist
    }

    It 'changes nothing under -WhatIf' {
        Clear-PaceTelemetry -WhatIf
        $null = Get-PaceTelemetry
        Read-TelemetryFile $paceHome.TelemetryFile | Should -Contain 'Get-PaceTable 0 5'
    }
}
