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

Describe 'Processes with four runspaces each, half of which are killed' {
    It 'count every cmdlet whose end was seen, and none that never began' {
        $folder = New-Item (Join-Path $paceHome.Path 'marks') -ItemType Directory
        Remove-Item $paceHome.TelemetryFile -ErrorAction Ignore
        $script = {
            1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module 'MANIFEST'
                # Each mark is with the system at once: it survives the process.
                $marks = [IO.StreamWriter]::new([IO.FileStream]::new("FOLDER/$PID-$_", 'Create', 'Write', 'Read', 1))
                $marks.AutoFlush = $true
                while (-not (Test-Path 'FOLDER/stop')) {
                    $marks.Write('b')
                    $null = Get-PaceVersion
                    $marks.Write('e')
                }
            }
        }.ToString().Replace('MANIFEST', $ManifestPath).Replace('FOLDER', $folder.FullName)
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))
        $processes = 1..4 | ForEach-Object {
            Start-Process ([Environment]::ProcessPath) -ArgumentList '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded -PassThru `
                -RedirectStandardOutput (Join-Path $paceHome.Path "out$_.txt") -RedirectStandardError (Join-Path $paceHome.Path "err$_.txt")
        }
        $null = $processes.ForEach('Handle')
        try {
            $deadline = [datetime]::UtcNow.AddMinutes(2)
            do {
                if ([datetime]::UtcNow -gt $deadline) { throw 'The processes did not begin within two minutes.' }
                Start-Sleep -Milliseconds 20
            } while (@(Get-ChildItem $folder -File | Where-Object Length -gt 20).Count -lt 16)

            $processes[0, 1] | ForEach-Object {
                Start-Sleep -Milliseconds (Get-Random -Maximum 300)
                $_.Kill()
            }
            $null = New-Item (Join-Path $folder 'stop') -ItemType File
            $processes | ForEach-Object { $_.WaitForExit(60000) | Should -BeTrue }
            $processes[2, 3].ExitCode | Should -Be @(0, 0)
        }
        finally {
            $processes | Where-Object { -not $_.HasExited } | ForEach-Object { $_.Kill() }
        }

        # What the killed ones recorded enters with the next cmdlet of any process.
        $null = Get-PaceTelemetry
        $marks = -join (Get-ChildItem $folder -File | ForEach-Object { [IO.File]::ReadAllText($_.FullName) })
        $count = @(@(Read-TelemetryFile $paceHome.TelemetryFile) -match '^Get-PaceVersion 0 ')[0] -replace '.* '
        $count = [int] $count
        $count | Should -BeGreaterOrEqual ($marks -creplace 'b').Length
        $count | Should -BeLessOrEqual ($marks -creplace 'e').Length
        @(Get-ChildItem $paceHome.ConfigPath -Filter telemetry.journal-*).Count | Should -BeLessOrEqual 1 -Because 'only this process lives'
    }
}
