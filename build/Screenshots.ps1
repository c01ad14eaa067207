# The pictures of the README, made of what is built: a terminal after the walk, and the relay's page with sample counts.
# Needs tests/support/Native.ps1, PostgresServer.ps1 and Prerequisites.ps1 beside it.

# Writes docs/images/terminal.png and docs/images/dashboard.png. Takes tmux, Chromium and the packages of tests/browser.
function New-Screenshot([string] $Root, [string] $Artifacts) {
    $browser = 'chromium', 'chromium-browser', 'google-chrome' |
        ForEach-Object { Get-Command $_ -CommandType Application -ErrorAction Ignore } | Select-Object -First 1
    if (-not $browser -or -not (Get-Command tmux -CommandType Application -ErrorAction Ignore) -or -not (Test-BrowserPackage $Root)) {
        throw 'Pictures take tmux, Chromium, Node.js 20 or newer, and npm ci in tests/browser.'
    }

    $images = (New-Item ([IO.Path]::Combine($Root, 'docs', 'images')) -ItemType Directory -Force).FullName
    $take = [IO.Path]::Combine($Root, 'tests', 'browser', 'screenshot.mjs')

    . ([IO.Path]::Combine($Root, 'build', 'walk', 'Picture.ps1'))
    $screens = & ([IO.Path]::Combine($Root, 'build', 'walk', 'Walk.ps1')) -Destination (Join-Path $Artifacts 'walk')
    $page = [IO.Path]::Combine($Artifacts, 'walk', 'picture.html')
    [IO.File]::WriteAllText($page, (ConvertTo-TerminalHtml ($screens | Where-Object Name -EQ 'picture').Coloured))
    Invoke-Native node $take $browser.Source terminal $page (Join-Path $images 'terminal.png')

    $RepositoryRoot = $Root
    . ([IO.Path]::Combine($Root, 'tests', 'pester', 'support', 'Relay.ps1'))
    $relay = Start-Relay @{ 'Publish:VersionThreshold' = 1 }
    try {
        Send-SampleCount $relay.Uri
        Invoke-Native node $take $browser.Source dashboard $relay.Uri (Join-Path $images 'dashboard.png')
    }
    finally {
        Stop-Relay $relay
    }

    Get-Item (Join-Path $images '*.png') | ForEach-Object { Write-Step "docs/images/$($_.Name): $([Math]::Ceiling($_.Length / 1kB)) kB" }
}

# Forty-eight installations: what a team that has used Pace for some weeks might see.
function Send-SampleCount([string] $Uri) {
    $uses = [ordered] @{
        'Get-PaceTableRow' = 61, 1, 4; 'Get-PaceDataPolicy' = 48, 1, 0; 'Test-PaceDataPolicy' = 43, 0, 0; 'Set-PaceDataPolicy' = 31, 6, 1
        'Protect-PaceData' = 27, 1, 1; 'Invoke-PaceEvaluation' = 22, 2, 1; 'Get-PaceTable' = 19, 0, 0; 'Import-PaceTable' = 12, 2, 0
        'Compare-PaceDataPolicy' = 11, 0, 0; 'ConvertTo-PaceSql' = 9, 1, 0; 'Publish-PaceDataPolicy' = 6, 1, 0
    }
    foreach ($installation in 1..48) {
        $points = if ($installation % 8 -eq 0) {
            @{ 'pace list tables' = @{ '0' = @{ cumulative_count = 9 + $installation } }; 'pace get data-policy' = @{ '0' = @{ cumulative_count = 14 }; '1' = @{ cumulative_count = 2 } } }
        }
        else {
            $all = @{}
            foreach ($command in $uses.Keys) {
                $good, $failed, $stopped = $uses[$command]
                $all[$command] = @{ '0' = @{ cumulative_count = $good + $installation % 7 } }
                if ($failed -and $installation % 2) { $all[$command]['1'] = @{ cumulative_count = $failed } }
                if ($stopped -and $installation % 3 -eq 0) { $all[$command]['130'] = @{ cumulative_count = $stopped } }
            }
            $all
        }
        $body = @{
            metric_points = $points; id = [guid]::NewGuid().ToString()
            cli_version = $installation % 3 ? 'v0.2.0' : 'v0.1.0'; operating_system = ('linux', 'linux', 'windows', 'linux', 'darwin')[$installation % 5]
        }
        $null = Invoke-WebRequest "$Uri/telemetry" -Method Post -NoProxy -ContentType 'application/json' -Body ($body | ConvertTo-Json -Depth 5)
    }

    # An answer is kept for some seconds.
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ((Invoke-RestMethod "$Uri/api/usage?window=month&client=all" -NoProxy).installations.active -lt 48) {
        if ($watch.Elapsed.TotalSeconds -gt 30) { throw 'The relay does not show the sample counts.' }
        Start-Sleep -Milliseconds 500
    }
}
