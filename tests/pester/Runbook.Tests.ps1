# A runbook does its work wherever it runs: without a console, a prompt, a profile or a home directory, and in jobs.

BeforeDiscovery {
    $isRoot = $IsLinux -and (id -u) -eq '0'
    $hasNobody = $isRoot -and (Get-Command setpriv -CommandType Application -ErrorAction Ignore)
    # Only where that user may read the checkout and run this PowerShell at all.
    if ($hasNobody) {
        . "$PSScriptRoot/support/Pace.ps1"
        setpriv --reuid=65534 --regid=65534 --clear-groups sh -c 'test -r "$1" && test -x "$2" && test -x "$3"' sh $ManifestPath ([Environment]::ProcessPath) ([IO.Path]::GetTempPath())
        $hasNobody = $LASTEXITCODE -eq 0
    }
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Uploading.ps1"
    $paceHome = New-PaceHome
    $samples = Join-Path $RepositoryRoot 'docs' 'samples'
    $runbook = Join-Path $PSScriptRoot 'fixtures' 'runbook' 'mask.ps1'
    $masked = '****@example.com', '****@example.com'

    # Runs a script as a scheduler does, and gives its exit code and what it wrote.
    function Invoke-Scheduled([string] $File, [string[]] $More, [hashtable] $Environment, [string[]] $Under = @()) {
        $line = @($Under) + @([Environment]::ProcessPath, '-NoProfile', '-NonInteractive', '-File', $File, '-Manifest', $ManifestPath) + $More
        $start = [Diagnostics.ProcessStartInfo]::new($line[0])
        $line | Select-Object -Skip 1 | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        foreach ($name in $Environment.Keys) {
            if ($null -eq $Environment[$name]) { $null = $start.Environment.Remove($name) } else { $start.Environment[$name] = $Environment[$name] }
        }

        $process = [Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        $errors = $process.StandardError.ReadToEndAsync()
        $output = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        [pscustomobject] @{ ExitCode = $process.ExitCode; Output = @($output -split '\r?\n' | Where-Object { $_ }); Errors = $errors.Result }
    }
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'A runbook' {
    BeforeEach {
        $place = Join-Path $paceHome.Path ([guid]::NewGuid().ToString('n'))
        $own = @{ PACE_CONFIG_PATH = Join-Path $place 'config'; PACE_DATA_PATH = Join-Path $place 'data' }
    }

    It 'runs without a console and without a prompt, and says nothing but what it was asked for' {
        $run = Invoke-Scheduled $runbook '-Samples', $samples $own
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -Be $masked
        $run.ExitCode | Should -Be 0
    }

    It 'runs without a home directory, with only the places that it was given' {
        $run = Invoke-Scheduled $runbook '-Samples', $samples ($own + @{
                HOME = $null; USERPROFILE = $null; LOCALAPPDATA = $null; XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; XDG_CACHE_HOME = $null; TERM = $null })
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -Be $masked
    }

    It 'runs as a user who owns nothing and has no home' -Skip:(-not $hasNobody) {
        $null = New-Item $place -ItemType Directory
        chown 65534:65534 $place
        chmod 755 $paceHome.Path
        $run = Invoke-Scheduled $runbook '-Samples', $samples ($own + @{ HOME = '/nonexistent' }) -Under 'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -Be $masked
        Read-TelemetryFile (Join-Path $own.PACE_CONFIG_PATH 'telemetry.yaml') | Should -Contain 'Set-PaceDataPolicy 0 1'
    }

    It 'runs in <Name>' -TestCases @(
        @{ Name = 'a job'; Job = { param($file, $arguments) Start-Job { param($file, $arguments) & $file @arguments } -ArgumentList $file, $arguments } }
        @{ Name = 'a thread''s job'; Job = { param($file, $arguments) Start-ThreadJob { param($file, $arguments) & $file @arguments } -ArgumentList $file, $arguments } }
    ) {
        $before = @{}
        try {
            foreach ($variable in $own.Keys) {
                $before[$variable] = [Environment]::GetEnvironmentVariable($variable)
                [Environment]::SetEnvironmentVariable($variable, $own[$variable])
            }

            & $Job $runbook @{ Manifest = $ManifestPath; Samples = $samples } | Receive-Job -Wait -AutoRemoveJob | Should -Be $masked
        }
        finally {
            foreach ($variable in $before.Keys) { [Environment]::SetEnvironmentVariable($variable, $before[$variable]) }
        }
    }

    It 'ends with 1 where a cmdlet fails, and tells the error and what to do' {
        $run = Invoke-Scheduled (Join-Path $PSScriptRoot 'fixtures' 'runbook' 'fail.ps1') @() $own
        $run.ExitCode | Should -Be 1
        $run.Output | Should -BeNullOrEmpty
        $run.Errors | Should -BeLike '*nowhere*'
        Read-TelemetryFile (Join-Path $own.PACE_CONFIG_PATH 'telemetry.yaml') | Should -Be 'Get-PaceTable 1 1'
    }
}
