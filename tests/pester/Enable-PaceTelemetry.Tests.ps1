BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Endpoint.ps1"
    Import-Module $ManifestPath
    $optout = $env:POWERSHELL_TELEMETRY_OPTOUT
}

AfterAll {
    $env:POWERSHELL_TELEMETRY_OPTOUT = $optout
}

Describe 'Enable-PaceTelemetry' {
    BeforeEach {
        $paceHome = New-PaceHome
        $env:POWERSHELL_TELEMETRY_OPTOUT = $null
        $configFile = Join-Path $paceHome.ConfigPath 'config.yaml'
        $address = 'https://relay.example.com/telemetry'
    }

    AfterEach {
        Remove-PaceHome $paceHome
    }

    It 'agrees to counting alone, and says nothing' {
        Disable-PaceTelemetry
        Enable-PaceTelemetry *>&1 | Should -BeNullOrEmpty
        Get-Content $configFile | Should -Be 'telemetry: local'
        $status = Get-PaceTelemetryStatus
        $status.Recording, $status.Upload | Should -Be $true, $false
    }

    It 'agrees to sending with -Upload, and says where counts go and how many so far' {
        1..3 | ForEach-Object { $null = Get-PaceVersion }
        $said = Enable-PaceTelemetry -Upload -Endpoint $address 6>&1
        "$said" | Should -BeLike "*$address*3 runs of 1 command*"
        $status = Get-PaceTelemetryStatus
        $status.Upload | Should -BeTrue
        $status.Endpoint | Should -Be $address
    }

    It 'says nothing of counts where there are none' {
        "$(Enable-PaceTelemetry -Upload -Endpoint $address 6>&1)" | Should -Be "Counts are sent to $address."
    }

    It 'forgets the counts so far with -FromNow, and begins a new id' {
        1..3 | ForEach-Object { $null = Get-PaceVersion }
        $before = (Get-PaceTelemetryStatus).Id
        "$(Enable-PaceTelemetry -Upload -Endpoint $address -FromNow 6>&1)" | Should -Be "Counts are sent to $address."
        (Get-PaceTelemetryStatus).Id | Should -Not -Be $before
        (Get-PaceTelemetry).Command | Should -Not -Contain 'Get-PaceVersion'
    }

    It 'takes the endpoint that is configured already' {
        Set-Content $configFile "telemetry-endpoint: $address"
        Enable-PaceTelemetry -Upload 6>$null
        (Get-PaceTelemetryStatus).Upload | Should -BeTrue
    }

    It 'warns when another switch still keeps it off, and names it' {
        $env:POWERSHELL_TELEMETRY_OPTOUT = '1'
        $warned = Enable-PaceTelemetry -Upload -Endpoint $address -WarningAction Continue 3>&1 6>$null
        "$warned" | Should -BeLike '*POWERSHELL_TELEMETRY_OPTOUT=1*'
        $env:DO_NOT_TRACK = '1'
        "$(Enable-PaceTelemetry -WarningAction Continue 3>&1)" | Should -BeLike '*DO_NOT_TRACK=1*'
    }

    It 'keeps comments and keys of config.yaml that it does not know' {
        Set-Content $configFile "# mine`napi-host: localhost:9090 # the server`nmade-up: [1, 2]"
        Enable-PaceTelemetry -Upload -Endpoint $address 6>$null
        $text = Get-Content $configFile
        $text[0..2] | Should -Be '# mine', 'api-host: localhost:9090 # the server', 'made-up: [1, 2]'
        $text | Should -Contain 'telemetry: upload'
    }

    It 'refuses <What>, and agrees to nothing' -TestCases @(
        @{ What = 'to send without an endpoint'; Arguments = @{ Upload = $true }; Id = 'ConfigurationInvalid'; Says = '*-Endpoint*' }
        @{ What = 'http to another machine'; Arguments = @{ Upload = $true; Endpoint = 'http://relay.example.com/' }; Id = 'ConfigurationInvalid'; Says = '*https*' }
        @{ What = 'an address that is none'; Arguments = @{ Upload = $true; Endpoint = 'relay' }; Id = 'ConfigurationInvalid'; Says = '*https*' }
        @{ What = '-FromNow without -Upload'; Arguments = @{ FromNow = $true }; Id = 'ParameterInvalid'; Says = '*-Upload*' }
        @{ What = '-Endpoint without -Upload'; Arguments = @{ Endpoint = 'https://relay.example.com/' }; Id = 'ParameterInvalid'; Says = '*-Upload*' }
    ) {
        $failure = { Enable-PaceTelemetry @Arguments } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$failure $($failure.ErrorDetails.RecommendedAction)" | Should -BeLike $Says
        $configFile | Should -Not -Exist
    }

    It 'changes nothing under -WhatIf' {
        $null = Get-PaceVersion
        $id = (Get-PaceTelemetryStatus).Id
        Enable-PaceTelemetry -Upload -Endpoint $address -FromNow -WhatIf
        $configFile | Should -Not -Exist
        (Get-PaceTelemetryStatus).Id | Should -Be $id
    }
}
