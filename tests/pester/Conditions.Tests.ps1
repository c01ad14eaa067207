# The tutorial and the examples of the help, where sessions differ from the one of who wrote them: every block and every
# example in one new process for each condition, all processes side by side.

BeforeDiscovery {
    $isRoot = $IsLinux -and (Get-Command id -ErrorAction Ignore) -and (id -u) -eq '0' -and [bool] (Get-Command runuser -ErrorAction Ignore)
    $conditions = @(
        @{ Name = 'another YamlDotNet is loaded'; Key = 'yaml' }
        @{ Name = 'nobody can be asked, and the first error ends a script'; Key = 'strict' }
        @{ Name = 'the user has no home directory'; Key = 'homeless' }
    )
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $examples = Join-Path $PSScriptRoot 'support' 'Invoke-Examples.ps1'
    $folder = Join-Path ([IO.Path]::GetTempPath()) "pace-test-$([guid]::NewGuid().ToString('n'))"
    $null = New-Item $folder -ItemType Directory
    $cache = ((dotnet nuget locals global-packages --list) -replace '^[^:]*:\s*', '').Trim()
    $otherYaml = [IO.Path]::Combine($cache, 'yamldotnet', '11.2.1', 'lib', 'netstandard2.1', 'YamlDotNet.dll')
    if (-not (Test-Path $otherYaml)) { dotnet restore "$PSScriptRoot/support/YamlDotNet.csproj" --verbosity quiet | Out-Host }

    # A new PowerShell with these variables, removed where they are null.
    function Start-Examples([string[]] $Arguments, [hashtable] $Environment = @{}, [string[]] $As = @()) {
        $call = $As + @([Environment]::ProcessPath, '-NoProfile', '-NonInteractive', '-File', $examples) + $Arguments
        $start = [Diagnostics.ProcessStartInfo]::new($call[0], [string[]] $call[1..($call.Count - 1)])
        $start.RedirectStandardOutput = $start.RedirectStandardError = $start.RedirectStandardInput = $true
        foreach ($name in $Environment.Keys) {
            if ($null -eq $Environment[$name]) { $null = $start.Environment.Remove($name) } else { $start.Environment[$name] = $Environment[$name] }
        }

        $process = [Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        @{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
    }

    # What a process wrote but for what -WhatIf says: nothing but how many examples there were.
    function Wait-Examples($Running) {
        if (-not $Running.Process.WaitForExit(240000)) { $Running.Process.Kill($true); throw 'it did not end within four minutes' }
        @(($Running.Output.Result + $Running.Errors.Result) -split '\r?\n' | Where-Object { $_ -match ' fails: | shows: |The other YamlDotNet| were run$|^\S+Exception|Error:' })
    }

    $homeless = @{ HOME = $null; XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; XDG_CACHE_HOME = $null }
    $running = @{
        yaml = Start-Examples '-YamlDotNet', $otherYaml
        strict = Start-Examples '-Preference', 'Stop'
        homeless = Start-Examples @() $homeless
    }
}

AfterAll {
    foreach ($one in $running.Values) {
        if (-not $one.Process.HasExited) { $one.Process.Kill($true) }
        $one.Process.Dispose()
    }

    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}

Describe 'The tutorial and the examples' {
    It 'show what their pages show where <Name>' -ForEach $conditions {
        $said = Wait-Examples $running[$Key]
        $said | Should -HaveCount 1
        $said | Should -Match '^\d{3} were run$'
    }
}

Describe 'The tutorial' {
    It 'shows what its page shows in a job of its own: <_>' -ForEach 'Start-Job', 'Start-ThreadJob' {
        $job = & $_ -ArgumentList $examples { & $args[0] -What Tutorial 6>$null }
        $null = $job | Wait-Job -Timeout 120
        $said = @($job | Receive-Job *>&1 | Where-Object { $_ -is [string] -or $_ -is [Management.Automation.ErrorRecord] })
        $job | Remove-Job -Force
        $said | Should -HaveCount 1
        $said | Should -Match '^\d{2} were run$'
    }
}

Describe 'Without a home directory, and without a word on where files shall be' -Skip:(-not $isRoot) {
    BeforeAll {
        # As somebody who has none, and may not make one.
        $policies = Join-Path $folder 'samples'
        Copy-Item (Join-Path $RepositoryRoot 'docs' 'samples') $policies -Recurse
        chmod -R a+rX $folder
        function Invoke-Nobody([string] $Script) {
            $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("
                Import-Module '$ManifestPath'; Set-Location '$policies'; `$PSStyle.OutputRendering = 'PlainText'; $Script"))
            @(runuser -u nobody -- env -u HOME -u XDG_DATA_HOME -u XDG_CONFIG_HOME -u PACE_CONFIG_PATH -u PACE_DATA_PATH ([Environment]::ProcessPath) `
                    -NoProfile -NonInteractive -EncodedCommand $encoded 2>&1 | ForEach-Object { "$_" })
        }
    }

    It 'works what needs no place of Pace''s own' {
        Invoke-Nobody '
            [bool] (Get-PaceVersion).Module
            Test-PaceDataPolicy ./customers.yaml -Quiet
            Test-PaceDataPolicy ./customers.yaml -Quiet -Offline
            @(ConvertTo-PaceSql ./customers.yaml).Count
            @(ConvertTo-PaceSql ./demo.yaml).Count
            @(Import-Csv ./customers.csv | Protect-PaceData ./customers.yaml -Principal marketing).Count
            @(Invoke-PaceEvaluation ./customers.yaml -SampleData ./customers.csv -Principal marketing).Count
            "$((Get-PaceTelemetryStatus).Recording)" -match "off|false"' | Should -Be 'True', 'True', 'True', '1', '1', '4', '4', 'True'
    }

    It 'is the error of what needs one that there is none, and how to name one: <_>' -ForEach @(
        'Import-PaceTable ./customers.csv', 'Get-PaceDataPolicy', 'Set-PaceDataPolicy ./customers.yaml', 'Get-PaceTable'
        'Register-PaceProcessingPlatform pg POSTGRES -HostName h -Database d -UserName u', 'Get-PaceGlobalTransform', 'Enable-PaceTelemetry'
    ) {
        $said = (Invoke-Nobody "try { $_ -ErrorAction Stop } catch { `$_.CategoryInfo.Category; `$_.FullyQualifiedErrorId; `"`$_ `$(`$_.ErrorDetails.RecommendedAction)`" }") -join "`n"
        $said | Should -Match 'PACE_(DATA|CONFIG)_PATH|not writable|denied'
        $said | Should -Not -Match 'NotSpecified|UnexpectedError'
    }
}
