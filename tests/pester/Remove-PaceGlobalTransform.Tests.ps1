BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $null = Set-PaceGlobalTransform "$PSScriptRoot/fixtures/global-transforms/*"
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Remove-PaceGlobalTransform' {
    It 'removes nothing with -WhatIf' {
        (Invoke-NewPowerShell "Import-Module '$ManifestPath'; Remove-PaceGlobalTransform PII -WhatIf") -join ' ' |
            Should -Match "Remove the global transform for the tag 'PII'"
        (Get-PaceGlobalTransform).Count | Should -Be 2
    }

    It 'removes the one of a tag, however it is spelt, and no other' {
        Remove-PaceGlobalTransform 'PII email'
        (Get-PaceGlobalTransform).Ref | Should -Be 'PII'
    }

    It 'says that there is none' {
        Remove-PaceGlobalTransform pii-email -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'GlobalTransformNotFound,*'
    }

    It 'removes what comes through the pipeline' {
        Get-PaceGlobalTransform | Remove-PaceGlobalTransform
        Get-PaceGlobalTransform | Should -BeNullOrEmpty
    }
}
