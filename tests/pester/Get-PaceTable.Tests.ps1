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

Describe 'Get-PaceTable' {
    It 'lists what the embedded platform holds where no other is registered' {
        Get-PaceTable | Should -BeNullOrEmpty
        Get-ChildItem $paceHome.DataPath | Should -BeNullOrEmpty # looking makes no file
        $null = [pscustomobject] @{ a = 1; b = 'x' } | Import-PaceTable -Name first
        $table = Get-PaceTable
        $table.ProcessingPlatform, $table.Name, $table.Columns, $table.Rows | Should -Be 'embedded', 'first', 2, 1
    }

    It 'says what to do when a platform is not registered' {
        { Get-PaceTable -ProcessingPlatform pg } | Should -Throw -ErrorId 'PlatformNotFound,*'
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'Register-PaceProcessingPlatform pg'
    }

    It 'says that a server does not answer, within its time-out' {
        $null = Register-PaceProcessingPlatform dead POSTGRES -HostName 127.0.0.1 -Port 1 -Database d -UserName u
        { Get-PaceTable } | Should -Throw -ErrorId 'PlatformUnreachable,*'
        $Error[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        Unregister-PaceProcessingPlatform dead
    }
}

Describe 'Get-PaceTable on a server' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
        Invoke-Psql $database.Server 'create schema sales; create table sales.orders(id int); create view sales.open as select * from sales.orders; grant usage on schema sales to public'
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'lists tables and views by schema and name' {
        (Get-PaceTable).Id | Should -Be 'public.demo', 'sales.open', 'sales.orders'
        (Get-PaceTable).Kind | Should -Be 'table', 'view', 'table'
    }

    It 'selects by name, with or without schema, and by wildcard' {
        (Get-PaceTable demo).Id | Should -Be 'public.demo'
        (Get-PaceTable sales.orders).Id | Should -Be 'sales.orders'
        (Get-PaceTable o*).Id | Should -Be 'sales.open', 'sales.orders'
        (Get-PaceTable -Schema sales).Id | Should -Be 'sales.open', 'sales.orders'
        Get-PaceTable nothing* | Should -BeNullOrEmpty
    }

    It 'pages, also what a wildcard selects' {
        (Get-PaceTable -First 2).Id | Should -Be 'public.demo', 'sales.open'
        (Get-PaceTable -Skip 1 -First 1).Id | Should -Be 'sales.open'
        (Get-PaceTable o* -Skip 1 -First 1).Id | Should -Be 'sales.orders'
        Get-PaceTable -First 0 | Should -BeNullOrEmpty
    }

    It 'reports each name that is not there with the nearest, and gives the others' {
        $found = Get-PaceTable deom, orders -ErrorAction SilentlyContinue -ErrorVariable failure
        $found.Id | Should -Be 'sales.orders'
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ResourceNotFound,*'
        "$($failure[0])" | Should -Match "did you mean 'demo'"
        $failure[0].TargetObject | Should -Be 'deom'
    }

    It 'takes platforms from the pipeline, and goes on when one does not answer' {
        $null = Register-PaceProcessingPlatform dead POSTGRES -HostName 127.0.0.1 -Port 1 -Database d -UserName u
        try {
            $found = Get-PaceProcessingPlatform -Type POSTGRES | Get-PaceTable demo -ErrorAction SilentlyContinue -ErrorVariable failure
            $found.ProcessingPlatform | Should -Be 'standalone-sample-connection'
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'PlatformUnreachable,*'
            { Get-PaceTable } | Should -Throw -ErrorId 'PlatformNotFound,*'
        }
        finally {
            Unregister-PaceProcessingPlatform dead
        }
    }

    It 'fits into 80 columns' {
        $lines = (Get-PaceTable | Out-String -Width 80) -split "`n"
        $lines -match 'ProcessingPlatform: standalone-sample-connection' | Should -Not -BeNullOrEmpty
        $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
    }

    It 'completes names once the platform has answered' {
        $deadline = [datetime]::UtcNow.AddSeconds(10)
        do { $found = Complete 'Get-PaceTableRow sales.or' } until ($found -or [datetime]::UtcNow -gt $deadline)
        $found.CompletionText | Should -Be 'sales.orders'
        # By its own name too, and within the quotes that were begun.
        (Complete 'Get-PaceTableRow or').CompletionText | Should -Be $found.CompletionText
        (Complete "Get-PaceTableRow 'sales.or").CompletionText | Should -Be $found.CompletionText
    }
}

Describe 'Completing names of a platform that hangs' {
    It 'keeps nobody waiting' {
        $server = New-SilentServer
        $null = Register-PaceProcessingPlatform silent POSTGRES -HostName 127.0.0.1 -Port $server.Port -Database d -UserName u
        try {
            $null = Complete 'Get-PaceTable -Platform silent de' # PowerShell's own first completion is slow
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Complete 'Get-PaceGroup -Platform silent; Get-PaceTable -Platform silent -Schema pu' | Where-Object ResultType -eq 'ParameterValue' |
                Should -BeNullOrEmpty
            $watch.ElapsedMilliseconds | Should -BeLessThan 1500
        }
        finally {
            $server.Listener.Stop()
            Unregister-PaceProcessingPlatform silent
        }
    }
}
