BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $policyFile = "$PSScriptRoot/fixtures/standalone/data-policy.yaml"
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Export-PaceDataPolicy' {
    BeforeAll {
        Push-Location $paceHome.Path
        $policy = Import-PaceDataPolicy $policyFile
    }

    AfterAll {
        Pop-Location
    }

    It 'writes <Name> that reads back as the same policy' -TestCases @(
        @{ Name = 'YAML'; File = 'copy.yaml'; Begins = 'metadata:' }
        @{ Name = 'JSON'; File = 'copy.json'; Begins = '{' }
    ) {
        $policy | Export-PaceDataPolicy $File
        Get-Content $File -TotalCount 1 | Should -Be $Begins
        (Import-PaceDataPolicy $File).Equals($policy) | Should -BeTrue
    }

    It 'replaces a file, but not with -NoClobber' {
        Set-Content there.yaml 'mine'
        $policy | Export-PaceDataPolicy there.yaml -NoClobber -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        Get-Content there.yaml | Should -Be 'mine'
        $policy | Export-PaceDataPolicy there.yaml
        Get-Content there.yaml -TotalCount 1 | Should -Be 'metadata:'
    }

    It 'replaces a read-only file with -Force only' {
        Set-Content fixed.yaml 'mine'
        (Get-Item fixed.yaml).IsReadOnly = $true
        $policy | Export-PaceDataPolicy fixed.yaml -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
        ($policy | Export-PaceDataPolicy fixed.yaml -Force -PassThru).Name | Should -Be 'fixed.yaml'
    }

    It 'does not write two policies into one file' {
        $policy, $policy | Export-PaceDataPolicy two.yaml -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.Count | Should -Be 1
    }

    It 'writes nothing with -WhatIf' {
        $policy | Export-PaceDataPolicy whatif.yaml -WhatIf
        'whatif.yaml' | Should -Not -Exist
    }

    It 'says that a directory is no file' {
        $policy | Export-PaceDataPolicy . -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].Exception.Message | Should -Be "'.' is a directory."
    }

    It 'says that a directory is missing' {
        $policy | Export-PaceDataPolicy no/such/file.yaml -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
    }
}
