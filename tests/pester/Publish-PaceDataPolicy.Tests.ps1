BeforeDiscovery {
    . "$PSScriptRoot/support/Postgres.ps1"
    $noPostgres = -not (Test-Postgres)
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

Describe 'Publish-PaceDataPolicy' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
        $null = Set-PaceDataPolicy $policyFile
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'shows with -WhatIf what would run' {
        $said = (Invoke-NewPowerShell "Import-Module '$ManifestPath'; Publish-PaceDataPolicy public.demo -WhatIf") -join "`n"
        $said | Should -Match '(?m)^    create .*view "public"\."demo_view"'
        (Get-PaceTable).Id | Should -Be 'public.demo'
    }

    It 'applies the stored version, by id or from the pipeline' {
        $applied = Publish-PaceDataPolicy public.demo
        $applied.Version | Should -Be 1
        $applied.AppliedAt | Should -Not -BeNullOrEmpty
        (Get-PaceTable demo_view).Policy | Should -Be 'public.demo'
        (Get-PaceDataPolicy | Publish-PaceDataPolicy).Version | Should -Be 1
    }

    It 'does not go behind what another machine applied, but past it with -Force' {
        $other = New-PaceHome
        try {
            Register-ExampleDatabase $database
            $second, $third = 9, 10 | ForEach-Object {
                $file = Join-Path $other.Path "$_.yaml"
                (Get-Content $policyFile -Raw).Replace('age > 8', "age > $_") | Set-Content $file
                (Set-PaceDataPolicy $file -Apply).Version
            }
            $second, $third | Should -Be 2, 3
        }
        finally {
            Remove-PaceHome $other
            Use-PaceHome $paceHome
        }

        Publish-PaceDataPolicy public.demo -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'VersionConflict,*'
        (Publish-PaceDataPolicy public.demo -Force).Version | Should -Be 4
        (Get-PaceDataPolicy public.demo -History).Version | Should -Be 1, 4
    }

    It 'says that a policy is not stored' {
        Publish-PaceDataPolicy public.nope -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PolicyNotFound,*'
    }

    It 'refuses to go over what was changed outside Pace, and names it' {
        $null = Invoke-Psql $database.Server 'alter view public.demo_view reset (security_barrier); revoke select on public.demo_view from marketing'
        Publish-PaceDataPolicy public.demo -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PlatformDrift,*'
        "$($failure[0])" | Should -Match 'OptionsChanged public\.demo_view: the security barrier is off'
        "$($failure[0])" | Should -Match "GrantRevoked public\.demo_view: group 'marketing' may not select"
        $failure[0].ErrorDetails.RecommendedAction | Should -Match 'Compare-PaceDataPolicy public\.demo'
        Set-PaceDataPolicy $policyFile -Apply -ErrorAction SilentlyContinue -ErrorVariable refused
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'PlatformDrift,*'
        $version = (Get-PaceDataPolicy public.demo).Version
        (Publish-PaceDataPolicy public.demo -Force).Version | Should -Be $version
        Compare-PaceDataPolicy public.demo | Should -BeNullOrEmpty
    }

    It 'goes on where somebody was given the right to select, and says so' {
        $null = Invoke-Psql $database.Server 'grant select on public.demo_view to public'
        $null = Publish-PaceDataPolicy public.demo -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'everybody \(PUBLIC\) may select from the view'
        (Compare-PaceDataPolicy public.demo).Kind | Should -Be 'GrantGiven'
    }

    It 'goes back to an older version, as the newest' {
        $active = Get-PaceDataPolicy public.demo
        $file = Join-Path $paceHome.Path 'later.yaml'
        (Get-Content $policyFile -Raw).Replace('age > 8', 'age > 80') | Set-Content $file
        $later = Set-PaceDataPolicy $file -Apply
        $later.Version | Should -Be ($active.Version + 1)
        $back = Get-PaceDataPolicy public.demo -Version $active.Version | Publish-PaceDataPolicy
        $back.Version | Should -Be ($later.Version + 1)
        Compare-PaceDataPolicy public.demo -Version $active.Version -DifferenceVersion $back.Version | Should -BeNullOrEmpty
        (Compare-PaceDataPolicy public.demo).Kind | Should -Be 'GrantGiven'
        (Get-PaceDataPolicy public.demo -Version $later.Version | Set-PaceDataPolicy).Version | Should -Be ($back.Version + 1)
        Compare-PaceDataPolicy public.demo -Version $later.Version -DifferenceVersion ($back.Version + 1) | Should -BeNullOrEmpty
        Publish-PaceDataPolicy public.demo -Version 99 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PolicyNotFound,*'
    }
}
