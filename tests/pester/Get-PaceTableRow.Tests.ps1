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

Describe 'Get-PaceTableRow on the embedded platform' {
    BeforeAll {
        $null = [pscustomobject] @{ id = 1; name = 'Ada'; age = 41 }, [pscustomobject] @{ id = 2; name = 'Ben'; age = 17 } |
            Import-PaceTable -Name people
        Set-Content (Join-Path $paceHome.Path 'people.yaml') @'
source:
  ref: { integration_fqn: people, platform: { id: embedded, platform_type: SQLITE } }
  fields:
    - { name_parts: [ id ], type: integer }
    - { name_parts: [ name ], type: text }
    - { name_parts: [ age ], type: integer }
rule_sets:
  - target: { ref: { integration_fqn: people_view } }
    filters:
      - generic_filter:
          conditions:
            - { principals: [ { group: fraud } ], condition: "true" }
            - { principals: [], condition: "age >= 18" }
    field_transforms:
      - field: { name_parts: [ name ] }
        transforms:
          - { principals: [ { group: marketing } ], identity: {} }
          - { principals: [], nullify: {} }
'@
        $null = Set-PaceDataPolicy (Join-Path $paceHome.Path 'people.yaml') -Apply
    }

    It 'gives rows as the principals named see them, and without any as everybody else' {
        @(Get-PaceTableRow people_view -Principal fraud).id | Should -Be 1, 2
        @(Get-PaceTableRow people_view -Principal fraud).name | Should -Be $null, $null
        (Get-PaceTableRow people_view -Principal marketing).name | Should -Be 'Ada'
        @(Get-PaceTableRow people_view -Principal fraud, marketing).name | Should -Be 'Ada', 'Ben'
        @(Get-PaceTableRow people_view) | ConvertTo-Json -Compress | Should -Be '{"id":1,"name":null,"age":41}'
    }

    It 'displays one table, however many columns there are, and whose eyes it is seen with' {
        $text = (Get-PaceTableRow people_view -Principal fraud, marketing | Out-String -Width 80) -replace '\r'
        $text | Should -Match '(?m)^   Table: people_view, Principal: fraud, marketing$\s+^id name age$\s+^-- ---- ---$\s+^ 1 Ada   41$\s+^ 2 Ben   17$'
        $null = [pscustomobject] @{ a = 1; b = 2; c = 3; d = 4; e = 5; f = 'é'; g = $null } | Import-PaceTable -Name wide
        $rows = @(Get-PaceTable wide, people | Get-PaceTableRow)
        $text = ($rows | Out-String -Width 80) -replace '\r'
        $text | Should -Match '(?m)^   Table: people$\s+^id name age$'
        $text | Should -Match '(?m)^   Table: wide$\s+^a b c d e f g$\s+^- - - - - - -$\s+^1 2 3 4 5 é$'
        $rows | Out-String -Width 80 | Should -Be ($rows | Out-String -Width 80)
    }

    It 'gives objects in which nothing but the columns is to be seen' {
        $row = Get-PaceTableRow people -First 1
        ($row | Get-Member -MemberType Properties, MemberSet).Name | Should -Be 'age', 'id', 'name'
        [Management.Automation.PSSerializer]::Serialize($row) | Should -Not -Match 'Display'
    }

    It 'pages' {
        (Get-PaceTableRow people -Skip 1).name | Should -Be 'Ben'
        (Get-PaceTableRow people -First 1).name | Should -Be 'Ada'
    }

    It 'says what was meant by a principal that no policy names, and shows nothing' {
        Get-PaceTableRow people_view -Principal marketng -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        "$($failure[0])" | Should -Match "did you mean 'marketing'"
    }

    It 'says that a table is nobody''s view' {
        Get-PaceTableRow people -Principal marketing -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotSupported,*'
    }

    It 'completes the principals that policies name' {
        $deadline = [datetime]::UtcNow.AddSeconds(10) # the first look may take longer than a completer waits
        do { $found = @(Complete 'Get-PaceTableRow people_view -Principal m' | Where-Object ResultType -eq 'ParameterValue') } until ($found -or [datetime]::UtcNow -gt $deadline)
        $found.CompletionText | Should -Be 'marketing'
    }
}

Describe 'Get-PaceTableRow' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'gives an object a row, with a property a column' {
        $rows = @(Get-PaceTableRow public.demo)
        $rows.Count | Should -Be 50
        $rows[0].PSObject.Properties.Name | Should -Be 'transactionid', 'userid', 'email', 'age', 'brand', 'transactionamount'
        $rows[0].age | Should -BeOfType int
    }

    It 'pages, and ends early with Select-Object' {
        @(Get-PaceTableRow public.demo -First 3).Count | Should -Be 3
        @(Get-PaceTableRow public.demo -Skip 48).Count | Should -Be 2
        @(Get-PaceTableRow public.demo | Select-Object -First 2).Count | Should -Be 2
    }

    It 'ends the query on the server too when a neighbour has enough' {
        Invoke-Psql $database.Server "create view public.slow as
            select i, repeat('x', 9000) as pad, case when i > 5 then pg_sleep(20)::text end as wait from generate_series(1, 10) i"
        Invoke-Psql $database.Server "alter view public.slow owner to $($database.Name)"
        try {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            @(Get-PaceTableRow public.slow | Select-Object -First 1).Count | Should -Be 1
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
            Start-Sleep -Milliseconds 500
            Invoke-Psql $database.Server "select count(*) from pg_stat_activity where datname = '$($database.Name)' and query like '%slow%' and pid <> pg_backend_pid()" |
                Should -Be 0
        }
        finally {
            Invoke-Psql $database.Server 'drop view public.slow'
        }
    }

    It 'gives the rows before the one that cannot be read' {
        Invoke-Psql $database.Server 'create view public.breaks as select i, 1 / (4 - i) as x from generate_series(1, 10) i'
        Invoke-Psql $database.Server "alter view public.breaks owner to $($database.Name)"
        try {
            $rows = @(Get-PaceTableRow public.breaks -ErrorAction SilentlyContinue -ErrorVariable failure)
            $rows.i | Should -Be 1, 2, 3
            "$($failure[0])" | Should -Match 'zero'
        }
        finally {
            Invoke-Psql $database.Server 'drop view public.breaks'
        }
    }

    It 'says that an object cannot have two columns of one name' {
        Invoke-Psql $database.Server 'create view public.twice as select 1 as a, 2 as "A"'
        Invoke-Psql $database.Server "alter view public.twice owner to $($database.Name)"
        try {
            Get-PaceTableRow public.twice -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotSupported,*'
            "$($failure[0])" | Should -Match "'A'"
        }
        finally {
            Invoke-Psql $database.Server 'drop view public.twice'
        }
    }

    It 'takes tables from the pipeline' {
        @(Get-PaceTable demo | Get-PaceTableRow -First 1).Count | Should -Be 1
    }

    It 'says that a server gives rows as its login sees them' {
        Get-PaceTableRow public.demo -Principal marketing -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotSupported,*'
        "$($failure[0])" | Should -Match 'login'
    }

    It 'reports a table that is not there and goes on' {
        $rows = @('public.nope', 'public.demo' | Get-PaceTableRow -First 1 -ErrorAction SilentlyContinue -ErrorVariable failure)
        $rows.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ResourceNotFound,*'
        $failure[0].TargetObject | Should -Be 'public.nope'
    }
}
