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

Describe 'Set-PaceDataPolicy' {
    BeforeEach {
        $other = New-PaceHome
    }

    AfterEach {
        Remove-PaceHome $other
        Use-PaceHome $paceHome
    }

    It 'says that the document''s platform is not registered, which are, and the two ways out' {
        $null = Register-PaceProcessingPlatform standalone-smaple POSTGRES -HostName h -Database d -UserName u
        { Set-PaceDataPolicy $policyFile -ErrorAction Stop } | Should -Throw -ErrorId 'PlatformNotFound,*'
        "$($Error[0])" | Should -Match 'standalone-smaple'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'Register-PaceProcessingPlatform standalone-sample-connection'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match '-ProcessingPlatform'
    }

    It 'refuses a platform of another type' {
        Set-Content (Join-Path $other.ConfigPath 'config.yaml') "processing-platforms:`n    - id: snow`n      type: SNOWFLAKE`n"
        Set-PaceDataPolicy $policyFile -ProcessingPlatform snow -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PlatformMismatch,*'
    }

    It 'stores versions without asking the platform, and shows with -WhatIf which' {
        $null = Register-PaceProcessingPlatform pg POSTGRES -HostName 127.0.0.1 -Port 1 -Database d -UserName u
        (Set-PaceDataPolicy $policyFile -ProcessingPlatform pg).Version | Should -Be 1
        $said = Invoke-NewPowerShell "Import-Module '$ManifestPath'; Set-PaceDataPolicy '$policyFile' -ProcessingPlatform pg -WhatIf"
        "$said" | Should -Match 'What if: .*version 2'
        $stored = Import-PaceDataPolicy $policyFile | Set-PaceDataPolicy -ProcessingPlatform pg
        $stored.Version | Should -Be 2
        $stored.Policy.Source.Ref.Platform.Id | Should -Be 'pg'
        $stored.AppliedAt | Should -BeNullOrEmpty
    }

    It 'takes a stored policy from the pipeline, for the platform that it is stored for' {
        $null = Register-PaceProcessingPlatform pg POSTGRES -HostName 127.0.0.1 -Port 1 -Database d -UserName u
        $null = Register-PaceProcessingPlatform other POSTGRES -HostName 127.0.0.1 -Port 1 -Database d -UserName u
        $null = Set-PaceDataPolicy $policyFile -ProcessingPlatform pg
        $stored = Get-PaceDataPolicy | Set-PaceDataPolicy
        $stored.Version | Should -Be 2
        $stored.ProcessingPlatform | Should -Be 'pg'
        (Set-PaceDataPolicy (Get-PaceDataPolicy)).Version | Should -Be 3
        (Get-PaceDataPolicy | Set-PaceDataPolicy -ProcessingPlatform other).ProcessingPlatform | Should -Be 'other'
        Get-PaceDataPolicy -ProcessingPlatform pg | Test-PaceDataPolicy -Quiet -Offline | Should -BeTrue
        Get-PaceDataPolicy -ProcessingPlatform pg | ConvertTo-PaceSql | Should -Match 'create or replace view'
    }

    It 'keeps what somebody else stored since' {
        $null = Register-PaceProcessingPlatform pg POSTGRES -HostName 127.0.0.1 -Port 1 -Database d -UserName u
        (Set-PaceDataPolicy $policyFile -ProcessingPlatform pg -ExpectedVersion 0).Version | Should -Be 1
        Set-PaceDataPolicy $policyFile -ProcessingPlatform pg -ExpectedVersion 0 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'VersionConflict,*'
        (Get-PaceDataPolicy).Version | Should -Be 1
    }

    It 'tells every problem of a file in one error, and stores nothing' {
        $null = Register-PaceProcessingPlatform standalone-sample-connection POSTGRES -HostName h -Database d -UserName u
        $bad = Join-Path $other.Path 'bad.yaml'
        (Get-Content $policyFile -Raw).Replace('identity: { }', 'identiti: { }') | Set-Content $bad
        Set-PaceDataPolicy $bad -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PolicyInvalid,*'
        @([regex]::Matches("$($failure[0])", 'PACE0002')).Count | Should -BeGreaterThan 3
        Get-PaceDataPolicy | Should -BeNullOrEmpty
    }
}

Describe 'Set-PaceDataPolicy -Apply' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'shows with -WhatIf the statements that would run, and does nothing' {
        $said = (Invoke-NewPowerShell "Import-Module '$ManifestPath'; Set-PaceDataPolicy '$policyFile' -Apply -WhatIf") -join "`n"
        $said | Should -Match 'What if: .*version 1:'
        $said | Should -Match '(?m)^    create .*view "public"\."demo_view"'
        $said | Should -Match '(?m)^    grant select'
        Get-PaceDataPolicy | Should -BeNullOrEmpty
        (Get-PaceTable).Id | Should -Be 'public.demo'
    }

    It 'stores nothing when the platform refuses' {
        $bad = Join-Path $paceHome.Path 'bad.yaml'
        (Get-Content $policyFile -Raw).Replace('group: marketing', 'group: marketign') | Set-Content $bad
        Set-PaceDataPolicy $bad -Apply -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PolicyInvalid,*'
        "$($failure[0])" | Should -Match 'marketign'
        Get-PaceDataPolicy | Should -BeNullOrEmpty
    }

    It 'takes over a view that Pace did not make with -Force only' {
        Invoke-Psql $database.Server 'create view public.demo_view as select 1 as one' -UserName $database.UserName -Password $database.Password
        Set-PaceDataPolicy $policyFile -Apply -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TargetNotPace,*'
        (Set-PaceDataPolicy $policyFile -Apply -Force).Version | Should -Be 1
        (Get-PaceTable demo_view).Policy | Should -Be 'public.demo'
    }
}
