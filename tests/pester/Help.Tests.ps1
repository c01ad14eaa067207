# Help as somebody at a prompt gets it: every cmdlet, every topic, every example.

BeforeDiscovery {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Postgres.ps1"
    . "$PSScriptRoot/support/HelpExamples.ps1"
    $commands = @((Import-PowerShellDataFile $ManifestPath).CmdletsToExport | ForEach-Object { @{ Name = $_ } })
    $topics = @(Get-ChildItem $HelpFolder -Filter about_*.md | ForEach-Object { @{ Topic = $_.BaseName } })
    $examples = @(Get-ChildItem $HelpFolder -Filter *-*.md | ForEach-Object { Get-HelpExample $_.FullName } |
            ForEach-Object { @{ Command = $_.Command; Title = $_.Title; Example = $_ } })
    $local = @($examples | Where-Object { -not $_.Example.Needs -and -not $_.Example.NotRun })
    $onPostgres = @($examples | Where-Object { $_.Example.Needs -eq 'PostgreSQL' })
    $notRun = @($examples | Where-Object { $_.Example.NotRun })
    $postgresIsThere = Test-Postgres
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Postgres.ps1"
    . "$PSScriptRoot/support/HelpExamples.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $before = [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture, $PSStyle.OutputRendering
    # Without a language PowerShell breaks lines within words.
    [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = [cultureinfo]::GetCultureInfo('en-US')
    $PSStyle.OutputRendering = 'PlainText'
    $common = [Management.Automation.Cmdlet]::CommonParameters

    # What a parameter is, in the words of Get-Help.
    function Get-ParameterFact($Metadata) {
        $positions = @($Metadata.ParameterSets.Values.Position | Where-Object { $_ -ge 0 })
        $ways = @(
            if ($Metadata.ParameterSets.Values.ValueFromPipelineByPropertyName -contains $true) { 'ByPropertyName' }
            if ($Metadata.ParameterSets.Values.ValueFromPipeline -contains $true) { 'ByValue' })
        [ordered] @{
            Name = $Metadata.Name
            Required = $Metadata.ParameterSets.Values.IsMandatory -notcontains $false # somewhere it may be left out
            Position = if ($positions.Count) { "$(($positions | Measure-Object -Minimum).Minimum)" } else { 'named' }
            Pipeline = if ($ways) { "True ($($ways -join ', '))" } else { 'False' }
            Aliases = if ($Metadata.Aliases.Count) { $Metadata.Aliases -join ', ' } else { 'none' }
            Wildcards = [bool] ($Metadata.Attributes | Where-Object { $_ -is [Management.Automation.SupportsWildcardsAttribute] })
            Type = $Metadata.ParameterType.Name
        } | ConvertTo-Json -Compress
    }

    # Get-Help leaves out what there is none of.
    function Get-HelpParameter($Item) {
        if ($Item.PSObject.Properties['parameter']) { $Item.parameter }
    }

    function Get-HelpFact($Parameter) {
        [ordered] @{
            Name = $Parameter.name
            Required = [bool]::Parse($Parameter.required)
            Position = "$($Parameter.position)"
            Pipeline = "$($Parameter.pipelineInput)"
            Aliases = "$($Parameter.aliases)"
            Wildcards = [bool]::Parse($Parameter.globbing)
            Type = "$($Parameter.type.name)"
        } | ConvertTo-Json -Compress
    }
}

AfterAll {
    [cultureinfo]::CurrentCulture, [cultureinfo]::CurrentUICulture, $PSStyle.OutputRendering = $before
    Remove-PaceHome $paceHome
}

Describe 'Get-Help <Name>' -ForEach $commands {
    BeforeAll {
        $help = Get-Help $Name -Full
        $own = @((Get-Command $Name).Parameters.Values | Where-Object Name -NotIn $common)
    }

    It 'has a synopsis, a description, three examples and links' {
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        "$($help.description.Text)" | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        foreach ($example in $help.examples.example) { "$($example.remarks.Text)" | Should -Not -BeNullOrEmpty -Because $example.title }
        @($help.relatedLinks.navigationLink).Count | Should -BeGreaterOrEqual 2
    }

    It 'explains every parameter, and what it says of it is so' {
        $explained = @(Get-HelpParameter $help.parameters)
        foreach ($parameter in $explained) { "$($parameter.description.Text)" | Should -Not -BeNullOrEmpty -Because $parameter.name }
        @($explained | ForEach-Object { Get-HelpFact $_ } | Sort-Object) |
            Should -Be @($own | ForEach-Object { Get-ParameterFact $_ } | Sort-Object)
    }

    It 'has the syntax that PowerShell has, in its order' {
        $written = @($help.syntax.syntaxItem | ForEach-Object { @(Get-HelpParameter $_ | ForEach-Object name) -join ' ' })
        $real = @((Get-Command $Name).ParameterSets | ForEach-Object {
                $set = $_
                # Get-Command's own text is what PowerShell orders.
                @([regex]::Matches($set.ToString(), '(?<=^|[\[ ])-(\w+)') | ForEach-Object { $_.Groups[1].Value }) -join ' '
            })
        $written | Sort-Object | Should -Be ($real | Sort-Object)
    }

    It 'names links that lead somewhere' {
        foreach ($link in $help.relatedLinks.navigationLink) {
            if ($link.uri) { continue }
            if ($link.linkText -like 'about_*') { Join-Path $RepositoryRoot 'en-US' "$($link.linkText).help.txt" | Should -Exist }
            else { Get-Command $link.linkText -Module Pace | Should -Not -BeNullOrEmpty }
        }
    }

    It 'fits 80 columns, and no line of an example is broken' {
        $lines = @(($help | Out-String -Width 80) -split '\r?\n')
        @($lines | Where-Object { $_.TrimEnd().Length -gt 80 }) | Should -BeNullOrEmpty
        foreach ($line in $help.examples.example.code -split '\n' | Where-Object { $_ }) { $lines.TrimEnd() | Should -Contain "    $line".TrimEnd() }
    }
}

Describe 'Get-Help <Topic>' -ForEach $topics {
    It 'gives the topic, in at most 80 columns' {
        $text = Get-Help $Topic | Out-String -Width 200
        $lines = @($text.Trim() -split '\r?\n')
        $lines[0..3] | Should -Be @('TOPIC', "    $Topic", '', 'SHORT DESCRIPTION')
        $text | Should -Match '(?m)^LONG DESCRIPTION'
        $text | Should -Match '(?m)^SEE ALSO'
        @($lines | Where-Object Length -GT 80) | Should -BeNullOrEmpty
    }

    It 'is told in one line where topics are listed' {
        (Get-Help 'about_Pace*' -Category HelpFile | Where-Object Name -EQ $Topic).Synopsis | Should -Match '^\S.+\.$'
    }

    It 'names only cmdlets that there are' {
        $text = Get-Content (Join-Path $RepositoryRoot 'en-US' "$Topic.help.txt") -Raw
        foreach ($match in [regex]::Matches($text, '\b[A-Z][a-z]+(?:To)?-Pace\w+')) {
            Get-Command $match.Value -Module Pace | Should -Not -BeNullOrEmpty -Because $match.Value
        }
    }
}

Describe 'The topic on telemetry' {
    It 'shows the exact bytes that are sent, broken to fit' {
        $sent = (Get-Content (Join-Path $RepositoryRoot 'tests' 'unit' 'Pace.Telemetry.Tests' 'Fixtures' 'telemetry-sent.json') -Raw).TrimEnd("`n")
        $topic = Get-Content (Join-Path $RepositoryRoot 'en-US' 'about_Pace_Telemetry.help.txt') -Raw
        ($topic -replace '\n +', '').Contains($sent) | Should -BeTrue
    }
}

Describe 'The example' {
    It 'of <Command> runs: <Title>' -ForEach $local {
        $result = Invoke-HelpExample $Example
        $result.Errors | Should -BeNullOrEmpty
        if ($Example.HasOutput) { $result.Text | Should -BeExactly ($Example.Output -join "`n") }
    }

    Context 'on PostgreSQL' -Skip:(-not $postgresIsThere) {
        BeforeAll { $database = New-ExampleDatabase }
        AfterAll { if ($database) { Remove-ExampleDatabase $database } }

        It 'of <Command> runs: <Title>' -ForEach $onPostgres {
            (Invoke-HelpExample $Example $database).Errors | Should -BeNullOrEmpty
        }
    }

    It 'of <Command> is not run for a reason: <Title>' -ForEach $notRun {
        $Example.NotRun | Should -Match '\w+ \w+'
    }

    It 'is run, but for a few' -TestCases @{ Skipped = $notRun.Count; All = $examples.Count } {
        $Skipped | Should -BeLessOrEqual 3
        $All | Should -BeGreaterThan 80
    }
}

Describe 'A package' {
    It 'brings its help along' -TestCases @{ Topics = $topics.Topic; Commands = $commands.Name } {
        $folder = Join-Path $TestDrive 'modules' 'Pace'
        $null = New-Item $folder -ItemType Directory
        foreach ($name in 'Pace.psd1', 'module', 'en-US') { Copy-Item (Join-Path $RepositoryRoot $name) $folder -Recurse }
        $answer = Invoke-NewPowerShell "
            `$env:PSModulePath = '$(Split-Path $folder)' + [IO.Path]::PathSeparator + `$env:PSModulePath
            foreach (`$command in Get-Command -Module Pace) { (Get-Help `$command.Name).Synopsis }
            foreach (`$topic in '$($Topics -join "', '")') { @((Get-Help `$topic) -split '\n')[1].Trim() }
            (Get-Module Pace -ListAvailable)[0].ModuleBase"
        $answer = @($answer)
        $answer[-1] | Should -Be $folder
        @($answer -match '^[A-Z].+\.$').Count | Should -Be $Commands.Count
        $answer -match '^about_' | Should -Be $Topics
    }
}

