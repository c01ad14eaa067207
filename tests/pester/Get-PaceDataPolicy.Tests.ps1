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

Describe 'Get-PaceDataPolicy' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
        $null = Set-PaceDataPolicy $policyFile
        $null = Set-PaceDataPolicy $policyFile
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'gives the active version' {
        $stored = Get-PaceDataPolicy
        $stored.Id | Should -Be 'public.demo'
        $stored.Version | Should -Be 2
        $stored.ProcessingPlatform | Should -Be 'standalone-sample-connection'
        (Get-PaceDataPolicy public.demo).Version | Should -Be 2
        (Get-PaceDataPolicy *.DEMO).Version | Should -Be 2
        Get-PaceDataPolicy -ProcessingPlatform another | Should -BeNullOrEmpty
    }

    It 'gives one version, and all' {
        (Get-PaceDataPolicy public.demo -Version 1).Version | Should -Be 1
        (Get-PaceDataPolicy public.demo -History).Version | Should -Be 1, 2
        Get-PaceDataPolicy public.demo -Version 3 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PolicyNotFound,*'
        "$($failure[0])" | Should -Match 'the newest is 2'
    }

    It 'gives pages, of the active versions and of a history' {
        $null = Set-PaceDataPolicy "$PSScriptRoot/fixtures/standalone/data-policy.yaml"
        (Get-PaceDataPolicy -First 1).Version | Should -Be 3
        Get-PaceDataPolicy -Skip 1 | Should -BeNullOrEmpty
        (Get-PaceDataPolicy public.demo -History -First 1 -Skip 1).Version | Should -Be 2
        (Get-PaceDataPolicy public.* -First 5).Version | Should -Be 3
        Get-PaceDataPolicy public.demo -First 0 | Should -BeNullOrEmpty
        $null = Remove-PaceDataPolicy public.demo
        1..2 | ForEach-Object { $null = Set-PaceDataPolicy $policyFile }
    }

    It 'says what was meant by an id that is not stored' {
        Get-PaceDataPolicy public.deom -ErrorAction SilentlyContinue -ErrorVariable failure
        "$($failure[0])" | Should -Match "did you mean 'public.demo'"
        $failure[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'makes a blueprint of a table, by name or from the pipeline' {
        (Get-PaceDataPolicy -Blueprint -Table public.demo).Source.Fields.Count | Should -Be 6
        (Get-PaceTable demo | Get-PaceDataPolicy -Blueprint).Id | Should -Be 'public.demo'
        Get-PaceDataPolicy -Blueprint public.nope -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ResourceNotFound,*'
    }

    It 'finds the stored policy of a table from the pipeline' {
        (Get-PaceTable demo | Get-PaceDataPolicy).Version | Should -Be 2
    }

    It 'completes ids' {
        $deadline = [datetime]::UtcNow.AddSeconds(10)
        do { $found = Complete 'Publish-PaceDataPolicy pub' } until ($found.CompletionText -contains 'public.demo' -or [datetime]::UtcNow -gt $deadline)
        $found.CompletionText | Should -Be 'public.demo'
    }
}
