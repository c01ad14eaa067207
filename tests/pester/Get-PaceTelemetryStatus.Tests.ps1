BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    Import-Module $ManifestPath
    $optout = $env:POWERSHELL_TELEMETRY_OPTOUT
    # What a terminal of 80 columns shows.
    function Show([object] $Status) { ($Status | Out-String -Width 80).TrimEnd() -split '\r?\n' }
}

AfterAll {
    $env:POWERSHELL_TELEMETRY_OPTOUT = $optout
}

Describe 'Get-PaceTelemetryStatus' {
    BeforeEach {
        $paceHome = New-PaceHome
        $env:POWERSHELL_TELEMETRY_OPTOUT = $null
        $configFile = Join-Path $paceHome.ConfigPath 'config.yaml'
    }

    AfterEach {
        Remove-PaceHome $paceHome
    }

    It 'says that counting is on and sending off where nobody said anything' {
        $status = Get-PaceTelemetryStatus
        $status.Recording, $status.RecordingDecidedBy | Should -Be $true, 'default'
        $status.Upload, $status.UploadDecidedBy | Should -Be $false, 'default'
        $status.File | Should -Be $paceHome.TelemetryFile
        $status.Problems | Should -BeNullOrEmpty
        Show $status | Where-Object { $_ -match '^Next upload' } | Should -BeLike '*Enable-PaceTelemetry -Upload'
    }

    It 'names the first switch that decided, and every other one that is set' {
        Set-Content $configFile "telemetry: upload`ntelemetry-endpoint: https://relay.example.com/telemetry"
        $env:POWERSHELL_TELEMETRY_OPTOUT = '1'
        $status = Get-PaceTelemetryStatus
        $status.Upload, $status.UploadDecidedBy | Should -Be $false, 'POWERSHELL_TELEMETRY_OPTOUT=1'
        $status.UploadAlsoSet | Should -Be 'telemetry: upload (config.yaml)', 'telemetry-endpoint (config.yaml)'
        $text = Show $status
        "$text" | Should -Match 'off +decided by POWERSHELL_TELEMETRY_OPTOUT=1'
        "$text" | Should -Match 'never, while POWERSHELL_TELEMETRY_OPTOUT is set'
        $env:DO_NOT_TRACK = 'yes'
        $status = Get-PaceTelemetryStatus
        $status.RecordingDecidedBy, $status.UploadDecidedBy | Should -Be 'DO_NOT_TRACK=yes', 'DO_NOT_TRACK=yes'
    }

    It 'fits 80 columns, and cuts nothing off' {
        Set-Content $configFile "telemetry: upload`ntelemetry-endpoint: https://relay.example.com/telemetry`ntelemetry-upload-interval-seconds: -1"
        $env:POWERSHELL_TELEMETRY_OPTOUT = '1'
        $text = Show (Get-PaceTelemetryStatus)
        ($text | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        "$text" | Should -Not -Match '…|\.\.\.'
        "$text" -replace '\s+', ' ' | Should -BeLike '*telemetry-upload-interval-seconds: -1 (config.yaml)*'
    }

    It 'says what is wrong with the file: <What>' -TestCases @(
        @{ What = 'no telemetry document'; Make = { param($file) Set-Content $file '[' }; Says = '*set aside*' }
        @{ What = 'a directory in its place'; Make = { param($file) $null = New-Item $file -ItemType Directory }; Says = '*directory*' }
    ) {
        & $Make $paceHome.TelemetryFile
        $null = Get-PaceVersion
        "$((Get-PaceTelemetryStatus).Problems)" | Should -BeLike $Says
    }

    It 'says that config.yaml cannot be understood, and that nothing is counted or sent' {
        Set-Content $configFile "telemetry: [upload"
        $status = Get-PaceTelemetryStatus
        $status.Recording, $status.Upload | Should -Be $false, $false
        "$($status.Problems)" | Should -BeLike '*config.yaml*'
    }

    It 'says that the CLI sends the file to its own maker, and how to stop that' {
        Set-Content (Join-Path $paceHome.ConfigPath 'pace-cli-last-seen') '0'
        "$((Get-PaceTelemetryStatus).Problems)" | Should -BeLike '*CLI*telemetry-upload-interval-seconds: -1*'
    }

    It 'works without a home directory' {
        $null, $answer = Invoke-NewPowerShell "
            'PACE_CONFIG_PATH', 'PACE_DATA_PATH', 'HOME', 'XDG_DATA_HOME', 'USERPROFILE', 'LOCALAPPDATA' | ForEach-Object { Remove-Item env:`$_ -ErrorAction Ignore }
            `$env:HOME = ''
            Import-Module '$ManifestPath'
            'begin'
            (Get-PaceTelemetryStatus).Recording"
        $answer | Should -BeIn 'True', 'False'
    }
}
