# Uploading to endpoints that misbehave: no cmdlet and no end of a PowerShell waits for them, and the schedule holds.

BeforeDiscovery {
    $endpoints = @(
        @{ Name = 'accepts and never answers'; Kind = 'silent'; Status = '-' }
        @{ Name = 'refuses'; Kind = 'refusing'; Status = '-' }
        @{ Name = 'answers 500'; Kind = '500'; Status = '500' }
        @{ Name = 'answers 429 with Retry-After'; Kind = '429'; Status = '429' }
        @{ Name = 'redirects to another host'; Kind = 'redirecting'; Status = '307' }
        @{ Name = 'sends a body of 1 GB'; Kind = 'huge'; Status = '200' }
    )
    # Only Linux drops who finds a full queue; elsewhere that is one more endpoint that refuses.
    if ($IsLinux) { $endpoints += @{ Name = 'is a black hole'; Kind = 'black hole'; Status = '-' } }
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Uploading.ps1"
    $paceHome = New-PaceHome
    $elsewhere = [Pace.Tests.EndpointServer]::Answer($Accepting)
    $servers = @{
        'accepting'   = [Pace.Tests.EndpointServer]::Answer($Accepting)
        'silent'      = [Pace.Tests.EndpointServer]::Silent()
        '500'         = [Pace.Tests.EndpointServer]::Answer("HTTP/1.1 500 Internal Server Error`r`nContent-Length: 0`r`n`r`n")
        '404'         = [Pace.Tests.EndpointServer]::Answer("HTTP/1.1 404 Not Found`r`nContent-Length: 0`r`n`r`n")
        '429'         = [Pace.Tests.EndpointServer]::Answer("HTTP/1.1 429 Too Many Requests`r`nRetry-After: 7200`r`nContent-Length: 0`r`n`r`n")
        'redirecting' = [Pace.Tests.EndpointServer]::Answer("HTTP/1.1 307 Temporary Redirect`r`nLocation: http://127.0.0.2:$($elsewhere.Port)/telemetry`r`nContent-Length: 0`r`n`r`n")
        'huge'        = [Pace.Tests.EndpointServer]::Answer("HTTP/1.1 200 OK`r`nContent-Length: 1073741824`r`n`r`n", 1GB)
    }
    if ($IsLinux) { $servers['black hole'] = [Pace.Tests.EndpointServer]::BlackHole() }
    $addresses = @{ 'refusing' = Get-RefusingAddress }
    foreach ($kind in $servers.Keys) { $addresses[$kind] = $servers[$kind].Address }

    # A configuration directory in which uploading to an endpoint was agreed to.
    function New-Folder([string] $Kind) {
        $folder = Join-Path $paceHome.Path ([guid]::NewGuid().ToString('n'))
        $script:environment = New-AgreedHome $folder $addresses[$Kind]
        $folder
    }

    function Get-Connections([string] $Kind) { if ($servers[$Kind]) { $servers[$Kind].Connections } else { 0 } }

    # The script runs where POWERSHELL_TELEMETRY_OPTOUT holds PowerShell itself back, and not Pace.
    $preamble = "`$env:POWERSHELL_TELEMETRY_OPTOUT = `$null; Import-Module '$ManifestPath'"

    # Until an attempt has begun, so that what is measured after is measured beside it.
    $waitForAttempt = 'for ($i = 0; $i -lt 1000 -and -not (Test-Path "$env:PACE_CONFIG_PATH/telemetry-sent.json"); $i++) { Start-Sleep -Milliseconds 10 }'

    # A first upload, whose end the process waits for.
    function Start-Attempt([string] $Kind) {
        $null = New-Folder $Kind
        @{
            Begun       = [datetime]::UtcNow
            Environment = $environment
            Process     = Start-NewPowerShell "$preamble; `$null = Get-PaceVersion; `$null = Send-PaceTelemetry -ErrorAction Ignore" $environment
        }
    }

    # These take 10 s, which need not pass one after the other.
    $begun = @{}
    'silent', 'black hole' | Where-Object { $addresses[$_] } | ForEach-Object { $begun[$_] = Start-Attempt $_ }
}

