# What cmdlets tell beside their objects: how far they are, what they did, and what they sent to platforms.

BeforeDiscovery {
    . "$PSScriptRoot/support/Postgres.ps1"
    $noPostgres = -not (Test-Postgres)
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Warehouses.ps1"
    . "$PSScriptRoot/support/Postgres.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $samples = [IO.Path]::Combine($RepositoryRoot, 'docs', 'samples')
    $policy = Join-Path $samples 'customers.yaml'
    $null = Import-PaceTable (Join-Path $samples 'customers.csv')
    $null = Set-PaceDataPolicy $policy -Apply
    $long = Join-Path $paceHome.Path 'long.csv'
    $lines = (1..100000 | ForEach-Object { "$_,Name $_,u$_@example.com,01067,41,gold,9.50" }) -join "`n"
    [IO.File]::WriteAllText($long, "id,name,email,zip,age,plan,spent`n" + (@($lines) * 10 -join "`n"))

    # Runs a script in a runspace of its own, and gives what it wrote to its streams.
    function Invoke-Told([string] $Script) {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($ManifestPath)
        $shell = [powershell]::Create($state)
        try {
            $output = @($shell.AddScript($Script).Invoke())
            $streams = $shell.Streams
            [pscustomobject] @{
                Output = $output; Errors = @($streams.Error); Progress = @($streams.Progress)
                Verbose = @($streams.Verbose | ForEach-Object Message); Debug = @($streams.Debug | ForEach-Object Message)
            }
        }
        finally {
            $shell.Dispose()
        }
    }
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Progress' {
    It 'is not shown by what is over soon: <_>' -TestCases @(
        'Get-PaceTable', 'Get-PaceTableRow customers', 'Invoke-PaceEvaluation POLICY', 'Test-PaceDataPolicy POLICY', 'Set-PaceDataPolicy POLICY -Apply -Force',
        'Import-Csv CSV | Protect-PaceData POLICY -Principal marketing', 'Import-PaceTable CSV -Force'
    ) {
        $line = $_.Replace('POLICY', "'$policy'").Replace('CSV', "'$(Join-Path $samples 'customers.csv')'")
        $told = Invoke-Told $line
        $told.Errors | Should -BeNullOrEmpty
        $told.Progress | Should -BeNullOrEmpty
    }

    It 'says of an import what is done, how much of how much, and is taken away' {
        $told = Invoke-Told "Import-PaceTable '$long' -Name big -Force"
        $told.Errors | Should -BeNullOrEmpty
        $bars = @($told.Progress | Where-Object RecordType -EQ 'Processing')
        $bars | Should -Not -BeNullOrEmpty
        $bars.Activity | ForEach-Object { $_ | Should -Match '^(Reading what becomes|Importing) big$' }
        $bars.PercentComplete | ForEach-Object { $_ | Should -BeIn (0..100) }
        $told.Progress[-1].RecordType | Should -Be 'Completed'
        # Half a second apart, at least.
        $bars.Count | Should -BeLessThan 60
    }

    It 'says of an evaluation how many rows of how many' {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($ManifestPath)
        $shell = [powershell]::Create($state)
        try {
            $running = $shell.AddScript("`$null = Invoke-PaceEvaluation '$policy' -SampleData '$long'").BeginInvoke()
            $deadline = [datetime]::UtcNow.AddSeconds(30)
            do {
                Start-Sleep -Milliseconds 20
                $bars = @($shell.Streams.Progress | Where-Object Activity -EQ 'Evaluating customers')
            } until ($bars -or $running.IsCompleted -or [datetime]::UtcNow -gt $deadline)
            # It ends within the rows: nobody waits for the rest of them.
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
            $bars[0].StatusDescription | Should -Match '^[\d,]+ of 1,000,000 rows, for 3 kinds of users$'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'says what is in hand, which of how many, and whom it waits for' -Skip:$noPostgres {
        $database = New-ExampleDatabase
        try {
            Register-ExampleDatabase $database slow
            # Every look at the catalog waits for this lock.
            Invoke-Psql $database.Server 'create table public.held (a integer)' -UserName $database.UserName -Password $database.Password
            $files = 'one', 'two' | ForEach-Object {
                $file = Join-Path $paceHome.Path "$_.yaml"
                Get-PaceDataPolicy public.held -Blueprint -ProcessingPlatform slow | Export-PaceDataPolicy $file
                Add-Content $file "rule_sets:`n  - target: { ref: { integration_fqn: public.$_ } }"
                $file
            }
            $server = $database.Server
            $start = [Diagnostics.ProcessStartInfo]::new('psql')
            '-X', '-q', '-h', $server.HostName, '-p', "$($server.Port)", '-U', $database.UserName, '-d', $server.Database, '-c',
            'begin; lock table public.held in access exclusive mode; select pg_sleep(4);' | ForEach-Object { $start.ArgumentList.Add($_) }
            $start.Environment['PGPASSWORD'] = $database.Password
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $holder = [Diagnostics.Process]::Start($start)
            $deadline = [datetime]::UtcNow.AddSeconds(10)
            while (-not (Invoke-Psql $server "select 1 from pg_locks l join pg_class c on c.oid = l.relation where c.relname = 'held' and l.mode = 'AccessExclusiveLock' and l.granted") -and
                [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 50 }
            $told = Invoke-Told "Test-PaceDataPolicy '$($files[0])', '$($files[1])'"
            $holder.WaitForExit(10000) | Should -BeTrue
            $told.Errors | Should -BeNullOrEmpty
            $told.Progress[0].Activity | Should -Be 'Test-PaceDataPolicy'
            $told.Progress[0].StatusDescription | Should -Match 'one\.yaml, 1 of 2, waiting for slow, \d s$'
            $told.Progress[0].PercentComplete | Should -Be 0
            $told.Progress[-1].RecordType | Should -Be 'Completed'
        }
        finally {
            $null = Unregister-PaceProcessingPlatform slow
            Remove-ExampleDatabase $database
        }
    }

    It 'leaves nothing in what is redirected: <_>' -TestCases 'File', 'EncodedCommand' {
        $out, $errors = (Join-Path $paceHome.Path 'out'), (Join-Path $paceHome.Path 'errors')
        $script = Join-Path $paceHome.Path 'import.ps1'
        Set-Content $script "Import-Module '$ManifestPath'; (Import-PaceTable '$long' -Name big -Force).Rows"
        # What is encoded has PowerShell write its errors as XML, progress among them.
        $what = $_ -eq 'File' ? "`"$script`"" : [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("& '$script'"))
        Start-Process ([Environment]::ProcessPath) -ArgumentList '-NoProfile', '-NonInteractive', "-$_", $what -Wait `
            -RedirectStandardOutput $out -RedirectStandardError $errors
        Get-Content $out | Should -Be '1000000'
        @(Get-Content $errors) -match '<Obj|Import' | Should -BeNullOrEmpty
    }
}

Describe 'With -Verbose' {
    It 'tells which file, platform and version, and what was done: <Line>' -TestCases @(
        @{ Line = 'Import-PaceTable CSV -Force'; Told = 'customers\.csv', "'embedded': SQLITE, .*embedded\.db", 'customers on embedded: 5 rows' }
        @{ Line = 'Set-PaceDataPolicy POLICY'; Told = "'customers' from .*customers\.yaml", 'for embedded as version \d+; no view' }
        @{ Line = 'Set-PaceDataPolicy POLICY -Apply -Force'; Told = "'customers' from .*customers\.yaml", 'version \d+ of .* on embedded: customers_view' }
        @{ Line = 'Publish-PaceDataPolicy customers'; Told = "Applied version \d+ of the policy 'customers' on embedded: customers_view" }
        @{ Line = 'Compare-PaceDataPolicy'; Told = 'Comparing version \d+ of .* embedded', 'no difference' }
        @{ Line = 'Test-PaceDataPolicy POLICY'; Told = 'customers\.yaml', 'asking embedded' }
        @{ Line = 'Invoke-PaceEvaluation POLICY'; Told = 'customers\.yaml', 'up to 100 rows of customers', '5 rows as 3 kinds of users' }
        @{ Line = 'Invoke-PaceEvaluation POLICY -On embedded'; Told = 'on embedded, in a transaction that is rolled back' }
        @{ Line = 'ConvertTo-PaceSql POLICY'; Told = 'SQL for SQLite' }
        @{ Line = 'Get-PaceTableRow customers_view -Principal marketing'; Told = "'customers_view' on embedded as a member of marketing" }
        @{ Line = 'Import-Csv CSV | Protect-PaceData POLICY -EveryoneElse'; Told = "'customers', as everyone else would see customers_view" }
        @{ Line = 'Import-PaceDataPolicy POLICY | Export-PaceDataPolicy OUT'; Told = "Wrote the policy 'customers' to .*out\.yaml" }
        @{ Line = 'Send-PaceTelemetry'; Told = 'No endpoint is configured' }
        @{ Line = 'Remove-PaceDataPolicy customers -DropView -Confirm:$false'; Told = "Dropped the views of the policy 'customers' on embedded" }
    ) {
        $run = $Line.Replace('POLICY', "'$policy'").Replace('CSV', "'$(Join-Path $samples 'customers.csv')'").Replace('OUT', "'$(Join-Path $paceHome.Path 'out.yaml')'")
        $heard = Invoke-Told "`$null = $run -Verbose"
        $heard.Errors | Should -BeNullOrEmpty
        foreach ($part in $Told) { @($heard.Verbose) -match $part | Should -Not -BeNullOrEmpty -Because ($heard.Verbose -join "`n") }
        (Invoke-Told "`$null = $run -WarningAction Ignore -ErrorAction Ignore").Verbose | Should -BeNullOrEmpty
    }
}

Describe 'With -Debug' {
    It 'shows the SQL, and asks nothing' {
        $heard = Invoke-Told 'Get-PaceTableRow customers -Debug'
        $heard.Errors | Should -BeNullOrEmpty
        @($heard.Debug) -match '^embedded: select \* from "main"\."customers"' | Should -HaveCount 1
        $heard.Verbose | Should -BeNullOrEmpty
        (Invoke-Told 'Get-PaceTableRow customers').Debug | Should -BeNullOrEmpty
    }

    It 'shows what PostgreSQL is asked, and not the password' -Skip:$noPostgres {
        $database = New-ExampleDatabase
        try {
            # Its password is its name, which stands in messages; one that stands nowhere else is what is looked for.
            Invoke-Psql $database.Server "alter role $($database.UserName) password 'zqcanarypassword'"
            $database.Password = 'zqcanarypassword'
            Register-ExampleDatabase $database pg
            $file = Join-Path $paceHome.Path 'pg.yaml'
            Get-PaceDataPolicy public.demo -Blueprint -ProcessingPlatform pg | Export-PaceDataPolicy $file
            Add-Content $file "rule_sets:`n  - target: { ref: { integration_fqn: public.demo_view } }"
            $heard = Invoke-Told "Set-PaceDataPolicy '$file' -Apply -Debug -Confirm:`$false; Get-PaceTableRow public.demo_view -First 1 -Platform pg -Debug"
            $heard.Errors | Should -BeNullOrEmpty
            @($heard.Debug) -match '^pg: connecting to PostgreSQL at .*as user' | Should -Not -BeNullOrEmpty
            @($heard.Debug) -match '^pg: create .*view' | Should -Not -BeNullOrEmpty
            $heard.Debug -join "`n" | Should -Not -Match 'zqcanary'
            $bad = Invoke-Told 'Get-PaceTableRow public.nothing -Platform pg -Debug -Verbose; $error | Out-String'
            @($bad.Debug; $bad.Verbose; $bad.Output; $bad.Errors | Out-String) -join "`n" | Should -Not -Match 'zqcanary'
        }
        finally {
            $null = Unregister-PaceProcessingPlatform pg
            Remove-ExampleDatabase $database
        }
    }

    It 'shows what Snowflake is sent, and neither token, key nor passphrase' {
        $stub = New-SnowflakeStub
        $env:PACE_TEST_PASSPHRASE = 'zqcanarypassphrase'
        try {
            $key = Join-Path $paceHome.Path 'rsa_key.p8'
            Set-Content $key $stub.EncryptedPrivateKey($env:PACE_TEST_PASSPHRASE)
            $null = Register-PaceProcessingPlatform sf SNOWFLAKE -OrganizationName acme -AccountName shop -UserName pace -Database SHOP `
                -PrivateKeyFile $key -PassphraseVariable PACE_TEST_PASSPHRASE -ServerUrl $stub.Address
            $heard = Invoke-Told 'Get-PaceTableRow PUBLIC.DEMO -Platform sf -Debug'
            $heard.Errors | Should -BeNullOrEmpty
            @($heard.Debug) -match "(?s)^sf: POST $([regex]::Escape($stub.Address))/api/v2/statements.*select .*DEMO" | Should -Not -BeNullOrEmpty
            @($heard.Debug) -match '^sf: answered 200 OK$' | Should -Not -BeNullOrEmpty
            # Tokens are base64 of JSON, which begins like this.
            $heard.Debug -join "`n" | Should -Not -Match "zqcanary|eyJ|Bearer|$([regex]::Escape((Get-Content $key)[1]))"
        }
        finally {
            Remove-Item env:PACE_TEST_PASSPHRASE
            $null = Unregister-PaceProcessingPlatform sf
            $stub.Dispose()
        }
    }

    It 'shows what BigQuery is sent, and neither token nor key' {
        $stub = New-BigQueryStub
        try {
            $key = Join-Path $paceHome.Path 'bq.json'
            Set-Content $key $stub.Key
            $null = Register-PaceProcessingPlatform bq BIGQUERY -ProjectId shop-project -ServiceAccountKeyFile $key `
                -UserGroupsTable shop-project.shop.user_groups -ServerUrl $stub.Address
            $heard = Invoke-Told 'Get-PaceTableRow shop.demo -Platform bq -Debug'
            $heard.Errors | Should -BeNullOrEmpty
            @($heard.Debug) -match "(?s)^bq: POST $([regex]::Escape($stub.Address))/bigquery/v2/projects/shop-project/.*select .*demo" | Should -Not -BeNullOrEmpty
            $private = ((Get-Content $key -Raw | ConvertFrom-Json).private_key -split '\n')[1]
            $heard.Debug -join "`n" | Should -Not -Match "ya29|eyJ|Bearer|assertion|$([regex]::Escape($private))"
        }
        finally {
            $null = Unregister-PaceProcessingPlatform bq
            $stub.Dispose()
        }
    }
}
