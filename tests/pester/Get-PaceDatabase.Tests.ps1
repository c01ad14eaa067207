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

Describe 'Get-PaceDatabase' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'lists the databases, one at least' {
        (Get-PaceDatabase).Name | Should -Contain $database.Name
    }

    It 'pages' {
        $all = @(Get-PaceDatabase).Name
        @(Get-PaceDatabase -First 1).Name | Should -Be $all[0]
        @(Get-PaceDatabase -Skip 1 -First 1).Name | Should -Be $all[1]
        @(Get-PaceDatabase -Skip 100000) | Should -BeNullOrEmpty
    }

    It 'says that the platform is not there' {
        { Get-PaceDatabase -ProcessingPlatform nowhere } | Should -Throw -ErrorId 'PlatformNotFound,*'
    }
}
