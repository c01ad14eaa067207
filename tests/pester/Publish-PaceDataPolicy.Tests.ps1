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
}
