BeforeDiscovery {
    . "$PSScriptRoot/support/Postgres.ps1"
    $noPostgres = -not (Test-Postgres)
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Postgres.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    'a', 'b', 'c/d' | ForEach-Object { [pscustomobject] @{ id = 1 } | Import-PaceTable -Name $_ -ProcessingPlatform embedded }
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Get-PaceResource' {
    It 'begins with the platforms' {
        $found = Get-PaceResource
        $found.Path | Should -Be 'embedded'
        $found.Kind | Should -Be 'platform'
        $found.IsLeaf | Should -BeFalse
    }

    It 'gives what lies below a path' {
        (Get-PaceResource embedded).Path | Should -Be 'embedded/main'
        (Get-PaceResource -ProcessingPlatform embedded).Kind | Should -Be 'database'
        (Get-PaceResource embedded/main).Kind | Should -Be 'schema'
        $tables = Get-PaceResource embedded/main/main/
        $tables.Path | Should -Be 'embedded/main/main/a', 'embedded/main/main/b', 'embedded/main/main/"c/d"'
        $tables.IsLeaf | Should -Be $true, $true, $true
        Get-PaceResource embedded/main/main/a | Should -BeNullOrEmpty
        Get-PaceResource $tables[2].Path | Should -BeNullOrEmpty
    }

    It 'goes down as far as it is told' {
        (Get-PaceResource -Recurse).Kind | Should -Be 'platform', 'database', 'schema', 'table', 'table', 'table'
        (Get-PaceResource -Recurse).Depth | Should -Be 0, 1, 2, 3, 3, 3
        (Get-PaceResource -Depth 0).Kind | Should -Be 'platform'
        (Get-PaceResource -Depth 2).Kind | Should -Be 'platform', 'database', 'schema'
        (Get-PaceResource embedded -Depth 1).Kind | Should -Be 'database', 'schema'
    }

    It 'gives pages of any size that together are the whole' {
        $all = (Get-PaceResource -Recurse).Path
        foreach ($size in 1, 2, 4, 100) {
            $pages = for ($at = 0; $at -lt $all.Count; $at += $size) { (Get-PaceResource -Recurse -First $size -Skip $at).Path }
            $pages | Should -Be $all
        }

        (Get-PaceResource embedded/main/main -First 1 -Skip 1).Name | Should -Be 'b'
        Get-PaceResource -First 0 | Should -BeNullOrEmpty
        Get-PaceResource embedded/main/main -Skip 3 | Should -BeNullOrEmpty
    }

    It 'takes resources from the pipeline' {
        (Get-PaceResource | Get-PaceResource | Get-PaceResource | Get-PaceResource).Name | Should -Be 'a', 'b', 'c/d'
        (Get-PaceResource embedded/main | Get-PaceResource -First 2).Name | Should -Be 'a', 'b'
    }

    It 'says that a place is not there' {
        foreach ($path in 'nope', 'embedded/nope', 'embedded/main/nope', 'embedded/main/main/nope', 'embedded//x', 'a/b/c/d/e') {
            $failure = $null
            Get-PaceResource $path -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -Match '^(ResourceNotFound|PlatformNotFound|ParameterInvalid),'
            $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }
    }

    It 'fits 80 columns, and shows what lies below what' {
        $lines = (Get-PaceResource -Recurse | Out-String -Width 80) -split "`r?`n"
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        @($lines -match '^      a +table +a').Count | Should -Be 1
    }

    It 'walks a server, other databases too, and goes on where one platform fails' -Skip:$noPostgres {
        $database = New-ExampleDatabase
        try {
            Register-ExampleDatabase $database pg
            $null = Register-PaceProcessingPlatform gone POSTGRES -HostName 127.0.0.1 -Port 1 -Database x -UserName x
            (Get-PaceResource pg).Name | Should -Contain $database.Name
            (Get-PaceResource "pg/$($database.Name)").Name | Should -Contain 'public'
            $table = Get-PaceResource "pg/$($database.Name)/public"
            $table.Id, $table.Kind | Should -Be 'public.demo', 'table'
            $all = Get-PaceResource -Recurse -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'PlatformUnreachable,*'
            $all.Path | Should -Contain "pg/$($database.Name)/public/demo"
            $all.Path | Should -Contain 'embedded/main/main/a'
            $other = (Get-PostgresServer).Database
            Get-PaceResource "pg/$other/public" -ErrorAction SilentlyContinue -ErrorVariable refused | Out-Null
            @($refused) -match 'There is no schema' | Should -BeNullOrEmpty
        }
        finally {
            Unregister-PaceProcessingPlatform pg, gone
            Remove-ExampleDatabase $database
        }
    }
}