AfterAll {
    $servers.Values | ForEach-Object Dispose
    $elsewhere.Dispose()
    Remove-PaceHome $paceHome
}

Describe 'An endpoint that <Name>' -ForEach $endpoints {
    It 'makes no cmdlet slower' {
        $null = New-Folder $Kind
        $with, $without = Invoke-PaceProcess @"
            $preamble
            `$null = Get-PaceVersion
            $waitForAttempt
            `$times = @{ upload = [Collections.Generic.List[double]]::new(); local = [Collections.Generic.List[double]]::new() }
            for (`$i = 0; `$i -lt 20; `$i++) {
                foreach (`$side in 'upload', 'local') {
                    `$env:PACE_TELEMETRY = `$side
                    `$start = [Diagnostics.Stopwatch]::GetTimestamp()
                    `$null = Get-PaceVersion
                    `$times[`$side].Add([Diagnostics.Stopwatch]::GetElapsedTime(`$start).TotalMilliseconds)
                    Start-Sleep -Milliseconds 5
                }
            }
            foreach (`$side in 'upload', 'local') { `$times[`$side].Sort(); `$times[`$side][10].ToString([cultureinfo]::InvariantCulture) }
"@ $environment
        [double] $with | Should -BeLessOrEqual ([double] $without + 10)
    }

    It 'is asked again when the schedule says, and not before' {
        $attempt = if ($begun[$Kind]) { $begun[$Kind] } else { Start-Attempt $Kind }
        $environment = $attempt.Environment
        $folder = $environment.PACE_CONFIG_PATH
        $null = Wait-NewPowerShell $attempt.Process
        $state = Read-UploadState $folder
        $state.claim | Should -Be '-'
        $state.accepted | Should -Be '-'
        $state.failures | Should -Be 1
        $outcome, $status, $time = $state.last -split ' '
        $outcome | Should -Be failed
        $status | Should -Be $_.Status
        $time = ConvertTo-Utc $time
        $time | Should -BeGreaterThan $attempt.Begun
        if ($Kind -eq '429') { ConvertTo-Utc $state.'not-before' | Should -Be $time.AddSeconds(7200) }
        else { $state.'not-before' | Should -Be '-' }

        # The status tells the time that follows from it: 60 s after a failure, a tenth at most added; or what was asked for.
        $connections = Get-Connections $Kind
        $next, $sent, $forced = Invoke-PaceProcess @"
            $preamble
            `$null = Get-PaceVersion
            (Get-PaceTelemetryStatus).NextUpload.ToUniversalTime().ToString('yyyy-MM-dd''T''HH:mm:ss.fff''Z''')
            (Send-PaceTelemetry -ErrorAction Ignore).Status
            if ('$Kind' -notin 'silent', 'black hole') { (Send-PaceTelemetry -Force -ErrorAction Ignore).Status }
"@ $environment
        $wait = (ConvertTo-Utc $next) - $time
        if ($Kind -eq '429') { $wait.TotalSeconds | Should -Be 7200 }
        else {
            $wait.TotalSeconds | Should -BeGreaterOrEqual 60
            $wait.TotalSeconds | Should -BeLessOrEqual 66
        }

        $sent | Should -Be NotDue
        # -Force overrides the wait after a failure, and never what the endpoint asked for.
        if ($Kind -eq '429') { $forced | Should -Be NotDue }
        elseif ($forced) {
            $forced | Should -Be Failed
            (Read-UploadState $folder).failures | Should -Be 2
        }

        $asked = if ($forced -eq 'Failed' -and $Kind -ne 'refusing') { 1 } else { 0 }
        Get-Connections $Kind | Should -Be ($connections + $asked)
    }
}

Describe 'A PowerShell that leaves' {
    It 'is held up by none of them' {
        # From the last line of the script to the end of the process, all in turns with one that sends nothing.
        $kinds = @('') + @($addresses.Keys | Where-Object { $_ -ne '404' })
        $times = @{}
        foreach ($round in 1..3) {
            foreach ($kind in $kinds) {
                $null = New-Folder ($kind ? $kind : 'accepting')
                if (-not $kind) { $environment.PACE_TELEMETRY = 'local' }
                $process = Start-NewPowerShell "$preamble; `$null = Get-PaceVersion
                    $(if ($kind) { $waitForAttempt })
                    [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds()" $environment
                $leaving = [long] (Wait-NewPowerShell $process)
                $times[$kind] += @(([DateTimeOffset] $process.ExitTime).ToUnixTimeMilliseconds() - $leaving)
            }
        }

        # bench/telemetry holds it to 250 ms; here whatever a busy machine adds to the end of any process is let pass.
        $without = Get-Median $times['']
        foreach ($kind in $kinds) {
            Get-Median $times[$kind] | Should -BeLessOrEqual ($without + 250 + 200 + 2 * $without) -Because "the endpoint is $kind"
        }
    }
}

