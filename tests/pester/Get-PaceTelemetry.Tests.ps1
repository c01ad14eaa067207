BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Get-PaceTelemetry' {
    It 'gives the counts as the file holds them' {
        1..3 | ForEach-Object { $null = Get-PaceVersion }
        try { Get-PaceTable -ProcessingPlatform nowhere } catch { $null = $_ }
        $counts = Get-PaceTelemetry
        ($counts | Where-Object { $_.Command -eq 'Get-PaceVersion' -and $_.ExitCode -eq 0 }).Count | Should -Be 3
        ($counts | Where-Object { $_.Command -eq 'Get-PaceTable' -and $_.ExitCode -eq 1 }).Count | Should -Be 1
        Read-TelemetryFile $paceHome.TelemetryFile | Should -Contain 'Get-PaceVersion 0 3'
    }

    It 'selects by wildcard' {
        (Get-PaceTelemetry *Version).Command | Should -Be 'Get-PaceVersion'
    }

    It 'completes the commands' {
        (Complete 'Get-PaceTelemetry Get-PaceVer').CompletionText | Should -Be 'Get-PaceVersion'
    }
}
