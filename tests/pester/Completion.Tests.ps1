# What TAB offers: every parameter that names something, with what each is, and never at the price of waiting for a server.
# Whether it waits is told by the server: it is held back until the completion has come back.

BeforeDiscovery {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Postgres.ps1"
    Import-Module $ManifestPath
    $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
    # Objects, which nobody types.
    $objects = 'InputObject', 'DataPolicy', 'GlobalTransform', 'Credential'
    $parameters = @(foreach ($command in Get-Command -Module Pace) {
            foreach ($parameter in $command.Parameters.Values) {
                if ($parameter.Name -in $common -or $parameter.ParameterType -eq [switch]) { continue }
                if ($parameter.Name -in $objects -and $command.Name -ne 'Protect-PaceData') { continue }
                @{ Command = $command.Name; Parameter = $parameter.Name; Metadata = $parameter }
            }
        })
    $parameters = @($parameters | Where-Object { $_.Command -ne 'Protect-PaceData' -or $_.Parameter -ne 'InputObject' })
    $hasPostgres = Test-Postgres
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Postgres.ps1"
    . "$PSScriptRoot/support/Warehouses.ps1"
    foreach ($source in 'HeldServer', 'EndpointServer') {
        if (-not ("Pace.Tests.$source" -as [type])) { Add-Type -Path "$PSScriptRoot/support/$source.cs" }
    }

    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $folder = Join-Path $paceHome.Path 'work'
    Copy-Item (Join-Path $RepositoryRoot 'docs' 'samples') $folder -Recurse
    Push-Location $folder

    # What is offered, as text and tool tip; PowerShell's own files among it.
    function Get-Offer([string] $Line) { @(Complete $Line | ForEach-Object { [pscustomobject] @{ Text = $_.CompletionText; Tip = $_.ToolTip; Type = "$($_.ResultType)" } }) }

    # The offer, once what is looked for in the background is there.
    function Wait-Offer([string] $Line) {
        $deadline = [datetime]::UtcNow.AddSeconds(20)
        while (-not ($found = @(Get-Offer $Line)) -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 20 }
        $found
    }

    function Register-HeldSnowflake([string] $Id) {
        Set-Content $keyFile $stub.PrivateKey
        $null = Register-PaceProcessingPlatform $Id SNOWFLAKE -OrganizationName acme -AccountName shop -UserName pace -Database SHOP `
            -PrivateKeyFile $keyFile -ServerUrl "http://127.0.0.1:$($held.Port)" -Force
    }
}

AfterAll {
    Pop-Location
    Remove-PaceHome $paceHome
}

Describe 'The completion of <Command> -<Parameter>' -ForEach $parameters {
    It 'is its own: names of files are offered for files only' {
        $own = @($Metadata.Attributes | Where-Object { $_ -is [ArgumentCompleter] -or $_ -is [ValidateSet] })
        $own | Should -Not -BeNullOrEmpty
        $isFile = $Parameter -match 'Path$|File$|Certificate$|SampleData|^DataPolicy|ReferencePolicy|DifferencePolicy' -and $Command -ne 'Get-PaceResource'
        $completer = $own[0].PSObject.Properties['Type'] ? $own[0].Type.Name : ''
        $completer -like '*FileCompleter' | Should -Be $isFile
    }
}

Describe 'What is offered' {
    BeforeAll {
        $null = Import-PaceTable ./customers.csv, ./orders.csv
        $titled = (Get-Content ./customers.yaml -Raw) -replace 'title: customers', 'title: Customers of the shop'
        Set-Content ./customers.yaml $titled -NoNewline
        1..2 | ForEach-Object { $null = Set-PaceDataPolicy ./customers.yaml -Apply }
        $null = Get-ChildItem ./tags | Set-PaceGlobalTransform
        $tags = @((Get-PaceGlobalTransform).Ref)
        $null = Register-PaceProcessingPlatform files SQLITE -Path ./other.db
        $env:PACE_TEST_COMPLETION_PASSWORD = 'canary'
    }

    AfterAll { Remove-Item env:PACE_TEST_COMPLETION_PASSWORD }

    It 'for <Line> is <Text>, and says <Tip>' -ForEach @(
        @{ Line = 'Get-PaceTable -Platform '; Text = 'embedded', 'files'; Tip = 'SQLITE .*embedded\.db' }
        @{ Line = 'Unregister-PaceProcessingPlatform '; Text = 'files'; Tip = 'SQLITE' }
        @{ Line = 'Import-PaceTable x.csv -ProcessingPlatform '; Text = 'embedded'; Tip = 'SQLITE' }
        @{ Line = 'Get-PaceProcessingPlatform -Type pos'; Text = 'POSTGRES'; Tip = '-HostName' }
        @{ Line = 'Register-PaceProcessingPlatform x big'; Text = 'BIGQUERY'; Tip = '-ProjectId' }
        @{ Line = 'ConvertTo-PaceSql x.yaml -Dialect snow'; Text = 'SNOWFLAKE'; Tip = 'SQL of Snowflake' }
        @{ Line = 'Get-PaceSchema -Platform embedded '; Text = 'main'; Tip = 'database on embedded' }
        @{ Line = 'Get-PaceTable -Platform embedded -Schema '; Text = 'main'; Tip = 'schema of main on embedded' }
        @{ Line = 'Get-PaceTable -Platform embedded cust'; Text = 'customers', 'customers_view'; Tip = 'table on embedded, \d+ columns, about \d+ rows' }
        @{ Line = 'Get-PaceTableRow -Platform embedded customers_v'; Text = 'customers_view'; Tip = 'view on embedded, .*made by the policy customers' }
        @{ Line = 'Get-PaceDataPolicy -Platform embedded -Blueprint ord'; Text = 'orders'; Tip = 'table on embedded' }
        @{ Line = 'Get-PaceTableRow customers_view -Platform embedded -Principal '; Text = @('marketing', 'support'); Tip = 'group on embedded' }
        @{ Line = 'Publish-PaceDataPolicy '; Text = 'customers'; Tip = '^embedded, version 2 of \d{4}-\d\d-\d\d \d\d:\d\d: Customers of the shop$' }
        @{ Line = 'Get-PaceDataPolicy customers -Version '; Text = '2', '1'; Tip = '^embedded, \d{4}-\d\d-\d\d \d\d:\d\d, the active one, applied \d{4}-' }
        @{ Line = 'Publish-PaceDataPolicy customers -Version 1'; Text = '1'; Tip = '^embedded, \d{4}-' }
        @{ Line = 'Compare-PaceDataPolicy customers -DifferenceVersion '; Text = '2', '1'; Tip = 'applied' }
        @{ Line = 'Set-PaceDataPolicy ./customers.yaml -Platform embedded -ExpectedVersion '; Text = '2'; Tip = 'the version that is stored for embedded' }
        @{ Line = 'Set-PaceDataPolicy ./orders.yaml -Platform embedded -ExpectedVersion '; Text = '0'; Tip = 'no version of the policy is stored' }
        @{ Line = 'Invoke-PaceEvaluation ./customers.yaml -Principal m'; Text = 'marketing'; Tip = 'group in the policy customers' }
        @{ Line = 'Protect-PaceData ./customers.yaml -Target '; Text = 'customers_view'; Tip = 'view of the policy customers' }
        @{ Line = 'Protect-PaceData ./orders.yaml -TokenTable '; Text = "@{ 'tokens' = './tokens.csv' }"; Tip = 'token, value' }
        # 'files' is the only one that is registered, and not the one whose tables can be made.
        @{ Line = 'Import-PaceTable ./orders.csv -Name ord'; Text = 'orders'; Tip = 'table on embedded' }
        @{ Line = 'Import-PaceTable ./orders.csv -Schema '; Text = '*=*'; Tip = 'types' }
        @{ Line = 'Import-PaceTable ./orders.csv -Delimiter '; Text = "','", "';'", '"`t"', "'|'"; Tip = 'comma' }
        @{ Line = 'Import-PaceTable ./orders.csv -Encoding latin'; Text = 'latin1'; Tip = 'Western|ISO' }
        @{ Line = 'Get-PaceResource '; Text = 'embedded', 'files'; Tip = 'SQLITE' }
        @{ Line = 'Get-PaceResource embedded/'; Text = 'embedded/main'; Tip = 'database on embedded' }
        @{ Line = 'Get-PaceResource embedded/main/main/customers_'; Text = 'embedded/main/main/customers_view'; Tip = 'view on embedded' }
        @{ Line = 'Get-PaceTelemetry Set-PaceD'; Text = 'Set-PaceDataPolicy'; Tip = '^counted 2 times$' }
        @{ Line = 'Register-PaceProcessingPlatform x POSTGRES -PasswordVariable PACE_TEST_COMPL'; Text = 'PACE_TEST_COMPLETION_PASSWORD'; Tip = 'variable' }
    ) {
        $found = Wait-Offer $Line
        if ($Text -eq '*=*') { $found.Text | Should -Match '^@\{ .* \}$' } else { $found.Text | Should -Be $Text }
        $found[0].Tip | Should -Match $Tip
        @($found | Where-Object { -not $_.Tip -or $_.Tip -eq $_.Text }) | Should -BeNullOrEmpty -Because 'a tool tip says something'
        $found.Tip | Should -Not -Match 'canary'
    }

    It 'for tags are those that are stored, and what they are about' {
        $found = Wait-Offer 'Remove-PaceGlobalTransform '
        $found.Text.Trim("'") | Should -Be $tags
        @($found | Where-Object { -not $_.Tip }) | Should -BeNullOrEmpty
    }

    It 'is nothing where nothing can be known, and no file either: <_>' -ForEach @(
        'Get-PaceTable -First '; 'Get-PaceTable nothing'; 'Register-PaceProcessingPlatform x POSTGRES -HostName '
        'Publish-PaceDataPolicy nothing -Version '; 'Protect-PaceData ./nothing.yaml -Principal '; 'Get-PaceResource nothing/'
    ) {
        Get-Offer $_ | Should -BeNullOrEmpty
    }

    It 'is what a command just made' {
        Wait-Offer 'Get-PaceTableRow -Platform embedded order' | Should -Not -BeNullOrEmpty
        $null = Import-PaceTable ./orders.csv -Name orders_of_now
        (Get-Offer 'Get-PaceTableRow -Platform embedded orders_of').Text | Should -Be 'orders_of_now'
    }
}

