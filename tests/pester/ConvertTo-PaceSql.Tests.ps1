BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $policyFile = "$PSScriptRoot/fixtures/standalone/data-policy.yaml"
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'ConvertTo-PaceSql' {
    It 'gives one text a policy, without any platform' {
        $sql = ConvertTo-PaceSql $policyFile
        $sql | Should -BeOfType string
        @($sql).Count | Should -Be 1
        $sql | Should -Match 'create or replace view "public"\."demo_view"'
        $sql | Should -Match 'grant select on "public"\."demo_view" to "marketing"'
        @(Import-PaceDataPolicy $policyFile, $policyFile | ConvertTo-PaceSql).Count | Should -Be 2
    }

    It 'takes the dialect by name' {
        ConvertTo-PaceSql $policyFile -Dialect postgres | Should -Be (ConvertTo-PaceSql $policyFile)
        ConvertTo-PaceSql $policyFile -Dialect klingon -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotSupported,*'
        "$($failure[0].ErrorDetails.RecommendedAction)" | Should -Match 'POSTGRES'
        (Complete 'ConvertTo-PaceSql x.yaml -Dialect p').CompletionText | Should -Contain 'POSTGRES'
    }

    It 'judges as the registered platform does' {
        $null = Register-PaceProcessingPlatform standalone-sample-connection POSTGRES -HostName h -Database d -UserName u -PasswordVariable NOT_SET -JudgeBy session_user
        try {
            ConvertTo-PaceSql $policyFile | Should -Match 'session_user'
        }
        finally {
            Unregister-PaceProcessingPlatform standalone-sample-connection
        }
    }

    It 'says that a policy without a platform needs a dialect' {
        $file = Join-Path $paceHome.Path 'bare.yaml'
        (Get-Content $policyFile -Raw) -replace '(?s)    platform:.*?POSTGRES\n', '' | Set-Content $file
        ConvertTo-PaceSql $file -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PlatformNotFound,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -Match '-Dialect'
    }
}
