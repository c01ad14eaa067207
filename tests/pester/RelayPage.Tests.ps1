# The relay's page in a real browser. Screenshots are kept among the test results.

BeforeDiscovery {
    $browser = 'chromium', 'chromium-browser', 'google-chrome' | ForEach-Object { Get-Command $_ -CommandType Application -ErrorAction Ignore } | Select-Object -First 1
    $modules = [IO.Path]::Combine($PSScriptRoot, '..', 'browser', 'node_modules', 'playwright-core')
    $missing = -not $browser -or -not (Get-Command node -CommandType Application -ErrorAction Ignore) -or -not (Test-Path $modules)
}

Describe 'The relay''s page' -Skip:$missing {
    BeforeAll {
        . "$PSScriptRoot/support/Pace.ps1"
        . "$PSScriptRoot/support/Relay.ps1"
        'Native', 'PostgresServer' | ForEach-Object { . "$PSScriptRoot/../support/$_.ps1" }
        $browser = ('chromium', 'chromium-browser', 'google-chrome' | ForEach-Object { Get-Command $_ -CommandType Application -ErrorAction Ignore } | Select-Object -First 1).Source
        $screenshots = (New-Item ([IO.Path]::Combine($RepositoryRoot, 'artifacts', 'test-results', 'page')) -ItemType Directory -Force).FullName
        $relay = Start-Relay @{ 'Publish:VersionThreshold' = 1 }

        function Invoke-Browser([string] $Phase) {
            $output = node ([IO.Path]::Combine($RepositoryRoot, 'tests', 'browser', 'page.mjs')) $browser $relay.Uri $screenshots $Phase 2>&1
            if ($LASTEXITCODE -ne 0) { throw "The browser did not run: $output" }
            "$output" | ConvertFrom-Json -AsHashtable
        }

        # Twelve installations: ten of the module, of two versions, and two of the CLI.
        function Send-Document([string] $Version, [string] $System, [hashtable] $Points) {
            $body = @{ metric_points = $Points; cli_version = $Version; operating_system = $System; id = [guid]::NewGuid().ToString() }
            (Invoke-WebRequest "$($relay.Uri)/telemetry" -Method Post -NoProxy -ContentType 'application/json' -Body ($body | ConvertTo-Json -Depth 5)).Content | Should -BeExactly 'OK'
        }

        $results = Invoke-Browser empty
        1..10 | ForEach-Object {
            Send-Document ($_ -le 8 ? 'v0.1.0' : 'v0.2.3') ($_ -le 7 ? 'linux' : 'windows') @{
                'Get-PaceDataPolicy' = @{ '0' = @{ cumulative_count = 108 } }
                'Set-PaceDataPolicy' = @{ '0' = @{ cumulative_count = 4 }; '1' = @{ cumulative_count = 7 }; '130' = @{ cumulative_count = 1 } }
            }
        }
        1..2 | ForEach-Object {
            Send-Document 'v0.1.0' 'linux' @{ 'pace list tables' = @{ '0' = @{ cumulative_count = 52 }; '1' = @{ cumulative_count = 1 }; '130' = @{ cumulative_count = 1 } } }
        }
        # An answer is kept for some seconds.
        $watch = [Diagnostics.Stopwatch]::StartNew()
        foreach ($query in 'window=week&client=all', 'window=week&client=cli') {
            while ((Invoke-RestMethod "$($relay.Uri)/api/usage?$query" -NoProxy).installations.active -eq 0 -and $watch.Elapsed.TotalSeconds -lt 20) {
                Start-Sleep -Milliseconds 500
            }
        }

        $results += Invoke-Browser full
    }

    AfterAll {
        Stop-Relay $relay
    }

    It '<_>' -ForEach @(
        'an empty relay says how to send it its first count'
        'shows the numbers that were sent'
        'draws the line of installations'
        'filters by client and time, and keeps that in its address'
        'sorts by failure rate'
        'tells since which version a command fails'
        'can be used with a keyboard alone'
        'tells failure without colour'
        'fits a phone, in the dark too'
    ) {
        $results.ContainsKey($_) | Should -BeTrue
        $results[$_] | Should -BeNullOrEmpty
    }

    It 'may be asked for nothing but its own files' {
        foreach ($path in '/..%2f..%2fetc/passwd', '/page.cs', '/lib/', '/lib/..%5cindex.html') {
            (Invoke-WebRequest "$($relay.Uri)$path" -NoProxy -SkipHttpErrorCheck).StatusCode | Should -BeIn 400, 404
        }
    }

    It 'lets no other page frame it, and runs no script but its own' {
        $headers = (Invoke-WebRequest $relay.Uri -NoProxy).Headers
        "$($headers.'Content-Security-Policy')" | Should -BeLike "default-src 'none';*script-src 'self';*frame-ancestors 'none'*"
        "$($headers.'X-Content-Type-Options')" | Should -Be 'nosniff'
    }
}
