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

Describe 'Get-PaceSchema' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'lists the schemas without the system''s own' {
        (Get-PaceSchema).Name | Should -Be 'public'
        (Get-PaceSchema).Database | Should -Be $database.Name
    }

    It 'takes a database from the pipeline' {
        (Get-PaceDatabase | Where-Object Name -eq $database.Name | Get-PaceSchema).Name | Should -Be 'public'
    }

    It 'says that the platform is not there' {
        { Get-PaceSchema -ProcessingPlatform nowhere } | Should -Throw -ErrorId 'PlatformNotFound,*'
    }
}