Describe 'Files' {
    BeforeAll {
        $files = Join-Path $paceHome.Path 'files'
        foreach ($name in 'a folder', '.hidden') { $null = New-Item (Join-Path $files $name) -ItemType Directory -Force }
        foreach ($name in 'plain.yaml', 'with blank.yml', "it's.json", '$dollar.yaml', 'x[1].yaml', 'rows.csv', 'keys.p8', 'notes.txt', 'page.html', 'my.db', 'ca.crt') {
            [IO.File]::WriteAllText((Join-Path $files $name), '')
        }

        Push-Location -LiteralPath $files
        $slash = [IO.Path]::DirectorySeparatorChar
    }

    AfterAll { Pop-Location }

    It 'are those of the parameter''s kind, and folders: <Line>' -ForEach @(
        @{ Line = 'Test-PaceDataPolicy '; Text = '''.{0}$dollar.yaml''', '''.{0}it''''s.json''', '.{0}plain.yaml', '''.{0}with blank.yml''', '''.{0}x`[1`].yaml''', '''.{0}a folder''' }
        @{ Line = 'Import-PaceDataPolicy -LiteralPath x'; Text = , '''.{0}x[1].yaml''' }
        @{ Line = 'Import-PaceTable '; Text = '.{0}rows.csv', '''.{0}a folder''' }
        @{ Line = 'Register-PaceProcessingPlatform x SQLITE -Path '; Text = '.{0}my.db', '''.{0}a folder''' }
        @{ Line = 'Register-PaceProcessingPlatform x SNOWFLAKE -PrivateKeyFile '; Text = '.{0}keys.p8', '''.{0}a folder''' }
        @{ Line = 'Register-PaceProcessingPlatform x POSTGRES -RootCertificate '; Text = '.{0}ca.crt', '''.{0}a folder''' }
        @{ Line = 'Show-PaceTelemetry -Html '; Text = '.{0}page.html', '''.{0}a folder''' }
        @{ Line = 'Compare-PaceDataPolicy -ReferencePolicy pl'; Text = , '.{0}plain.yaml' }
        @{ Line = 'Protect-PaceData pl'; Text = , '.{0}plain.yaml' }
        @{ Line = 'Test-PaceDataPolicy ./plain.yaml, wi'; Text = , '''.{0}with blank.yml''' }
        @{ Line = 'Test-PaceDataPolicy "wi'; Text = , '''.{0}with blank.yml''' }
        @{ Line = 'Test-PaceDataPolicy ''x`[1'; Text = , '''.{0}x`[1`].yaml''' }
        # Only where nothing of the kind fits, so that any name can be given.
        @{ Line = 'Test-PaceDataPolicy no'; Text = , '.{0}notes.txt' }
        @{ Line = 'Test-PaceDataPolicy *.yml'; Text = , '''.{0}with blank.yml''' }
    ) {
        $found = Wait-Offer $Line
        $found.Text | Should -Be @($Text | ForEach-Object { $_ -f $slash })
        @($found | Where-Object { $_.Tip -notlike "$files*" }) | Should -BeNullOrEmpty
    }

    It 'are found below a variable' {
        $files_ = $files
        (Wait-Offer '$files_ = 1; Test-PaceDataPolicy $files_/pl').Text | Should -Be "$files_/plain.yaml"
        (Wait-Offer 'Test-PaceDataPolicy $env:PACE_CONFIG_PATH/../files/pl').Text | Should -Match 'plain\.yaml'
    }

    It 'as they are offered are the files that are read: <_>' -ForEach 'x', '$', 'it', 'with' {
        foreach ($parameter in '-Path', '-LiteralPath') {
            $word = "'$_"
            $text = (Wait-Offer "Import-PaceDataPolicy $parameter $word").Text
            $problem = $null
            $null = Invoke-Expression "Import-PaceDataPolicy $parameter $text -ErrorVariable problem -ErrorAction SilentlyContinue"
            # They are empty, which is told only of a file that was read.
            "$problem" | Should -Not -BeNullOrEmpty
            $problem.FullyQualifiedErrorId | Should -Not -Match 'FileNotFound'
        }
    }
}