Describe 'What endpoints cannot do' {
    It 'lead to another host' {
        $servers['redirecting'].Connections | Should -BeGreaterThan 0
        $elsewhere.Connections | Should -Be 0
    }

    It 'make Pace read what they send without end' {
        $servers['huge'].Connections | Should -BeGreaterThan 0
        # What the system's own buffers took; Pace reads 4 KiB.
        $servers['huge'].FillerTaken / $servers['huge'].Connections | Should -BeLessThan 64MB
    }
}

Describe 'An endpoint that answers' {
    It '<Status> is left alone for an interval' -TestCases @(
        @{ Kind = 'accepting'; Status = 'accepted 200' }
        @{ Kind = '404'; Status = 'rejected 404' }
    ) {
        $connections = Get-Connections $Kind
        $attempt = Start-Attempt $Kind
        $environment = $attempt.Environment
        $folder = $environment.PACE_CONFIG_PATH
        $null = Wait-NewPowerShell $attempt.Process
        $state = Read-UploadState $folder
        $state.failures | Should -Be 0
        $state.'not-before' | Should -Be '-'
        $state.last | Should -BeLike "$Status *"
        $time = ConvertTo-Utc ($state.last -split ' ')[2]
        $next, $sent = Invoke-PaceProcess @"
            $preamble
            `$null = Get-PaceVersion
            (Get-PaceTelemetryStatus).NextUpload.ToUniversalTime().ToString('yyyy-MM-dd''T''HH:mm:ss.fff''Z''')
            (Send-PaceTelemetry -ErrorAction Ignore).Status
"@ $environment
        $wait = (ConvertTo-Utc $next) - $time
        $wait.TotalSeconds | Should -BeGreaterOrEqual 3600
        $wait.TotalSeconds | Should -BeLessOrEqual 3960
        $sent | Should -Be NotDue
        Get-Connections $Kind | Should -Be ($connections + 1)
    }
}

Describe 'Twenty PowerShells at once with an upload due' {
    It 'make one request' {
        $folder = New-Folder 'accepting'
        $before = Get-Connections 'accepting'
        $gate = Join-Path $paceHome.Path 'gate'
        $ready = New-Item (Join-Path $paceHome.Path 'ready') -ItemType Directory
        $processes = 1..20 | ForEach-Object {
            Start-NewPowerShell @"
                $preamble
                `$null = [IO.File]::Create("$ready/`$PID")
                while (-not (Test-Path '$gate')) { Start-Sleep -Milliseconds 20 }
                1..3 | ForEach-Object { `$null = Get-PaceVersion }
                `$status = (Send-PaceTelemetry -ErrorAction Ignore).Status
                `$status
"@ $environment
        }
        $deadline = [datetime]::UtcNow.AddMinutes(2)
        while (@(Get-ChildItem $ready).Count -lt 20 -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 50 }
        $null = New-Item $gate
        $statuses = $processes | ForEach-Object { Wait-NewPowerShell $_ 120 }
        @($statuses).Count | Should -Be 20
        @($statuses) -notmatch '^(Accepted|NotDue|Busy)$' | Should -BeNullOrEmpty
        (Get-Connections 'accepting') - $before | Should -Be 1
        (Read-UploadState $folder).last | Should -BeLike 'accepted 200 *'
    }
}
