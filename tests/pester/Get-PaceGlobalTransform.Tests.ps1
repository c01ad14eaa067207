BeforeDiscovery {
    . "$PSScriptRoot/support/Postgres.ps1"
    $noPostgres = -not (Test-Postgres)
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Postgres.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $fixtures = "$PSScriptRoot/fixtures/global-transforms"
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Get-PaceGlobalTransform' {
    BeforeAll {
        $null = Set-PaceGlobalTransform "$fixtures/*"
    }

    It 'gives all, one by its tag in any spelling, and some by a pattern' {
        (Get-PaceGlobalTransform).Ref | Should -Be 'PII', 'pii-email'
        (Get-PaceGlobalTransform 'Pii Email').Ref | Should -Be 'pii-email'
        (Get-PaceGlobalTransform -Tag pii_email, pii).Ref | Should -Be 'pii-email', 'PII'
        (Get-PaceGlobalTransform 'pii-*').Ref | Should -Be 'pii-email'
        (Get-PaceGlobalTransform | Get-PaceGlobalTransform).Ref | Should -Be 'PII', 'pii-email'
    }

    It 'takes no character for another but those of a tag''s spellings' {
        foreach ($tag in 'pii%', 'p_i', 'pii.email') {
            $failure = $null
            Get-PaceGlobalTransform $tag -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'GlobalTransformNotFound,*'
        }
    }

    It 'says what was meant by a tag that has none' {
        Get-PaceGlobalTransform pii-emial -ErrorAction SilentlyContinue -ErrorVariable failure
        "$($failure[0])" | Should -Match "did you mean 'pii-email'"
    }

    It 'fits 80 columns' {
        $lines = (Get-PaceGlobalTransform | Out-String -Width 80) -split "`r?`n"
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        "$lines" | Should -Match 'pii-email +Identity, Regexp, Fixed'
    }

    It 'completes tags' {
        $deadline = [datetime]::UtcNow.AddSeconds(10)
        do { $found = Complete 'Get-PaceGlobalTransform pii-' } until ($found.CompletionText -contains 'pii-email' -or [datetime]::UtcNow -gt $deadline)
        $found.CompletionText | Should -Be 'pii-email'
    }
}

Describe 'A blueprint of a table with tags' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
        $null = Set-PaceGlobalTransform "$fixtures/*"
        $null = Invoke-Psql $database.Server @'
comment on column public.demo.email is 'Where we write to. pace::"PII Email" pace::pii';
comment on column public.demo.brand is 'pace::unknown';
comment on column public.demo.userid is 'pace::Pii';
'@
        $blueprint = Get-PaceDataPolicy public.demo -Blueprint
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'has their transforms, each with its tag' {
        $ruleSet = $blueprint.RuleSets[0]
        $ruleSet.Target.Ref.IntegrationFqn | Should -Be 'public.demo_view'
        $ruleSet.FieldTransforms.Field.Name | Should -Be 'userid', 'email'
        $email = $ruleSet.FieldTransforms[1].Transforms
        $email.FromTag | Should -Be 'PII Email', 'PII Email', 'pii', 'PII Email'
        @($email | ForEach-Object { "$($_.Principals)" }) | Should -Be 'group fraud_and_risk', 'group marketing', 'group administrator', ''
        $email[3].Action.GetType().Name | Should -Be 'FixedTransform'
    }

    It 'is a policy that can be applied, and says in YAML which tag each transform came from' {
        $file = Join-Path $paceHome.Path 'blueprint.yaml'
        $blueprint | Export-PaceDataPolicy $file
        @((Get-Content $file) -cmatch '^ +# from tag PII Email$').Count | Should -Be 3
        @((Get-Content $file) -cmatch '^ +# from tag pii$').Count | Should -Be 1
        Test-PaceDataPolicy $file -Quiet | Should -BeTrue
        $applied = Set-PaceDataPolicy $file -Apply
        $applied.Targets | Should -Be 'public.demo_view'
        Invoke-Psql $database.Server "set role marketing; select distinct email ~ '^[*]{4}@' from public.demo_view" | Should -Be 't'
        Compare-PaceDataPolicy -ReferencePolicy $blueprint -DifferencePolicy $applied | Should -BeNullOrEmpty
    }

    It 'has no rule set where no tag of its has a transform' {
        Get-PaceGlobalTransform | Remove-PaceGlobalTransform
        (Get-PaceDataPolicy public.demo -Blueprint).RuleSets.Count | Should -Be 0
        (Get-PaceDataPolicy public.demo -Blueprint).Source.Fields[2].Tags | Should -Be 'PII Email', 'pii'
    }
}