Describe 'A server that keeps others waiting' {
    BeforeAll { $keyFile = Join-Path $paceHome.Path 'rsa_key.p8' }

    BeforeEach {
        $stub = New-SnowflakeStub
        $held = [Pace.Tests.HeldServer]::new($stub.Port)
        $id = "held$([guid]::NewGuid().ToString('n').Substring(0, 8))"
        Register-HeldSnowflake $id
    }

    AfterEach {
        Unregister-PaceProcessingPlatform $id
        $held.Dispose()
        $stub.Dispose()
    }

    It 'keeps no key press waiting; its answer is there at the next one after it came: <What>' -ForEach @(
        @{ What = 'tables'; Line = 'Get-PaceTable -Platform {0} '; Text = 'PUBLIC.DEMO' }
        @{ What = 'schemas'; Line = 'Get-PaceTable -Platform {0} -Schema '; Text = 'PUBLIC', 'SALES' }
        @{ What = 'databases'; Line = 'Get-PaceSchema -Platform {0} '; Text = 'ARCHIVE', 'SHOP' }
        @{ What = 'groups'; Line = 'Get-PaceTableRow x -Platform {0} -Principal '; Text = 'FRAUD_AND_RISK', 'MARKETING', 'PACE_ADMIN' }
        @{ What = 'resources'; Line = 'Get-PaceResource {0}/SHOP/'; Text = '{0}/SHOP/PUBLIC', '{0}/SHOP/SALES' }
    ) {
        # The server lets nothing through before these came back, so that none of them can have had its answer.
        $watch = [Diagnostics.Stopwatch]::StartNew()
        1..3 | ForEach-Object { Get-Offer ($Line -f $id) | Should -BeNullOrEmpty }
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5 -Because 'who waits for the server waits 30 s; bench/completion has the real figures'
        $held.Release()
        (Wait-Offer ($Line -f $id)).Text | Should -Be @($Text | ForEach-Object { $_ -f $id })
        @($stub.Violations) | Should -BeNullOrEmpty
    }

    It 'is asked once, however often the key is pressed' {
        1..20 | ForEach-Object { Get-Offer "Get-PaceTable -Platform $id " | Should -BeNullOrEmpty }
        $held.Connections | Should -BeLessOrEqual 1
    }

    It 'leaves the answer before in place while it is asked again' {
        $held.Release()
        $before = (Wait-Offer "Get-PaceTable -Platform $id ").Text
        $held.Hold()
        $null = Set-PaceGlobalTransform ./tags/email.yaml -ErrorAction SilentlyContinue
        $null = Register-PaceProcessingPlatform another SQLITE -Path ./another.db -Force
        (Get-Offer "Get-PaceTable -Platform $id ").Text | Should -Be $before
    }

    It 'keeps nothing else from being completed' {
        foreach ($what in 'Get-PaceTable', 'Get-PaceSchema', 'Get-PaceGroup', 'Get-PaceDatabase') { $null = Get-Offer "$what -Platform $id x" }
        1..12 | ForEach-Object { $null = Get-Offer "Get-PaceResource $id/$_/" }
        (Get-Offer 'Get-PaceTable -Platform embed').Text | Should -Be 'embedded'
    }

    It 'of PostgreSQL is no other, <What>' -ForEach @(
        @{ What = 'silent'; Kind = 'Silent' }
        @{ What = 'a black hole'; Kind = 'BlackHole' }
    ) {
        $server = [Pace.Tests.EndpointServer]::$Kind()
        try {
            $null = Register-PaceProcessingPlatform mute POSTGRES -HostName 127.0.0.1 -Port $server.Port -Database d -UserName u -Force
            # It never answers: who waited for it would not come back for as long as connecting may take.
            $watch = [Diagnostics.Stopwatch]::StartNew()
            1..3 | ForEach-Object { Get-Offer 'Get-PaceTable -Platform mute pu' | Should -BeNullOrEmpty }
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        }
        finally {
            Unregister-PaceProcessingPlatform mute
            $server.Dispose()
        }
    }

    It 'of PostgreSQL has its tables at the next key press' -Skip:(-not $hasPostgres) {
        $database = New-ExampleDatabase
        $slow = [Pace.Tests.HeldServer]::new($database.Server.Port)
        try {
            $env:PACE_TEST_HELD = $database.Password
            $null = Register-PaceProcessingPlatform slow POSTGRES -HostName 127.0.0.1 -Port $slow.Port -Database $database.Name `
                -UserName $database.UserName -PasswordVariable PACE_TEST_HELD -Force
            Get-Offer 'Get-PaceTable -Platform slow dem' | Should -BeNullOrEmpty
            $slow.Release()
            (Wait-Offer 'Get-PaceTable -Platform slow dem').Text | Should -Be 'public.demo'
        }
        finally {
            Unregister-PaceProcessingPlatform slow
            $slow.Dispose()
            Remove-Item env:PACE_TEST_HELD
            Remove-ExampleDatabase $database
        }
    }
}

Describe 'A completion' {
    It 'asks nothing, shows nothing, and is not counted' {
        $folder = Join-Path $paceHome.Path 'quiet'
        $config = Join-Path $folder 'config'
        $null = New-Item $config -ItemType Directory -Force
        Set-Content (Join-Path $config 'config.yaml') @'
processing-platforms:
    - { id: gone, type: POSTGRES, host-name: 127.0.0.1, port: 1, database: d, user-name: u, password: "${PACE_TEST_NO_SUCH_VARIABLE}" }
    - { id: keyless, type: SNOWFLAKE, organization-name: acme, account-name: shop, user-name: u, database: D, private-key-file: /nowhere/key.p8 }
    - { id: wrong, type: POSTGRES, port: many }
'@
        $answer = Invoke-NewPowerShell "
            `$env:PACE_CONFIG_PATH = '$config'; `$env:PACE_DATA_PATH = '$folder/data'; `$env:POWERSHELL_TELEMETRY_OPTOUT = `$null
            Import-Module '$ManifestPath'
            `$lines = foreach (`$command in Get-Command -Module Pace) {
                foreach (`$parameter in `$command.Parameters.Keys) {
                    `$command.Name + ' -' + `$parameter + ' '
                    foreach (`$platform in 'gone', 'keyless', 'wrong', 'nowhere') {
                        if (`$command.Parameters.ContainsKey('ProcessingPlatform')) { `$command.Name + ' -Platform ' + `$platform + ' -' + `$parameter + ' a' }
                    }
                }
            }
            foreach (`$line in `$lines) { `$null = TabExpansion2 `$line `$line.Length }
            foreach (`$line in `$lines) { `$null = TabExpansion2 `$line `$line.Length }
            'errors: ' + `$error.Count
            'lines: ' + (`$lines.Count -gt 400)"
        $answer | Should -Be 'errors: 0', 'lines: True'
        Get-ChildItem $config -Force | ForEach-Object Name | Should -Be 'config.yaml'
    }
}
