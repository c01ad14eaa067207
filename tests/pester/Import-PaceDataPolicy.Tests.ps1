BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $policyFile = "$PSScriptRoot/fixtures/standalone/data-policy.yaml"
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Import-PaceDataPolicy' {
    BeforeAll {
        Push-Location $paceHome.Path
        Copy-Item $policyFile good.yaml
        Copy-Item $policyFile '[odd].yaml'
        Set-Content broken.yaml "source: {`n"
        Set-Content unknown.yaml "source:`n  ref:`n    integration_fqn: a.b`nrule_stes: []`n"
        Set-Content old.yaml "data_policy:`n  source:`n    ref:`n      integration_fqn: a.b`n"
    }

    AfterAll {
        Pop-Location
    }

    It 'reads a policy' {
        $policy = Import-PaceDataPolicy good.yaml
        $policy.Id | Should -Be 'public.demo'
        $policy.Source.Fields.Count | Should -Be 6
    }

    It 'takes wildcards, strings and files from the pipeline' {
        (Import-PaceDataPolicy g*.yaml).Id | Should -Be 'public.demo'
        ('good.yaml' | Import-PaceDataPolicy).Id | Should -Be 'public.demo'
        (Get-Item good.yaml | Import-PaceDataPolicy).Id | Should -Be 'public.demo'
        (Get-Item -LiteralPath '[odd].yaml' | Import-PaceDataPolicy).Id | Should -Be 'public.demo'
        Import-PaceDataPolicy none*.yaml | Should -BeNullOrEmpty
    }

    It 'reads a file whose name would be a pattern that does not match itself' {
        Copy-Item $policyFile 'sales[2024].yaml'
        (Import-PaceDataPolicy 'sales[2024].yaml').Id | Should -Be 'public.demo'
        ([IO.FileInfo]::new("$($paceHome.Path)/sales[2024].yaml") | Import-PaceDataPolicy).Id | Should -Be 'public.demo'
        Copy-Item $policyFile sales2.yaml
        @(Import-PaceDataPolicy 'sales[2024].yaml').Origin.File | Should -Be 'sales2.yaml'
    }

    It 'warns of old spellings and upgrades them' {
        (Import-PaceDataPolicy old.yaml -WarningVariable warned -WarningAction SilentlyContinue).Id | Should -Be 'a.b'
        "$warned" | Should -Match 'old.yaml\(\d+,\d+\): warning PACE0007'
    }

    It 'reports each file that is no policy, with places, and goes on' {
        $policies = Import-PaceDataPolicy broken.yaml, unknown.yaml, missing.yaml, good.yaml -ErrorAction SilentlyContinue -ErrorVariable failure
        $policies.Id | Should -Be 'public.demo'
        $failure.FullyQualifiedErrorId -replace ',.*' | Should -Be 'PolicyInvalid', 'PolicyInvalid', 'FileNotFound'
        $failure[0].CategoryInfo.Category | Should -Be 'InvalidData'
        "$($failure[1])" | Should -Match 'unknown.yaml\(4,1\): error PACE0002'
        "$($failure[1])" | Should -Match 'rule_sets'
    }

    It 'reads nothing but files' {
        Import-PaceDataPolicy env:PATH -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PathNotFileSystem,*'
    }

    It 'goes on after a provider that is not there' {
        (Import-PaceDataPolicy nosuch::x, good.yaml -ErrorAction SilentlyContinue -ErrorVariable failure).Id | Should -Be 'public.demo'
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
    }
}