Describe 'The compiler of help' {
    BeforeAll {
        function Invoke-HelpCompiler([string] $Pages) {
            $compiler = Join-Path $RepositoryRoot 'build' 'Pace.Help' 'bin' 'Release' 'net10.0' 'Pace.Help.dll'
            $project = Join-Path $RepositoryRoot 'src' 'Pace.PowerShell'
            $answer = & dotnet exec $compiler $Pages (Join-Path $RepositoryRoot 'module' 'bin' 'Pace.PowerShell.dll') (
                Join-Path $project 'obj' 'Release' 'net8.0' 'help.references') (Join-Path $TestDrive 'out') 2>&1
            [pscustomobject] @{ ExitCode = $LASTEXITCODE; Lines = @($answer) }
        }
    }

    BeforeEach {
        $docs = Join-Path $TestDrive 'docs'
        Remove-Item $docs, (Join-Path $TestDrive 'out') -Recurse -Force -ErrorAction Ignore
        Copy-Item $HelpFolder $docs -Recurse
    }

    It 'refuses <What>, and says where' -ForEach @(
        @{ What = 'a parameter without text'; Page = 'Get-PaceGroup'; From = "### -Skip`n`nHow many to leave out before the first.`n`n"; To = ''; Line = '## Parameters'; Says = '-Skip' }
        @{ What = 'a parameter that the cmdlet lacks'; Page = 'Get-PaceGroup'; From = '### -Skip'; To = "### -Skipp`n`nNo.`n`n### -Skip"; Line = '### -Skipp'; Says = "'-Skipp'" }
        @{ What = 'a heading that is not known'; Page = 'Get-PaceGroup'; From = '## Links'; To = "## Remarks`n`nNo.`n`n## Links"; Line = '## Remarks'; Says = "'Remarks'" }
        @{ What = 'sections in another order'; Page = 'Get-PaceGroup'; From = '## Outputs'; To = "## Synopsis`n`nNo.`n`n## Outputs"; Line = '## Synopsis'; Says = 'order' }
        @{ What = 'a page without description'; Page = 'Get-PaceGroup'; From = '## Description'; To = ''; Line = '# Get-PaceGroup'; Says = "'Description'" }
        @{ What = 'another type than the cmdlet gives'; Page = 'Get-PaceGroup'; From = '### Pace.Engine.Platforms.GroupInfo'; To = '### System.String'; Line = '## Outputs'; Says = 'GroupInfo' }
        @{ What = 'input that the cmdlet does not take'; Page = 'Get-PaceVersion'; From = "## Inputs`n`n### None"; To = "## Inputs`n`n### System.String"; Line = '## Inputs'; Says = 'None' }
        @{ What = 'a link that leads nowhere'; Page = 'Get-PaceGroup'; From = '(about_Pace_Policies.md)'; To = '(about_Nothing.md)'; Line = '- [about_Pace_Policies](about_Nothing.md)'; Says = 'about_Nothing.md' }
        @{ What = 'an example that is too wide'; Page = 'Get-PaceVersion'; From = 'Get-PaceVersion | Format-List'; To = 'Get-PaceVersion | Format-List # ' + 'x' * 60; Line = 'Get-PaceVersion | Format-List # ' + 'x' * 60; Says = '76' }
        @{ What = 'an example without a sentence'; Page = 'Get-PaceVersion'; From = "Shows the versions as a table.`n"; To = ''; Line = '### See what is running'; Says = 'sentence' }
        @{ What = 'a picture'; Page = 'about_Pace'; From = 'Edit the file:'; To = '![a](about_Pace.md) Edit the file:'; Line = '![a](about_Pace.md) Edit the file: about_Pace_Policies has the language. Then see whether it is right, and what others would see:'; Says = 'LinkInline' }
        @{ What = 'a topic without its end'; Page = 'about_Pace'; From = '## See also'; To = '### See also'; Line = '### See also'; Says = 'See also' }
    ) {
        $file = Join-Path $docs "$Page.md"
        $text = [IO.File]::ReadAllText($file)
        $text.Contains($From) | Should -BeTrue
        $at = $text.LastIndexOf($From)
        $text = $text.Substring(0, $at) + $To + $text.Substring($at + $From.Length)
        [IO.File]::WriteAllText($file, $text)
        $number = @([array]::LastIndexOf($text.Split("`n"), $Line) + 1)
        $answer = Invoke-HelpCompiler $docs
        $answer.ExitCode | Should -Be 1
        @($answer.Lines -match [regex]::Escape("$Page.md($number): error PACEHELP: ") -match [regex]::Escape($Says)) | Should -HaveCount 1
        Join-Path $TestDrive 'out' | Should -Not -Exist
    }

    It 'refuses a cmdlet without a page, and a page without a cmdlet' {
        Rename-Item (Join-Path $docs 'Get-PaceGroup.md') 'Get-PaceGroups.md'
        $answer = Invoke-HelpCompiler $docs
        $answer.ExitCode | Should -Be 1
        $answer.Lines -match 'Get-PaceGroup\.md\(1\): error PACEHELP: the cmdlet Get-PaceGroup has no page' | Should -HaveCount 1
        $answer.Lines -match 'Get-PaceGroups\.md\(1\): error PACEHELP: there is no cmdlet' | Should -HaveCount 1
    }

    It 'makes the same help of the same pages' {
        (Invoke-HelpCompiler $docs).ExitCode | Should -Be 0
        foreach ($file in Get-ChildItem (Join-Path $TestDrive 'out')) {
            (Get-FileHash $file).Hash | Should -Be (Get-FileHash (Join-Path $RepositoryRoot 'en-US' $file.Name)).Hash
        }
    }
}
