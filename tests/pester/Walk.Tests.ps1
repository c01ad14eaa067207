# A walk through Pace in a terminal of 80 x 24 (build/walk), held to what it promises. The screens stay under artifacts/walk.

BeforeDiscovery {
    . "$PSScriptRoot/support/Terminal.ps1"
    $noTerminal = -not (Test-Terminal)
}

Describe 'Somebody who has just heard of Pace' -Skip:$noTerminal {
    BeforeAll {
        . "$PSScriptRoot/support/Pace.ps1"
        $artifacts = [IO.Path]::Combine($RepositoryRoot, 'artifacts', 'walk')
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $screens = @{}
        & ([IO.Path]::Combine($RepositoryRoot, 'build', 'walk', 'Walk.ps1')) -Destination $artifacts | ForEach-Object { $screens[$_.Name] = $_ }
        $seconds = $watch.Elapsed.TotalSeconds

        # What a command showed, without its line and the prompt below.
        function Get-Shown([string] $Name) { @($screens[$Name].Lines | Select-Object -Skip 1 | Select-Object -SkipLast 1) }
        $notice = 'Pace counts'
    }

    It 'is through in a minute, and in two on a busy machine' {
        $seconds | Should -BeLessThan 120
    }

    It 'sees no line that the terminal had to break, but for SQL, which stays as it is, and what PowerShell says itself' {
        foreach ($screen in $screens.Values | Where-Object Name -NotMatch '^(what-if-apply|menu-.*)$') {
            $screen.Whole | Where-Object Length -GT 80 | Should -BeNullOrEmpty -Because $screen.Name
        }
    }

    It 'sees no two empty lines in a row' {
        foreach ($screen in $screens.Values) { $screen.Lines -join "`n" | Should -Not -Match '\n\n\n' -Because $screen.Name }
    }

    It 'is told once what is counted, by the first cmdlet' {
        $screens['import'].Lines | Should -Be 'PS> Import-Module Pace', 'PS>'
        (Get-Shown 'first-run')[1] | Should -BeExactly 'Pace counts which of its cmdlets run and fail, in ~/.config/pace/telemetry.yaml.'
        (Get-Shown 'first-run')[2] | Should -BeExactly 'It is not sent unless you agree. Off: Disable-PaceTelemetry.'
        @($screens.Values | Where-Object { $_.Lines -match $notice }).Name | Should -Be 'first-run'
    }

    It 'sees the caret under what is wrong, and the rest of the sentence between words' {
        $shown = Get-Shown 'caret'
        $said = @($shown -match '^draft\.yaml\((\d+),(\d+)\)')[0]
        $null = $said -match '\((\d+),(\d+)\)'
        $line, $column = [int] $Matches[1], [int] $Matches[2]
        $source = @(Get-Content ([IO.Path]::Combine($RepositoryRoot, 'docs', 'samples', 'draft.yaml')))[$line - 1]
        $source.IndexOf('emial') | Should -Be ($column - 1)
        $at = [array]::IndexOf($shown, "$line | $source")
        $at | Should -BeGreaterThan 0
        $shown[$at + 1].IndexOf('^^^^^') | Should -Be $shown[$at].IndexOf('emial')
        $shown | Should -Contain "mean 'email'?"
    }

    It 'reads an error whose sentences end within the window, with what to do' {
        $shown = Get-Shown 'unknown'
        $shown[0] | Should -BeExactly "Get-PaceTableRow: There is no table or view 'custmers' on processing platform"
        $shown[1] | Should -BeExactly "'embedded'; did you mean 'customers'?"
        $shown[2] | Should -Match '^  Recommendation: '
        $shown[3] | Should -Match '^    \S'
        Get-Shown 'error' | Should -Contain "    mean 'email'?"
    }

    It 'sees what would be done, and that it was not' {
        @($screens['what-if-apply'].Lines) -match 'pace_is_member' | Should -Not -BeNullOrEmpty
        Get-Shown 'what-if-remove' | Should -Contain '    drop view "main"."customers_view";'
        @(Get-Shown 'what-if-import') -join ' ' | Should -Match '^What if: Import 3 rows \(id integer, customer text, amount integer\): orders on embedded\.$'
        # The view that the removal would have dropped is there, the table of the import is not.
        @(Get-Shown 'nothing-half-made') -match '^customers_view ' | Should -HaveCount 1
        @(Get-Shown 'nothing-half-made') -match '^orders ' | Should -BeNullOrEmpty
    }

    It 'is given by TAB what is meant: <Line>' -TestCases @(
        @{ Name = 'tab-cmdlet'; Line = 'Get-PaceTableRow' }
        @{ Name = 'tab-parameter'; Line = 'Get-PaceTableRow customers -Principal' }
        @{ Name = 'tab-path'; Line = 'Test-PaceDataPolicy ./draft.yaml' }
        @{ Name = 'tab-policy'; Line = 'Get-PaceDataPolicy customers' }
    ) {
        $screens[$Name].Lines[0] | Should -BeExactly "PS> $Line"
    }

    It 'is shown by the menu what there is, and what it is: <Name>' -TestCases @(
        @{ Name = 'menu-cmdlet'; Choices = 'Get-PaceTable', 'Get-PaceTableRow', 'Get-PaceTelemetry'; About = '^Get-PaceTable \[' }
        @{ Name = 'menu-parameter'; Choices = 'First', 'Skip', 'Principal', 'ProcessingPlatform'; About = '^\[long\] First' }
        @{ Name = 'menu-table'; Choices = 'customers', 'customers_view'; About = '7 columns' }
        @{ Name = 'menu-group'; Choices = 'marketing', 'support'; About = $null }
        @{ Name = 'menu-platform'; Choices = 'embedded', 'sales'; About = '^SQLITE ~/\.local/share/pace/embedded\.db' }
    ) {
        $words = -split ($screens[$Name].Lines | Select-Object -Skip 1 | Out-String)
        foreach ($choice in $Choices) { $words | Should -Contain $choice }
        if ($About) { @($screens[$Name].Lines) -match $About | Should -Not -BeNullOrEmpty }
    }

    It 'sees of long work what is done, and how much is left' {
        $bar = @($screens['import-big-while'].Lines)[1]
        $bar | Should -Match '^Importing big \[[\d,]+ of 600,000 rows .*\]$'
        $bar.Length | Should -BeLessOrEqual 80
        @($screens['protect-stopped-while'].Lines)[1] | Should -Match '^Protect-PaceData \[[\d,]+ objects, [\d,]+ a second .*\]$'
        # Gone when it is over, and never there for what is over soon.
        foreach ($screen in $screens.Values | Where-Object Name -NotLike '*-while') { $screen.Lines | Should -Not -Match '\[.* (rows|a second) .*\]$' }
    }

    It 'gets the prompt back with Ctrl+C, at once and without a word: <_>' -TestCases 'import-stopped', 'rows-stopped', 'protect-stopped', 'evaluate-stopped' {
        $screens[$_].Seconds | Should -BeLessThan 5
        $screens[$_].Lines[-1] | Should -BeExactly 'PS>'
        if ($_ -ne 'rows-stopped') { Get-Shown $_ | Should -BeNullOrEmpty }
    }

    It 'finds nothing half-made after it, and can do it again' {
        @(Get-Shown 'nothing-half-made') -match '^big ' | Should -BeNullOrEmpty
        @(Get-Shown 'nothing-half-made') -match '^customers +main +table +7 +5 -$' | Should -HaveCount 1
        Get-Shown 'import-big' | Should -Contain 'big on embedded: 600000 rows imported'
        @(Get-Shown 'tables') -match '^big +main +table +7 +600000 -$' | Should -HaveCount 1
    }

    It 'finds no number cut off in a table that grows' {
        $rows = @($screens['rows-stopped'].Lines) -match ' Name \d'
        $rows | Should -Not -BeNullOrEmpty
        $rows | Should -Not -Match '…'
        foreach ($row in $rows) {
            $row -match '^ *(\d+) Name (\d+) +user(\d+)@' | Should -BeTrue
            $Matches[2], $Matches[3] | Should -Be $Matches[1], $Matches[1]
        }
    }

    It 'reads of a verbose command what it did with what' {
        $shown = (Get-Shown 'verbose') -join "`n"
        foreach ($part in 'orders\.csv', 'embedded', 'SQLITE', '3 rows') { $shown | Should -Match "(?m)^VERBOSE: .*$part" }
    }

    It 'sees no path of this machine, no user and no host' {
        $names = @([IO.Path]::GetTempPath().TrimEnd('/'); $RepositoryRoot; [Environment]::UserName; [Environment]::MachineName) |
            Where-Object Length -GT 3 | ForEach-Object { [regex]::Escape($_) }
        foreach ($screen in $screens.Values) {
            foreach ($name in $names) { $screen.Lines -join '' | Should -Not -Match $name -Because $screen.Name }
        }
    }

    It 'finds all of that counted, Ctrl+C as stopped' {
        @(Get-Shown 'usage') -match '^Import-PaceTable +\d+ +0 +1 ' | Should -HaveCount 1
        @(Get-Shown 'usage') -match '^Invoke-PaceEvaluation +1 +0 +1 ' | Should -HaveCount 1
    }
}

Describe 'The pictures of the README' {
    BeforeAll { . "$PSScriptRoot/support/Pace.ps1" }

    It 'are there, small, and told in words: <_>' -TestCases 'terminal', 'dashboard' {
        $file = [IO.Path]::Combine($RepositoryRoot, 'docs', 'images', "$_.png")
        $bytes = [IO.File]::ReadAllBytes($file)
        [Text.Encoding]::ASCII.GetString($bytes, 1, 3) | Should -BeExactly 'PNG'
        $bytes.Length | Should -BeLessThan 150kB
        Get-Content (Join-Path $RepositoryRoot 'README.md') -Raw | Should -Match "(?s)!\[[^\]]{80,}\]\(docs/images/$_\.png\)"
    }
}
