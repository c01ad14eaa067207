BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    Import-Module $ManifestPath
}

Describe 'Show-PaceTelemetry' {
    BeforeEach {
        $paceHome = New-PaceHome
        Copy-Item "$PSScriptRoot/fixtures/telemetry/usage.yaml" $paceHome.TelemetryFile
    }

    AfterEach {
        Remove-PaceHome $paceHome
    }

    It 'gives each command once, the most used first, with what failed and was stopped' {
        $rows = Show-PaceTelemetry
        $rows[0..2].Command | Should -Be '<script>alert(1)</script>', 'Get-PaceDataPolicy', 'Set-PaceDataPolicy'
        $rows[1].Count, $rows[1].Failed, $rows[1].Stopped | Should -Be 212, 3, 0
        $rows[2].Count, $rows[2].Failed, $rows[2].Stopped | Should -Be 100, 11, 9
        $rows[2].SuccessRate | Should -Be 0.8
    }

    It 'fits 80 columns, and is plain when output is redirected' {
        $text = Invoke-NewPowerShell "Import-Module '$ManifestPath'; Show-PaceTelemetry | Out-String -Width 80"
        $lines = ($text -join "`n") -split '\r?\n'
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        $lines | Where-Object { $_ -match "\e" -or $_ -match '[^\x00-\x7f]' } | Should -BeNullOrEmpty
        $policy = $lines | Where-Object { $_ -like 'Get-PaceDataPolicy*' }
        $policy | Should -Match '212 +3 +0 +98\.5 % '
        $lines | Where-Object { $_ -like 'Set-PaceDataPolicy*' } | Should -Match '100 +11 +9 +80\.0 % '
    }

    It 'shows bars in proportion, and what did not succeed at their end' {
        (Get-Content $paceHome.TelemetryFile -Raw) -replace '4294967295', '424' | Set-Content $paceHome.TelemetryFile
        $text = Invoke-NewPowerShell "Import-Module '$ManifestPath'; Show-PaceTelemetry | ForEach-Object Bar"
        $longest = $text[0].Length
        $longest | Should -BeGreaterThan 12
        $text[0] | Should -Match '^#+$'
        $text[1] | Should -Match '^#+x+$'
        [Math]::Abs($text[1].Length - $longest / 2) | Should -BeLessOrEqual 1
        $text | Where-Object { $_ -notmatch '^#*x*$' } | Should -BeNullOrEmpty
    }

    It 'says that nothing was counted yet' {
        Remove-Item $paceHome.TelemetryFile
        $env:PACE_TELEMETRY = 'off'
        "$(Show-PaceTelemetry -WarningAction Continue 3>&1)" | Should -Be 'Nothing was counted yet.'
    }

    It 'makes one page that holds the numbers and fetches nothing' {
        $page = Show-PaceTelemetry -Html (Join-Path $paceHome.Path 'usage.html')
        $page | Should -BeOfType IO.FileInfo
        $html = Get-Content $page -Raw
        $html | Should -BeLike '*Get-PaceDataPolicy*212*98.5 %*'
        $html | Should -Not -Match '(?i)<script|src=|href=|url\(|https?:|@import'
        $html | Should -BeLike '*&lt;script&gt;alert(1)&lt;/script&gt;*'
    }

    It 'keeps the page in the data directory where no file is named' {
        (Show-PaceTelemetry -Html).FullName | Should -Be (Join-Path $paceHome.DataPath 'telemetry.html')
    }

    It 'names the directory that was given for a file' {
        { Show-PaceTelemetry -Html $paceHome.Path } | Should -Throw -ErrorId 'FileUnusable,*'
    }
}
