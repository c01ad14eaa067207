# What principals would see, before anything is applied.

BeforeDiscovery {
    . "$PSScriptRoot/support/Postgres.ps1"
    $noPostgres = -not (Test-Postgres)
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Postgres.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $payments = Join-Path $PSScriptRoot 'fixtures' 'payments'
    $policy = Join-Path $payments 'policy.yaml'
    $csv = Join-Path $payments 'payments.csv'
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Invoke-PaceEvaluation' {
    It 'shows every principal of the policy and everyone else where none is named' {
        $rows = @(Invoke-PaceEvaluation $policy -SampleData $csv)
        $rows.Principal | Select-Object -Unique | Should -Be 'fraud_and_risk', 'marketing', 'everyone else'
        ($rows | Where-Object Principal -eq marketing).email | Should -Be '****@hotmail.com', '****@example.org'
        @($rows | Where-Object Principal -eq fraud_and_risk).Count | Should -Be 3
    }

    It 'shows each of -Principal alone, and one user who is a member of all of -MemberOf' {
        (Invoke-PaceEvaluation $policy -SampleData $csv -Principal marketing, fraud_and_risk).Principal | Select-Object -Unique |
            Should -Be 'marketing', 'fraud_and_risk'
        $rows = @(Invoke-PaceEvaluation $policy -SampleData $csv -MemberOf marketing, fraud_and_risk)
        $rows.Principal | Select-Object -Unique | Should -Be 'marketing, fraud_and_risk'
        $rows.email | Should -Be 'ann@hotmail.com', 'bob@gmail.com', 'cy@example.org'
        (Invoke-PaceEvaluation $policy -SampleData $csv -EveryoneElse -Principal marketing).Principal | Select-Object -Unique |
            Should -Be 'marketing', 'everyone else'
    }

    It 'gives columns as properties in the policy''s order, with their types' {
        $row = @(Invoke-PaceEvaluation $policy -SampleData $csv -Principal fraud_and_risk)[0]
        $row.PSObject.TypeNames[0] | Should -Be 'Pace.EvaluatedRow'
        $row.PSObject.Properties.Name | Should -Be 'id', 'email', 'age', 'amount', 'paid', 'note', 'Principal'
        $row.id | Should -BeOfType int
        $row.amount | Should -BeOfType decimal
        $row.paid | Should -Be ([DateOnly] '2024-02-29')
    }

    It 'displays who looks as a group and not as a column' {
        $text = Invoke-PaceEvaluation $policy -SampleData $csv -Principal marketing | Format-Table -GroupBy Principal | Out-String -Width 80
        $text | Should -Match 'Principal: marketing'
        $text | Should -Match '(?m)^id email\s+age amount paid note\s*$'
    }

    It 'displays a table for each principal' {
        $rows = Invoke-PaceEvaluation $policy -SampleData $csv -Principal marketing -EveryoneElse
        $text = ($rows | Out-String -Width 80) -replace '\r'
        $text | Should -Match '(?m)^   Principal: marketing$\s+^id email\s+age amount paid note$\s+^-- -----[- ]+$\s+^ 1 \*{4}@hotmail.com  33 120.00      first, with a comma$'
        $text | Should -Match '(?m)^   Principal: everyone else$'
        $rows | Out-String -Width 80 | Should -Be ($rows | Out-String -Width 80)
        ($rows | Select-Object -Last 1 | Out-String -Width 80) | Should -Match '(?s)Principal: everyone else.*id email.*third'
    }

    It 'leaves a column that is called Principal alone' {
        $file = Join-Path $paceHome.Path 'principal.yaml'
        (Get-Content $policy -Raw) -replace '\bnote\b', 'PRINCIPAL' | Set-Content $file
        $sample = Import-Csv $csv | Select-Object *, @{ n = 'principal'; e = { 'theirs' } } -ExcludeProperty note
        $row = $sample | Invoke-PaceEvaluation $file -EveryoneElse -WarningVariable warned -WarningAction SilentlyContinue | Select-Object -First 1
        $row.PRINCIPAL | Should -Be 'theirs'
        $row.PacePrincipal | Should -Be 'everyone else'
        "$warned" | Should -Match 'PacePrincipal'
    }

    It 'takes <Name>' -TestCases @(
        @{ Name = 'a file'; Script = { Invoke-PaceEvaluation -Path $policy -SampleData $csv -EveryoneElse } }
        @{ Name = 'a file by its literal name'; Script = { Invoke-PaceEvaluation -LiteralPath $policy -SampleData $csv -EveryoneElse } }
        @{ Name = 'a policy by position'; Script = { Invoke-PaceEvaluation (Import-PaceDataPolicy $policy) -SampleData $csv -EveryoneElse } }
        @{ Name = 'policies from the pipeline'; Script = { Import-PaceDataPolicy $policy | Invoke-PaceEvaluation -SampleData $csv -EveryoneElse } }
        @{ Name = 'files from the pipeline'; Script = { Get-Item $policy | Invoke-PaceEvaluation -SampleData $csv -EveryoneElse } }
        @{ Name = 'paths from the pipeline'; Script = { $policy | Invoke-PaceEvaluation -SampleData $csv -EveryoneElse } }
        @{ Name = 'rows from the pipeline'; Script = { Import-Csv $csv | Invoke-PaceEvaluation $policy -EveryoneElse } }
        @{ Name = 'rows from the pipeline for a policy object'; Script = { Import-Csv $csv | Invoke-PaceEvaluation (Import-PaceDataPolicy $policy) -EveryoneElse } }
        @{ Name = 'rows as an argument'; Script = { Invoke-PaceEvaluation $policy -InputObject (Import-Csv $csv) -EveryoneElse } }
        @{ Name = 'several files of rows'; Script = { Invoke-PaceEvaluation $policy -SampleData $csv, $csv -EveryoneElse | Select-Object -First 2 } }
    ) {
        (& $Script).email | Should -Be '****', '****'
    }

    It 'does not take a column of the rows for a parameter' {
        $rows = Import-Csv $csv | Select-Object *, @{ n = 'Path'; e = { 'x' } }, @{ n = 'PSPath'; e = { 'y' } }, @{ n = 'Policy'; e = { 'z' } },
            @{ n = 'Platform'; e = { 'nowhere' } }, @{ n = 'On'; e = { 'nowhere' } }, @{ n = 'Target'; e = { 't' } }, @{ n = 'First'; e = { 0 } }
        @($rows | Invoke-PaceEvaluation $policy -EveryoneElse).Count | Should -Be 2
    }

    It 'shows nothing where the pipeline holds no rows' {
        @() | Invoke-PaceEvaluation $policy | Should -BeNullOrEmpty
    }

    It 'refuses <Name>' -TestCases @(
        @{ Name = 'a principal that the policy does not name'; Id = 'PrincipalNotFound'; Says = "*did you mean 'marketing'*"
            Script = { Invoke-PaceEvaluation $policy -SampleData $csv -Principal marketting -ErrorAction Stop }
        }
        @{ Name = 'rows in two ways'; Id = 'ParameterInvalid'; Says = '*-SampleData*'; Script = { Import-Csv $csv | Invoke-PaceEvaluation $policy -SampleData $csv } }
        @{ Name = 'rows without a policy'; Id = 'ParameterInvalid'; Says = '*no policy*'; Script = { Import-Csv $csv | Invoke-PaceEvaluation -EveryoneElse } }
        @{ Name = 'a sample without a column'; Id = 'DataInvalid'; Says = "*'email'*"
            Script = { Import-Csv $csv | Select-Object * -ExcludeProperty email | Invoke-PaceEvaluation $policy -ErrorAction Stop }
        }
        @{ Name = 'a value that is not of its type'; Id = 'DataInvalid'; Says = "Row 1 of*'age'*integer*"
            Script = { [pscustomobject] @{ id = 1; email = ''; age = 'x'; amount = 1; paid = ''; note = '' } | Invoke-PaceEvaluation $policy -ErrorAction Stop }
        }
        @{ Name = 'a file that is not there'; Id = 'FileNotFound'; Says = '*not-there.csv*'; Script = { Invoke-PaceEvaluation $policy -SampleData ./not-there.csv -ErrorAction Stop } }
        @{ Name = 'a view that the policy does not make'; Id = 'ResourceNotFound'; Says = '*payments_view*'
            Script = { Invoke-PaceEvaluation $policy -SampleData $csv -Target payment_view -ErrorAction Stop }
        }
    ) {
        { & $Script } | Should -Throw $Says -ErrorId "$Id,*"
    }

    It 'offers -On for what only a platform can do exactly' {
        Invoke-PaceEvaluation (Join-Path $payments 'unportable.yaml') -SampleData $csv -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PolicyInvalid,*'
        "$($failure[0])" | Should -Match 'md5'
        $failure[0].ErrorDetails.RecommendedAction | Should -Match '-On'
    }

    It 'goes on with the next policy after one that is wrong' {
        $rows = Invoke-PaceEvaluation (Join-Path $payments 'unportable.yaml'), $policy -SampleData $csv -EveryoneElse -ErrorAction SilentlyContinue
        @($rows).Count | Should -Be 2
    }

    It 'tells views apart, or shows one' {
        $tokens = Join-Path $payments 'tokens.yaml'
        $rows = [pscustomobject] @{ id = 1; email = 't1' }
        $table = @{ 'public.emails' = Join-Path $payments 'tokens.csv' }
        $both = @($rows | Invoke-PaceEvaluation $tokens -TokenTable $table)
        $both.Target | Should -Be 'public.plain_view', 'public.plain_view', 'public.hash_view', 'public.hash_view'
        $both[0].email | Should -Be 'ann@hotmail.com'
        $one = @($rows | Invoke-PaceEvaluation $tokens -TokenTable $table -Target hash_view)
        $one.Count | Should -Be 2
        $one[0].PSObject.Properties.Name | Should -Not -Contain 'Target'
        { $rows | Invoke-PaceEvaluation $tokens -ErrorAction Stop } | Should -Throw '*public.emails*' -ErrorId 'DataInvalid,*'
    }

    It 'completes the principals and views of the policy that the command names' {
        (Complete "Invoke-PaceEvaluation $policy -Principal ").CompletionText | Should -Be 'fraud_and_risk', 'marketing'
        (Complete "Invoke-PaceEvaluation -LiteralPath $policy -MemberOf m").CompletionText | Should -Be 'marketing'
        (Complete "Invoke-PaceEvaluation $policy -Target p").CompletionText | Should -Be 'payments_view'
    }

    It 'counts <Name> as <Code>' -TestCases @(
        @{ Name = 'a run to the end'; Code = 0; Script = { Import-Csv $csv | Invoke-PaceEvaluation $policy } }
        @{ Name = 'a wrong principal'; Code = 0; Script = { Invoke-PaceEvaluation $policy -SampleData $csv -Principal nobody } }
        @{ Name = 'rows in two ways'; Code = 1; Script = { Import-Csv $csv | Invoke-PaceEvaluation $policy -SampleData $csv } }
        @{ Name = 'Select-Object -First'; Code = 0; Script = { Invoke-PaceEvaluation $policy -SampleData $csv | Select-Object -First 1 } }
    ) {
        Measure-PaceUsage $Script | Should -Be "Invoke-PaceEvaluation $Code 1"
    }
}

