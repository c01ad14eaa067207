# Many processes at once: every count, exactly once, in a file that is whole at every moment.

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Eight processes with 200 cmdlets each' {
    It 'count 1,600, and every reader meanwhile finds a whole document' {
        $script = "Import-Module '$ManifestPath'; for (`$i = 0; `$i -lt 200; `$i++) { `$null = Get-PaceVersion }"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))
        $processes = 1..8 | ForEach-Object {
            Start-Process ([Environment]::ProcessPath) -ArgumentList '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded -PassThru `
                -RedirectStandardOutput (Join-Path $paceHome.Path "out$_.txt") -RedirectStandardError (Join-Path $paceHome.Path "err$_.txt")
        }
        $null = $processes.ForEach('Handle') # kept, or the exit codes are gone with the processes
        try {
            $deadline = [datetime]::UtcNow.AddMinutes(3)
            $reads = 0
            $last = 0
            while ($processes.HasExited -contains $false) {
                if ([datetime]::UtcNow -gt $deadline) { throw 'The processes did not end within three minutes.' }
                if (Test-Path $paceHome.TelemetryFile) {
                    $text = [IO.File]::ReadAllText($paceHome.TelemetryFile)
                    # Whole: the last key is there, and counts only grow.
                    $text | Should -Match '(?m)^id: [0-9a-f-]{36}\s*\z'
                    $count = if ($text -match 'cumulative_count: (\d+)') { [int] $Matches[1] } else { 0 }
                    $count | Should -BeGreaterOrEqual $last
                    $last = $count
                    $reads++
                }

                Start-Sleep -Milliseconds 20
            }

            $processes.ExitCode | Should -Be @(0, 0, 0, 0, 0, 0, 0, 0)
            $reads | Should -BeGreaterThan 0
            Read-TelemetryFile $paceHome.TelemetryFile | Should -Be 'Get-PaceVersion 0 1600'
        }
        finally {
            $processes | Where-Object { -not $_.HasExited } | ForEach-Object { $_.Kill() }
        }
    }
}
