# docs/tutorial.md, as somebody who follows it runs it: every block in order, in one session.

BeforeDiscovery {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Tutorial.ps1"
    $blocks = Get-TutorialBlock (Join-Path $RepositoryRoot 'docs' 'tutorial.md')
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/HelpExamples.ps1"
    . "$PSScriptRoot/support/Tutorial.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    # As most read it. Without a language PowerShell breaks lines within words, and rounds otherwise.
    $before = [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture
    [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = [cultureinfo]::GetCultureInfo('en-US')
    $folder = Join-Path $paceHome.Path 'work'
    Copy-Item $SampleFolder $folder -Recurse
    Push-Location $folder
}

AfterAll {
    [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture = $before
    Pop-Location
    Remove-PaceHome $paceHome
}

Describe 'The tutorial' {
    It 'is a story of many steps' -TestCases @{ Count = $blocks.Count } {
        $Count | Should -BeGreaterThan 12
    }

    It 'shows what comes of line <Line>: <Title>' -ForEach $blocks {
        $shown = Invoke-TutorialBlock $Code
        $shown | Should -BeExactly ($Output -join "`n")
    }

    It 'leaves nothing behind' {
        Get-PaceDataPolicy | Should -BeNullOrEmpty
    }

    It 'fits a terminal of 80 columns, but for what a server is asked: line <Line>' -ForEach $blocks {
        $Code + $Output | Where-Object { $_.Length -gt 80 -and $_ -notlike '*pg_catalog*' } | Should -BeNullOrEmpty
    }
}
