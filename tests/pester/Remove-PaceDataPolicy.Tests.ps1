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

Describe 'Remove-PaceDataPolicy' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    BeforeEach {
        $null = Set-PaceDataPolicy $policyFile -Apply
    }

    It 'removes nothing with -WhatIf, and shows what would run' {
        $said = (Invoke-NewPowerShell "Import-Module '$ManifestPath'; Remove-PaceDataPolicy public.demo -DropView -WhatIf") -join "`n"
        $said | Should -Match 'drop view "public"\."demo_view"'
        @(Get-PaceDataPolicy).Count | Should -Be 1
    }

    It 'asks before it drops views' {
        # Not interactive: a question is an error, and nothing is done.
        $said = (Invoke-NewPowerShell "Import-Module '$ManifestPath'; Remove-PaceDataPolicy public.demo -DropView") -join "`n"
        $said | Should -Match 'NonInteractive'
        @(Get-PaceDataPolicy).Count | Should -Be 1
        (Get-PaceTable demo_view).Policy | Should -Be 'public.demo'
    }

    It 'drops the views and all versions' {
        Remove-PaceDataPolicy public.demo -DropView -Confirm:$false
        Get-PaceDataPolicy | Should -BeNullOrEmpty
        (Get-PaceTable).Id | Should -Be 'public.demo'
    }

    It 'leaves the views without -DropView, and drops them later without a stored policy' {
        Get-PaceDataPolicy | Remove-PaceDataPolicy
        Get-PaceDataPolicy | Should -BeNullOrEmpty
        (Get-PaceTable demo_view).Policy | Should -Be 'public.demo'
        Remove-PaceDataPolicy public.demo -DropView -Confirm:$false
        (Get-PaceTable).Id | Should -Be 'public.demo'
    }

    It 'says that a policy is neither stored nor applied' {
        Remove-PaceDataPolicy public.nope -DropView -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PolicyNotFound,*'
    }
}
