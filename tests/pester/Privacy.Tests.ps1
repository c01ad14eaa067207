# That nothing but counts is written and sent: whatever else a cmdlet is given, and whoever and wherever it runs.

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Uploading.ps1"
    $paceHome = New-PaceHome
    $server = [Pace.Tests.EndpointServer]::Answer($Accepting)

    # Every byte of a file or a request as a character, so that nothing hides in an encoding, and the canary in each of them.
    $canary = 'zqcanary'
    function Find-Canary([string] $Text) {
        $forms = @(
            $canary
            [Text.Encoding]::Latin1.GetString([Text.Encoding]::Unicode.GetBytes($canary))
            [Convert]::ToHexString([Text.Encoding]::ASCII.GetBytes($canary))
            # What Base64 makes of its middle, wherever in three bytes it begins.
            0..2 | ForEach-Object { [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes(('x' * $_) + $canary)).Substring(4, 7) }
        )
        $forms | Where-Object { $Text.Contains($_, [StringComparison]::OrdinalIgnoreCase) }
    }

    function Read-Bytes([string] $Path) { [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($Path)) }
    $allowed = [IO.File]::ReadAllLines("$RepositoryRoot/src/Pace.Telemetry/Contract/commands.txt") -match '^[A-Z][a-z]+[A-Z]?[a-z]*-Pace'
}

AfterAll {
    $server.Dispose()
    Remove-PaceHome $paceHome
}

Describe 'Every cmdlet with a canary in every parameter' {
    BeforeAll {
        # Home directory, user, machine and working directory carry it too. The names that the system gives, and not only
        # the environment, are other ones where Linux lets a process have its own.
        $homeFolder, $work, $snapshots = 'zqcanaryhome', 'zqcanarywork', 'snapshots' |
            ForEach-Object { [IO.Directory]::CreateDirectory((Join-Path $paceHome.Path $_)).FullName }
        $environment = @{
            HOME = $homeFolder; USERPROFILE = $homeFolder; LOCALAPPDATA = $homeFolder; APPDATA = $homeFolder
            XDG_CONFIG_HOME = $null; XDG_DATA_HOME = $null; XDG_CACHE_HOME = $null
            USER = 'zqcanaryuser'; LOGNAME = 'zqcanaryuser'; USERNAME = 'zqcanaryuser'; USERDOMAIN = 'zqcanarydomain'
            HOSTNAME = 'zqcanarymachine'; COMPUTERNAME = 'zqcanarymachine'; PACE_TELEMETRY_TOKEN = 'zqtoken'
            BAGGAGE = 'zqcanarybaggage'; TRACEPARENT = 'zqcanarytrace'
        }
        $report = Join-Path $paceHome.Path 'report.json'
        $other = Get-OtherMachine (Join-Path $paceHome.Path 'machine') zqcanarymachine zqcanaryuser
        $process = Start-NewPowerShell "& '$PSScriptRoot/support/Canary.ps1' -Manifest '$ManifestPath' -Address '$($server.Address)' ``
            -Snapshots '$snapshots' -Report '$report'" $environment $work -Under $other
        $null = Wait-NewPowerShell $process 180
        $report = Get-Content $report -Raw | ConvertFrom-Json
        $folder = Join-Path $homeFolder '.config' 'pace'
    }

    It 'was given to all that there are, and came out in errors' {
        # What the test is worth: a parameter that is new and left out fails here, and so does one of an unknown type.
        @($report.Expected | Where-Object { $_ -notin $report.Given -and $_ -notmatch ' Confirm$' }) | Should -BeNullOrEmpty
        $report.Expected.Count | Should -BeGreaterThan 100
        $report.Runs | Should -BeGreaterThan $report.Expected.Count
        $report.FailuresWithCanary | Should -BeGreaterThan 200
        if ($other) { $report.Names -notmatch $canary | Should -BeNullOrEmpty -Because 'machine, user, working and home directory carry it' }
        # Two outcomes of the cmdlets were counted, and all cmdlets, in what was sent last.
        $sent = Get-Content (Join-Path $folder 'telemetry-sent.json') -Raw | ConvertFrom-Json -AsHashtable
        @($report.Commands | Where-Object { -not $sent.metric_points.ContainsKey($_) }) | Should -BeNullOrEmpty
        @($sent.metric_points.Values | Where-Object { $_.ContainsKey('1') }).Count | Should -BeGreaterThan 10
        @($report.Statuses | Select-Object -Unique) | Should -Be Accepted
        # Where users put it themselves it is: config.yaml has platforms, the data directory policies. These are not judged.
        Find-Canary (Read-Bytes (Join-Path $folder 'config.yaml')) | Should -Not -BeNullOrEmpty
        Find-Canary (Read-Bytes ([IO.Path]::Combine($homeFolder, '.local', 'share', 'pace', 'policies.db'))) | Should -Not -BeNullOrEmpty
    }

    It 'is in no file that telemetry writes, not while cmdlets run and not after' {
        # Of the configuration directory everything is judged but config.yaml, which its user fills.
        $files = @(Get-ChildItem $folder -Force) + @(Get-ChildItem $snapshots -Recurse -File -Force)
        $names = $files.Name | Select-Object -Unique
        'telemetry.yaml', 'telemetry.ledger', 'telemetry.lock', 'telemetry-upload.state', 'telemetry-upload.lock', 'telemetry-sent.json' |
            ForEach-Object { $names | Should -Contain $_ }
        @($names -like 'telemetry.journal-*') | Should -Not -BeNullOrEmpty -Because 'the process was alive when copies were made'
        foreach ($file in $files | Where-Object Name -NE 'config.yaml') {
            Find-Canary $file.Name | Should -BeNullOrEmpty
            Find-Canary (Read-Bytes $file.FullName) | Should -BeNullOrEmpty -Because $file.FullName
            # The token goes to the endpoint and nowhere else; the endpoint's address stands in config.yaml alone.
            Read-Bytes $file.FullName | Should -Not -Match 'zqtoken|zqaddress' -Because $file.FullName
        }

        Read-Bytes (Join-Path $folder 'config.yaml') | Should -Not -Match 'zqtoken|zqcanarypassword'
    }

    It 'is in no byte that was sent' {
        $server.Received.Count | Should -BeGreaterOrEqual 3
        foreach ($request in $server.Received) {
            Find-Canary $request | Should -BeNullOrEmpty
            # All that is there, byte by byte: so nothing else has room. The address is what its user asked for.
            $head, $body = $request -split "`r`n`r`n", 2
            $head | Should -MatchExactly ("^POST /(telemetry|zqaddress) HTTP/1\.1\r\nHost: 127\.0\.0\.1:$($server.Port)\r\n" +
                "User-Agent: Pace\r\nAuthorization: Bearer zqtoken\r\nContent-Type: application/json\r\nContent-Length: $($body.Length)$")
            $point = '"[A-Za-z-]+":\{("(0|1|130)":\{"cumulative_count":\d+\},?)+\},?'
            $body | Should -MatchExactly ('^\{"metric_points":\{(' + $point + ')+\},"cli_version":"v[0-9.]+","operating_system":"(linux|darwin|windows)",' +
                '"id":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"\}$')
        }

        @($server.Received -match '^POST /zqaddress').Count | Should -BeGreaterThan 0
    }

    It 'makes no name that is not on the list' {
        $found = [Collections.Generic.HashSet[string]]::new()
        foreach ($text in @($server.Received | ForEach-Object { ($_ -split "`r`n`r`n", 2)[1] }) +
            @(Get-ChildItem $folder, $snapshots -Recurse -File -Force | Where-Object Name -NE 'config.yaml' | ForEach-Object { Read-Bytes $_.FullName })) {
            # Two words of letters with a hyphen between them: nothing but a command has that shape in these files.
            [regex]::Matches($text, '(?<![A-Za-z0-9-])[A-Za-z]+-[A-Za-z]{3,}(?![A-Za-z0-9-])') | ForEach-Object { $null = $found.Add($_.Value) }
        }

        # The words of the state's own format.
        $found.ExceptWith([string[]] @('pace-ledger', 'not-before'))
        @($found | Where-Object { $_ -cnotin $allowed }) | Should -BeNullOrEmpty
        $found.Count | Should -Be $report.Commands.Count
    }
}

