BeforeDiscovery {
    . "$PSScriptRoot/support/Postgres.ps1"
    $noPostgres = -not (Test-Postgres)
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Postgres.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Get-PaceGroup' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'lists the groups, and no login' {
        $groups = (Get-PaceGroup).Name
        'administrator', 'fraud_and_risk', 'marketing' | ForEach-Object { $groups | Should -Contain $_ }
        $groups | Should -Not -Contain 'mark'
    }

    It 'pages' {
        @(Get-PaceGroup -Skip 1 -First 1).Name | Should -Be @(Get-PaceGroup).Name[1]
    }

    It 'says that the platform is not there' {
        { Get-PaceGroup -ProcessingPlatform nowhere } | Should -Throw -ErrorId 'PlatformNotFound,*'
    }
}
