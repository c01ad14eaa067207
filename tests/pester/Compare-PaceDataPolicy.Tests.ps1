BeforeDiscovery {
    . "$PSScriptRoot/support/Postgres.ps1"
    $noPostgres = -not (Test-Postgres)
    $view = 'public.demo_view'
    # What people do by hand, and what it is called.
    $changes = @(
        @{ Kind = 'ViewChanged'; Change = "create or replace view $view with (security_barrier) as select transactionid, 42 as userid, email, age, brand::text as brand, transactionamount from public.demo" }
        @{ Kind = 'ViewDropped'; Change = "drop view $view" }
        @{ Kind = 'GrantRevoked'; Change = "revoke select on $view from marketing" }
        @{ Kind = 'GrantGiven'; Change = "grant select on $view to public" }
        @{ Kind = 'RightGiven'; Change = "grant update on $view to marketing" }
        @{ Kind = 'OptionsChanged'; Change = "alter view $view reset (security_barrier)" }
        @{ Kind = 'MarkRemoved'; Change = "comment on view $view is null" }
        @{ Kind = 'ColumnRenamed'; Change = 'alter table public.demo rename column age to years' }
        @{ Kind = 'ColumnDropped'; Change = 'alter table public.demo drop column brand cascade' }
        @{ Kind = 'ViewLeft'; Change = "create view public.other as select 1; do `$`$ begin execute format('comment on view public.other is %L', obj_description('$view'::regclass)); end `$`$" }
    )
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Postgres.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $policyFile = "$PSScriptRoot/fixtures/standalone/data-policy.yaml"
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Compare-PaceDataPolicy with the platform' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
        $null = Set-PaceDataPolicy $policyFile -Apply
        function Invoke-AsOwner([string] $Sql) { Invoke-Psql $database.Server $Sql -UserName $database.UserName -Password $database.Password }
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'gives nothing where nothing was changed' {
        Compare-PaceDataPolicy public.demo | Should -BeNullOrEmpty
        Get-PaceDataPolicy | Compare-PaceDataPolicy | Should -BeNullOrEmpty
        Compare-PaceDataPolicy | Should -BeNullOrEmpty
    }

    It 'finds and names <Kind>, and has the SQL that mends it' -TestCases $changes {
        Invoke-AsOwner $Change
        $found = @(Compare-PaceDataPolicy public.demo)
        $found.Kind | Should -Contain $Kind
        foreach ($difference in $found) {
            $difference.Policy | Should -Be 'public.demo'
            $difference.ProcessingPlatform | Should -Be 'standalone-sample-connection'
            $difference.What | Should -Not -BeNullOrEmpty
            $difference.Where | Should -Match '^public\.'
            $difference.Expected | Should -Not -Be $difference.Actual
            $difference.Remedy | Should -Match '\.$'
            Invoke-AsOwner $difference.Sql
        }

        Compare-PaceDataPolicy public.demo | Should -BeNullOrEmpty
    }

    It 'tells that a stored version is not the one on the platform' {
        $file = Join-Path $paceHome.Path 'second.yaml'
        (Get-Content $policyFile -Raw).Replace('age > 8', 'age > 18') | Set-Content $file
        (Set-PaceDataPolicy $file).Version | Should -Be 2
        $found = Compare-PaceDataPolicy public.demo
        $found.Kind | Should -Be 'ViewChanged', 'VersionDiffers'
        $found[1].Expected, $found[1].Actual | Should -Be 'version 2', 'version 1'
        $found[0].What | Should -Be 'the view shows other rows'
        Compare-PaceDataPolicy public.demo -Version 1 | Should -BeNullOrEmpty
        (Publish-PaceDataPolicy public.demo).Version | Should -Be 2
        Compare-PaceDataPolicy public.demo | Should -BeNullOrEmpty
    }

    It 'compares two versions' {
        $found = Compare-PaceDataPolicy public.demo -Version 1 -DifferenceVersion 2
        $found.What | Should -Be 'view public.demo_view, filter 1, for everyone else, condition'
        $found.Expected, $found.Actual | Should -Be 'age > 8', 'age > 18'
        $found.ProcessingPlatform | Should -BeNullOrEmpty
        (Compare-PaceDataPolicy public.demo -DifferenceVersion 1).Actual | Should -Be 'age > 8'
        Compare-PaceDataPolicy public.demo -DifferenceVersion 7 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PolicyNotFound,*'
    }

    It 'says that a policy is not stored' {
        Compare-PaceDataPolicy public.nope -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PolicyNotFound,*'
    }
}

Describe 'Compare-PaceDataPolicy of documents' {
    It 'compares files and objects' {
        $file = Join-Path $paceHome.Path 'other.yaml'
        (Get-Content $policyFile -Raw).Replace('"0000"', '"1111"') | Set-Content $file
        $found = Compare-PaceDataPolicy -ReferencePolicy $policyFile -DifferencePolicy (Get-Item $file)
        $found.Kind | Should -Be 'Changed'
        $found.Where | Should -Be 'rule_sets[public.demo_view].field_transforms[userid].transforms[everyone else].fixed.value'
        $found.Expected, $found.Actual | Should -Be '0000', '1111'
        $policy = Import-PaceDataPolicy $policyFile
        Compare-PaceDataPolicy -ReferencePolicy $policy -DifferencePolicy $policyFile | Should -BeNullOrEmpty
    }

    It 'refuses what is no policy' {
        { Compare-PaceDataPolicy -ReferencePolicy 7 -DifferencePolicy $policyFile } | Should -Throw -ErrorId 'ParameterInvalid,*'
        { Compare-PaceDataPolicy -ReferencePolicy ./nope.yaml -DifferencePolicy $policyFile } | Should -Throw -ErrorId 'FileNotFound,*'
    }
}

Describe 'Compare-PaceDataPolicy on embedded' {
    It 'finds a view that was dropped, in 80 columns' {
        [pscustomobject] @{ id = 1; mail = 'a@b.c' } | Import-PaceTable -Name people -ProcessingPlatform embedded
        $file = Join-Path $paceHome.Path 'people.yaml'
        Get-PaceDataPolicy people -Blueprint -ProcessingPlatform embedded | Export-PaceDataPolicy $file
        Add-Content $file "rule_sets:`n  - target:`n      ref: { integration_fqn: people_view }"
        $null = Set-PaceDataPolicy $file -Apply
        Compare-PaceDataPolicy people | Should -BeNullOrEmpty
        $null = Remove-PaceDataPolicy people -DropView -Confirm:$false
        $null = Set-PaceDataPolicy $file
        $found = Compare-PaceDataPolicy people
        $found.Kind | Should -Be 'ViewDropped'
        $lines = ($found | Out-String -Width 80) -split "`n"
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        "$lines" | Should -Match 'ViewDropped +people_view +the view is not there'
    }
}
