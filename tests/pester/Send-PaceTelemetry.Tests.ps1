BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Endpoint.ps1"
    Import-Module $ManifestPath
    $optout = $env:POWERSHELL_TELEMETRY_OPTOUT

    function Answer([string] $Status, [string] $Header) {
        "HTTP/1.1 $Status`r`nContent-Length: 0`r`n$($Header ? "$Header`r`n" : '')Connection: close`r`n`r`n"
    }
}

AfterAll {
    $env:POWERSHELL_TELEMETRY_OPTOUT = $optout
}

Describe 'Send-PaceTelemetry' {
    BeforeEach {
        $paceHome = New-PaceHome
        $env:POWERSHELL_TELEMETRY_OPTOUT = $null
        $endpoint = $null
    }

    AfterEach {
        if ($endpoint) { Remove-Endpoint $endpoint }
        Remove-PaceHome $paceHome
    }

    It 'sends Pace''s counts, and waits for the answer' {
        $endpoint = New-Endpoint
        Copy-Item "$PSScriptRoot/fixtures/telemetry/cli-and-pace.yaml" $paceHome.TelemetryFile
        1..3 | ForEach-Object { $null = Get-PaceVersion }
        Enable-PaceTelemetry -Upload -Endpoint $endpoint.Address 6>$null
        $result = Send-PaceTelemetry
        $result.Status, $result.HttpStatus | Should -Be 'Accepted', 200
        $result.NextUpload | Should -BeGreaterThan (Get-Date).AddMinutes(50)
        $endpoint.Requests.Count | Should -Be 1
        $body = Get-RequestBody ($endpoint.Requests.ToArray()[0]) | ConvertFrom-Json -AsHashtable
        $body.metric_points.'Get-PaceVersion'.'0'.cumulative_count | Should -Be 3
        $body.metric_points.Keys | Should -Not -Contain 'pace list groups'
        $body.Keys | Sort-Object | Should -Be 'cli_version', 'id', 'metric_points', 'operating_system'
    }

    It 'shows with -Preview exactly the bytes that are sent then, and sends nothing' {
        $endpoint = New-Endpoint
        $null = Get-PaceVersion
        Enable-PaceTelemetry -Upload -Endpoint $endpoint.Address 6>$null
        Disable-PaceTelemetry # so that no count comes between the preview and the sending
        $preview = Send-PaceTelemetry -Preview
        $endpoint.Requests.Count | Should -Be 0
        $config = Join-Path $paceHome.ConfigPath 'config.yaml'
        (Get-Content $config -Raw) -replace 'telemetry: "?off"?', 'telemetry: upload' | Set-Content $config
        (Send-PaceTelemetry).Status | Should -Be 'Accepted'
        Get-RequestBody ($endpoint.Requests.ToArray()[0]) | Should -BeExactly $preview
        Get-Content (Join-Path $paceHome.ConfigPath 'telemetry-sent.json') -Raw | Should -BeExactly $preview
    }

    It 'says with -Preview that there is nothing to send' {
        $env:PACE_TELEMETRY_OPTOUT = '1'
        $said = Send-PaceTelemetry -Preview -WarningAction Continue 3>&1
        "$said" | Should -BeLike 'There is nothing to send:*'
    }

    It 'sends nothing where nobody agreed, with -Force neither, and says so' {
        $null = Get-PaceVersion
        $result = Send-PaceTelemetry -Force -ErrorAction Stop
        $result.Status | Should -Be 'Off'
        $result.Reason | Should -Match '\.$'
    }

    It 'waits for the interval, unless told otherwise' {
        $endpoint = New-Endpoint
        $null = Get-PaceVersion
        Enable-PaceTelemetry -Upload -Endpoint $endpoint.Address 6>$null
        (Send-PaceTelemetry).Status | Should -Be 'Accepted'
        (Send-PaceTelemetry).Status | Should -Be 'NotDue'
        (Send-PaceTelemetry -Force).Status | Should -Be 'Accepted'
        $endpoint.Requests.Count | Should -Be 2
    }

    It 'obeys Retry-After, with -Force too' {
        $endpoint = New-Endpoint (Answer '429 Too Many Requests' 'Retry-After: 600')
        $null = Get-PaceVersion
        Enable-PaceTelemetry -Upload -Endpoint $endpoint.Address 6>$null
        $result = Send-PaceTelemetry -ErrorAction SilentlyContinue
        $result.Status, $result.HttpStatus | Should -Be 'Failed', 429
        $result.NextUpload | Should -BeGreaterThan (Get-Date).AddSeconds(500)
        (Send-PaceTelemetry -Force).Status | Should -Be 'NotDue'
        $endpoint.Requests.Count | Should -Be 1
    }

    It 'ends a runbook that must deliver when the endpoint answers <Status>' -TestCases @(
        @{ Status = '500 Internal Server Error'; Is = 'Failed' }
        @{ Status = '403 Forbidden'; Is = 'Rejected' }
        @{ Status = '200 OK'; Is = 'Failed' }
    ) {
        # 200 without the text OK is somebody else's page.
        $endpoint = New-Endpoint (Answer $Status)
        $null = Get-PaceVersion
        Enable-PaceTelemetry -Upload -Endpoint $endpoint.Address 6>$null
        $result = Send-PaceTelemetry -ErrorAction SilentlyContinue -ErrorVariable failure
        $result.Status | Should -Be $Is
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TelemetryNotSent,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -BeLike '*Get-PaceTelemetryStatus*'
        { Send-PaceTelemetry -Force -ErrorAction Stop } | Should -Throw -ErrorId 'TelemetryNotSent,*'
    }

    It 'never shows a token' {
        $endpoint = New-Endpoint (Answer '401 Unauthorized')
        $null = Get-PaceVersion
        Enable-PaceTelemetry -Upload -Endpoint $endpoint.Address 6>$null
        $env:PACE_TELEMETRY_TOKEN = 'very-secret-token'
        try {
            $all = Send-PaceTelemetry -Verbose -Debug -Confirm:$false *>&1 | Out-String
            $all += Get-PaceTelemetryStatus | Format-List * | Out-String
        }
        finally {
            $env:PACE_TELEMETRY_TOKEN = $null
        }

        $endpoint.Requests.ToArray()[0] | Should -BeLike '*Authorization: Bearer very-secret-token*'
        $all | Should -Not -BeLike '*very-secret*'
    }

    It 'sends nothing under -WhatIf' {
        $endpoint = New-Endpoint
        $null = Get-PaceVersion
        Enable-PaceTelemetry -Upload -Endpoint $endpoint.Address 6>$null
        Send-PaceTelemetry -WhatIf | Should -BeNullOrEmpty
        $endpoint.Requests.Count | Should -Be 0
    }

    It 'ends at once when its user stops it' {
        $silent = New-SilentServer
        try {
            $null = Get-PaceVersion
            Enable-PaceTelemetry -Upload -Endpoint "http://127.0.0.1:$($silent.Port)/" 6>$null
            $reached = [Threading.AutoResetEvent]::new($false)
            $accepted = $silent.Listener.AcceptTcpClientAsync()
            $waiting = [powershell]::Create().AddScript({ param($accepted, $reached) $null = $accepted.Wait(20000); $null = $reached.Set() }).AddArgument($accepted).AddArgument($reached)
            $null = $waiting.BeginInvoke()
            Invoke-AndStop 'Send-PaceTelemetry' $reached | Should -BeLessThan ([timespan]::FromSeconds(3))
        }
        finally {
            $silent.Listener.Stop()
        }
    }
}