Describe 'What others wrote into telemetry.yaml' {
    It 'stays there' {
        $folder = Join-Path $paceHome.Path 'others'
        $environment = New-AgreedHome $folder $server.Address
        $before = $server.Received.Count
        [IO.File]::WriteAllText((Join-Path $folder 'telemetry.yaml'), @"
metric_points:
    pace zqcanary command:
        0:
            cumulative_count: 7
    Get-Zqcanary:
        0:
            cumulative_count: 8
    Get-PaceZqcanary:
        0:
            cumulative_count: 9
cli_version: zqcanaryversion
operating_system: zqcanarysystem
zqcanarykey: zqcanaryvalue
id: 36be4c46-4e1b-431d-b9db-1b315f537a85

"@)
        Invoke-PaceProcess "`$env:POWERSHELL_TELEMETRY_OPTOUT = `$null; Import-Module '$ManifestPath'; `$null = Get-PaceVersion
            (Send-PaceTelemetry -Force).Status" $environment | Should -Be Accepted
        $requests = @($server.Received | Select-Object -Skip $before)
        $requests.Count | Should -BeGreaterThan 0
        $requests | ForEach-Object { Find-Canary $_ | Should -BeNullOrEmpty }
        Find-Canary (Read-Bytes (Join-Path $folder 'telemetry-sent.json')) | Should -BeNullOrEmpty
        Find-Canary (Read-Bytes (Join-Path $folder 'telemetry.yaml')) | Should -Not -BeNullOrEmpty
    }
}