Describe 'Invoke-PaceEvaluation with a server' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
        $standalone = Join-Path $PSScriptRoot 'fixtures' 'standalone' 'data-policy.yaml'
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'shows the first rows of the policy''s source' {
        $rows = @(Invoke-PaceEvaluation $standalone -Principal fraud_and_risk -First 7)
        $rows.Count | Should -Be 7
        $source = @(Get-PaceTableRow public.demo -First 7)
        $rows.transactionid | Should -Be $source.transactionid
        @(Invoke-PaceEvaluation $standalone -Principal fraud_and_risk).Count | Should -Be 50
    }

    It 'sees on the server what it sees in memory' {
        foreach ($who in @{ Principal = 'marketing' }, @{ MemberOf = 'marketing', 'administrator' }, @{ EveryoneElse = $true }) {
            $here = Invoke-PaceEvaluation $standalone @who | ConvertTo-Json
            $there = Invoke-PaceEvaluation $standalone @who -On standalone-sample-connection | ConvertTo-Json
            $there | Should -Be $here
            $there.Length | Should -BeGreaterThan 100
        }
    }

    It 'evaluates a sample there, of a policy that names no platform too, and what only a platform can do' {
        @(Import-Csv $csv | Invoke-PaceEvaluation $policy -On standalone-sample-connection -Principal marketing).email | Should -Be '****@hotmail.com', '****@example.org'
        (Invoke-PaceEvaluation (Join-Path $payments 'unportable.yaml') -SampleData $csv -On standalone-sample-connection -EveryoneElse)[0].email |
            Should -Be ([Convert]::ToHexString([Security.Cryptography.MD5]::HashData([Text.Encoding]::UTF8.GetBytes('ann@hotmail.com'))).ToLowerInvariant())
    }

    It 'leaves nothing on the server' {
        $count = "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname like 'pg_temp%' or n.nspname = 'public'"
        $before = Invoke-Psql $database.Server $count
        $null = Invoke-PaceEvaluation $standalone -On standalone-sample-connection
        $null = Import-Csv $csv | Invoke-PaceEvaluation $policy -On standalone-sample-connection | Select-Object -First 1
        Invoke-Psql $database.Server $count | Should -Be $before
    }

    It 'completes platforms for -On' {
        (Complete "Invoke-PaceEvaluation $policy -On standalone").CompletionText | Should -Contain 'standalone-sample-connection'
    }
}
