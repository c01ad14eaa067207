BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $policyFile = "$PSScriptRoot/fixtures/standalone/data-policy.yaml"
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'ConvertTo-PaceYaml' {
    BeforeAll {
        Push-Location $paceHome.Path
        $policy = Import-PaceDataPolicy $policyFile
    }

    AfterAll {
        Pop-Location
    }

    It 'gives one text that reads back as the same policy' {
        $text = $policy | ConvertTo-PaceYaml
        $text | Should -BeOfType string
        [IO.File]::WriteAllText((Join-Path $paceHome.Path 'again.yaml'), $text)
        (Import-PaceDataPolicy again.yaml).Equals($policy) | Should -BeTrue
    }

    It 'gives what Export-PaceDataPolicy writes' {
        $policy | Export-PaceDataPolicy file.yaml
        ConvertTo-PaceYaml $policy | Should -BeExactly (Get-Content file.yaml -Raw)
    }

    It 'gives a text for each policy, stored ones too' {
        $samples = Join-Path $RepositoryRoot 'docs' 'samples'
        $null = Import-PaceTable (Join-Path $samples 'customers.csv')
        $null = Set-PaceDataPolicy (Join-Path $samples 'customers.yaml')
        @($policy, (Get-PaceDataPolicy)[0] | ConvertTo-PaceYaml).Count | Should -Be 2
        Get-PaceDataPolicy | ConvertTo-PaceYaml | Should -Match '^metadata:'
    }

    It 'names in an error what is no policy' {
        { ConvertTo-PaceYaml 'text' } | Should -Throw '*DataPolicy*' -PassThru |
            ForEach-Object { $_.CategoryInfo.Category } | Should -Be 'InvalidArgument'
    }
}
