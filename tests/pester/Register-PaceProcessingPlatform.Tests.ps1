BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $configFile = Join-Path $paceHome.ConfigPath 'config.yaml'
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Register-PaceProcessingPlatform' {
    BeforeEach {
        Set-Content $configFile "# mine`napi-host: localhost:50051 # kept`n"
    }

    It 'adds a platform and keeps comments and other keys' {
        $platform = Register-PaceProcessingPlatform pg postgres -HostName localhost -Database d -UserName u -PasswordVariable PW
        $platform.Id | Should -Be 'pg'
        $platform.Type | Should -Be 'POSTGRES'
        $text = Get-Content $configFile -Raw
        $text | Should -Match '# mine'
        $text | Should -Match 'api-host: localhost:50051 # kept'
        $text | Should -Match ([regex]::Escape('password: ${PW}'))
    }

    It 'writes no password of a credential' {
        $secret = ConvertTo-SecureString 'very-secret' -AsPlainText -Force
        $null = Register-PaceProcessingPlatform pg POSTGRES -HostName localhost -Database d -Credential ([pscredential]::new('u', $secret))
        $text = Get-ChildItem $paceHome.Path -Recurse -File | Get-Content -Raw
        $text -join '' | Should -Not -Match 'very-secret'
        Get-Content $configFile -Raw | Should -Match 'user-name: u'
    }

    It 'takes a variable''s name and never repeats what may be a password' {
        { Register-PaceProcessingPlatform pg POSTGRES -HostName h -Database d -UserName u -PasswordVariable 'p@ss word' } |
            Should -Throw -ErrorId 'ParameterInvalid,*'
        "$($Error[0])" | Should -Not -Match 'p@ss'
    }

    It 'replaces with -Force only' {
        $null = Register-PaceProcessingPlatform pg POSTGRES -HostName one -Database d -UserName u
        { Register-PaceProcessingPlatform pg POSTGRES -HostName two -Database d -UserName u } | Should -Throw -ErrorId 'PlatformExists,*'
        $null = Register-PaceProcessingPlatform pg POSTGRES -HostName two -Database d -UserName u -Force
        (Get-PaceProcessingPlatform pg).Location | Should -BeLike 'two*'
    }

    It 'writes nothing with -WhatIf' {
        $before = Get-Content $configFile -Raw
        Register-PaceProcessingPlatform pg POSTGRES -HostName h -Database d -UserName u -WhatIf | Should -BeNullOrEmpty
        Get-Content $configFile -Raw | Should -Be $before
    }

    It 'writes nothing when something is missing or wrong' -TestCases @(
        @{ Arguments = @{ Type = 'POSTGRES'; Database = 'd'; UserName = 'u' }; ErrorId = 'PlatformMisconfigured,*' }
        @{ Arguments = @{ Type = 'ORACLE' }; ErrorId = 'ParameterInvalid,*' }
        @{ Arguments = @{ Type = 'DATABRICKS' }; ErrorId = 'NotSupported,*' }
        @{ Arguments = @{ Type = 'SNOWFLAKE'; Database = 'd'; UserName = 'u' }; ErrorId = 'PlatformMisconfigured,*' }
        @{ Arguments = @{ Type = 'SNOWFLAKE'; AccountName = 'a'; Database = 'd'; UserName = 'u'; ServerUrl = 'http://example.com' }; ErrorId = 'PlatformMisconfigured,*' }
        @{ Arguments = @{ Type = 'SNOWFLAKE'; AccountName = 'a'; Database = 'd'; UserName = 'u'; PrivateKeyVariable = '-----BEGIN' }; ErrorId = 'ParameterInvalid,*' }
        @{ Arguments = @{ Type = 'BIGQUERY' }; ErrorId = 'PlatformMisconfigured,*' }
        @{ Arguments = @{ Type = 'SQLITE' }; ErrorId = 'PlatformMisconfigured,*' }
        @{ Arguments = @{ Type = 'SQLITE'; Path = 'x.db'; HostName = 'h' }; ErrorId = 'PlatformMisconfigured,*' }
    ) {
        $before = Get-Content $configFile -Raw
        $failure = try { Register-PaceProcessingPlatform pg @Arguments } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike $ErrorId
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeLike '*config.yaml*' -Because 'nothing stands there'
        Get-Content $configFile -Raw | Should -Be $before
    }

    It 'writes the full path of a SQLite file, wherever it is called from' {
        Push-Location $paceHome.Path
        try { (Register-PaceProcessingPlatform sales SQLITE -Path ./sales.db).Location | Should -Be (Join-Path $paceHome.Path 'sales.db') }
        finally { Pop-Location }
    }

    It 'gives the id of the platform that is always there to no other' -TestCases @(@{ Id = 'embedded' }, @{ Id = 'Embedded' }) {
        { Register-PaceProcessingPlatform $Id SQLITE -Path x.db -Force } | Should -Throw -ErrorId 'ParameterInvalid,*'
    }

    It 'completes the types that there are' {
        (Complete 'Register-PaceProcessingPlatform pg -Type P').CompletionText | Should -Contain 'POSTGRES'
        (Complete 'Register-PaceProcessingPlatform pg -Type s').CompletionText | Should -Be 'SQLITE', 'SNOWFLAKE'
    }
}
