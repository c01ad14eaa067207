BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Endpoint.ps1"
    Import-Module $ManifestPath
    $optout = $env:POWERSHELL_TELEMETRY_OPTOUT
}

AfterAll {
    $env:POWERSHELL_TELEMETRY_OPTOUT = $optout
}

Describe 'Disable-PaceTelemetry' {
    BeforeEach {
        $paceHome = New-PaceHome
        $env:POWERSHELL_TELEMETRY_OPTOUT = $null
        $configFile = Join-Path $paceHome.ConfigPath 'config.yaml'
    }

    AfterEach {
        Remove-PaceHome $paceHome
    }

    It 'says nothing, and nothing is counted from then on' {
        $null = Get-PaceVersion
        $null = Get-PaceTelemetry
        Disable-PaceTelemetry *>&1 | Should -BeNullOrEmpty
        $before = Get-Content $paceHome.TelemetryFile -Raw
        1..3 | ForEach-Object { $null = Get-PaceVersion }
        $null = Get-PaceTelemetry
        Get-Content $paceHome.TelemetryFile -Raw | Should -Be $before
        Get-Content $configFile | Should -Be 'telemetry: off'
    }

    It 'holds in every later session' {
        Disable-PaceTelemetry
        Invoke-NewPowerShell "Import-Module '$ManifestPath'; (Get-PaceTelemetryStatus).Recording" | Should -Be 'False'
    }

    It 'leaves no file but config.yaml and its lock where it is the first command' {
        Invoke-NewPowerShell "Import-Module '$ManifestPath'; Disable-PaceTelemetry; Get-PaceVersion | Out-Null" | Should -BeNullOrEmpty
        Get-ChildItem $paceHome.ConfigPath -Force | ForEach-Object Name | Should -Be 'config.yaml', 'config.yaml.lock'
    }

    It 'keeps the counts for their user to read, and forgets what was planned' {
        $endpoint = New-Endpoint
        try {
            $null = Get-PaceVersion
            Enable-PaceTelemetry -Upload -Endpoint $endpoint.Address 6>$null
            (Send-PaceTelemetry).Status | Should -Be 'Accepted'
        }
        finally {
            Remove-Endpoint $endpoint
        }

        Disable-PaceTelemetry
        Join-Path $paceHome.ConfigPath 'telemetry-upload.state' | Should -Not -Exist
        Read-TelemetryFile $paceHome.TelemetryFile | Should -Contain 'Get-PaceVersion 0 1'
        (Send-PaceTelemetry -Force).Status | Should -Be 'Off'
    }

    It 'changes nothing under -WhatIf' {
        Disable-PaceTelemetry -WhatIf
        $configFile | Should -Not -Exist
    }
}
