# Objects in, the same objects as somebody may see them out.

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $payments = Join-Path $PSScriptRoot 'fixtures' 'payments'
    $policy = Join-Path $payments 'policy.yaml'
    $csv = Join-Path $payments 'payments.csv'

    function Text($Object) { ($Object.PSObject.Properties | ForEach-Object { "$($_.Name)=$($_.Value)" }) -join '; ' }
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Protect-PaceData' {
    It 'masks values and leaves out rows as the view of the principal would' {
        $shown = @(Import-Csv $csv | Protect-PaceData -DataPolicy $policy -Principal marketing)
        $shown | ForEach-Object { Text $_ } | Should -Be @(
            'id=1; email=****@hotmail.com; age=33; amount=120.00; paid=; note=first, with a comma'
            'id=3; email=****@example.org; age=50; amount=0.00; paid=; note=third')
    }

    It 'shows others what they may see' {
        $all = @(Import-Csv $csv | Protect-PaceData $policy fraud_and_risk)
        $all | ForEach-Object { Text $_ } | Should -Be @(Import-Csv $csv | ForEach-Object { Text $_ })
        @(Import-Csv $csv | Protect-PaceData $policy -EveryoneElse).email | Should -Be '****', '****'
    }

    It 'takes several principals for one user who is a member of all' {
        @(Import-Csv $csv | Protect-PaceData $policy -Principal marketing, fraud_and_risk).email |
            Should -Be 'ann@hotmail.com', 'bob@gmail.com', 'cy@example.org'
    }

    It 'needs to be told who is to see the objects' {
        $command = Get-Command Protect-PaceData
        foreach ($set in $command.ParameterSets) {
            $mandatory = @($set.Parameters | Where-Object IsMandatory).Name
            ($mandatory -contains 'Principal') -xor ($mandatory -contains 'EveryoneElse') | Should -BeTrue
        }
        { Import-Csv $csv | Protect-PaceData $policy -EveryoneElse:$false } | Should -Throw '*Nobody is named*'
    }

    It 'takes no principal that the policy does not name' {
        { Import-Csv $csv | Protect-PaceData $policy -Principal Marketing } |
            Should -Throw "*did you mean 'marketing'*" -ErrorId 'PrincipalNotFound,*'
    }

    It 'takes the policy as an object and as a file too' {
        $object = Import-PaceDataPolicy $policy
        @(Import-Csv $csv | Protect-PaceData $object marketing).Count | Should -Be 2
        @(Import-Csv $csv | Protect-PaceData -DataPolicy (Get-Item $policy) -Principal marketing).Count | Should -Be 2
        { Import-Csv $csv | Protect-PaceData ./not-there.yaml marketing } | Should -Throw -ErrorId 'FileNotFound,*'
        { Import-Csv $csv | Protect-PaceData 42 marketing } | Should -Throw -ErrorId 'ParameterInvalid,*'
    }

    It 'completes the principals and views of the policy that the command names' {
        (Complete "Import-Csv x.csv | Protect-PaceData $policy -Principal m").CompletionText | Should -Be 'marketing'
        (Complete "Protect-PaceData -DataPolicy $policy -Target ").CompletionText | Should -Be 'payments_view'
    }
}

Describe 'What comes out' {
    It 'keeps the order and spelling of properties, whatever the policy''s' {
        $shown = [pscustomobject] @{ NOTE = 'n'; Amount = 55.5; id = 7; AGE = 40; Email = 'a@b'; paid = [datetime] '2024-02-29' } |
            Protect-PaceData $policy marketing
        $shown.PSObject.Properties.Name | Should -BeExactly 'NOTE', 'Amount', 'id', 'AGE', 'Email', 'paid'
    }

    It 'keeps the type of a masked value where that holds it, and the very value where nothing is masked' {
        $note = [Text.StringBuilder]::new('n')
        $id = [uint16] 7
        $shown = [pscustomobject] @{ id = $id; email = 'a@b'; age = [byte] 40; amount = 55.5; paid = $null; note = $note } |
            Protect-PaceData $policy marketing
        $shown.id | Should -BeOfType uint16
        $shown.age | Should -BeOfType byte
        $shown.email | Should -BeExactly '****@b'
        $shown.amount | Should -BeOfType double
        $shown.amount | Should -Be 50
        [object]::ReferenceEquals($shown.note, $note) | Should -BeTrue

        $shown = [pscustomobject] @{ id = 1; email = 'a@b'; age = 40; amount = 55; paid = ''; note = '' } | Protect-PaceData $policy marketing
        $shown.amount | Should -BeOfType int
        $shown.paid | Should -BeExactly ''
        $shown = [pscustomobject] @{ id = 1; email = 'a@b'; age = 40; amount = 55.5d; paid = '2024-02-29'; note = '' } | Protect-PaceData $policy marketing
        $shown.amount | Should -BeOfType decimal
        $shown.paid | Should -BeNullOrEmpty
    }

    It 'shows <Name> as the same type where that holds the masked value, else as the platform''s' -TestCases @(
        @{ Name = 'a text in an integer field'; Field = 'n'; Given = '1'; Shown = '300' }
        @{ Name = 'an int'; Field = 'n'; Given = 1; Shown = 300 }
        @{ Name = 'a byte, which 300 is too large for'; Field = 'n'; Given = [byte] 1; Shown = 300 }
        @{ Name = 'a ushort'; Field = 'n'; Given = [uint16] 1; Shown = [uint16] 300 }
        @{ Name = 'a long'; Field = 'n'; Given = 1L; Shown = 300L }
        @{ Name = 'a decimal in an integer field'; Field = 'n'; Given = 1d; Shown = 300d }
        @{ Name = 'a double in an integer field'; Field = 'n'; Given = 1.0; Shown = 300.0 }
        @{ Name = 'a number of any size'; Field = 'n'; Given = [bigint] 1; Shown = [bigint] 300 }
        @{ Name = 'null'; Field = 'n'; Given = $null; Shown = 300 }
        # printf '1:7' | sha256sum: the first eight bytes
        @{ Name = 'the hash of an int, which none holds'; Field = 'h'; Given = 7; Shown = 4422270780434312991L }
        @{ Name = 'the hash of a text'; Field = 'h'; Given = '7'; Shown = '4422270780434312991' }
        @{ Name = 'a truth'; Field = 'b'; Given = $false; Shown = $true }
        @{ Name = 'a truth as text'; Field = 'b'; Given = 'False'; Shown = 'true' }
        @{ Name = 'a day'; Field = 'd'; Given = [DateOnly] '2024-02-29'; Shown = [DateOnly] '2000-01-02' }
        @{ Name = 'a day as text'; Field = 'd'; Given = '2024-02-29'; Shown = '2000-01-02' }
        @{ Name = 'a day as a time'; Field = 'd'; Given = [datetime] '2024-02-29'; Shown = [datetime] '2000-01-02' }
        @{ Name = 'a time'; Field = 't'; Given = [datetime] '2024-02-29T10:00'; Shown = [datetime] '2000-01-02T03:04:05' }
        @{ Name = 'a time in UTC'; Field = 't'; Given = [datetime]::new(2024, 2, 29, 10, 0, 0, [DateTimeKind]::Utc); Shown = [datetime]::new(2000, 1, 2, 3, 4, 5, [DateTimeKind]::Utc) }
        @{ Name = 'a local time'; Field = 't'; Given = [datetime]::new(2024, 2, 29, 10, 0, 0, [DateTimeKind]::Local); Shown = [datetime]::new(2000, 1, 2, 3, 4, 5, [DateTimeKind]::Utc).ToLocalTime() }
        @{ Name = 'a time as text'; Field = 't'; Given = '2024-02-29 10:00'; Shown = '2000-01-02 03:04:05' }
        @{ Name = 'an instant'; Field = 'z'; Given = [DateTimeOffset] '2024-02-29T10:00+05:00'; Shown = [DateTimeOffset] '2000-01-02T08:04:05+05:00' }
        @{ Name = 'an instant as a time in UTC'; Field = 'z'; Given = [datetime]::new(2024, 2, 29, 10, 0, 0, [DateTimeKind]::Utc); Shown = [datetime]::new(2000, 1, 2, 3, 4, 5, [DateTimeKind]::Utc) }
        @{ Name = 'an instant as text'; Field = 'z'; Given = '2024-02-29T10:00Z'; Shown = '2000-01-02 03:04:05+00' }
        @{ Name = 'a decimal'; Field = 'x'; Given = 1d; Shown = 1.50d }
        @{ Name = 'a decimal as text'; Field = 'x'; Given = '1'; Shown = '1.50' }
        @{ Name = 'a double in a field of decimals'; Field = 'x'; Given = 0.1; Shown = 1.5 }
        @{ Name = 'an int, which 1.50 is none'; Field = 'x'; Given = 1; Shown = 1.50d }
        @{ Name = 'a double'; Field = 'f'; Given = 1.0; Shown = 2.5e20 }
        @{ Name = 'a float, which has other digits'; Field = 'f'; Given = [float] 1; Shown = [float] 2.5e20 }
        @{ Name = 'a double as text'; Field = 'f'; Given = '1'; Shown = '2.5e+20' }
        @{ Name = 'a text'; Field = 's'; Given = ''; Shown = 'q' }
    ) {
        $row = [ordered] @{ n = 0; h = 0; b = $true; d = $null; t = $null; z = $null; x = 0; f = 0; s = '' }
        $row[$Field] = $Given
        $value = ([pscustomobject] $row | Protect-PaceData (Join-Path $payments 'types.yaml') -EveryoneElse).$Field
        $value.GetType() | Should -Be $Shown.GetType()
        $value | Should -BeExactly $Shown
        if ($value -is [datetime]) { $value.Kind | Should -Be $Shown.Kind }
        if ($value -is [decimal]) { "$value" | Should -BeExactly "$Shown" }
    }

    It 'is a new object: the input is not changed' {
        $given = [pscustomobject] @{ id = 1; email = 'ann@b'; age = 40; amount = 55; paid = $null; note = 'x' }
        $shown = $given | Protect-PaceData $policy marketing
        $given.email | Should -Be 'ann@b'
        $shown.note = 'y'
        $given.note | Should -Be 'x'
        $shown.PSObject.BaseObject.GetType().Name | Should -Be 'PSCustomObject'
    }

    It 'is an ordered dictionary where one went in' {
        $shown = [ordered] @{ note = 'n'; id = 1; EMAIL = 'ann@b'; age = 40; amount = 55; paid = $null; secret = 's' } |
            Protect-PaceData $policy marketing -WarningAction SilentlyContinue
        $shown | Should -BeOfType Collections.Specialized.OrderedDictionary
        @($shown.Keys) | Should -BeExactly 'note', 'id', 'EMAIL', 'age', 'amount', 'paid'
        $shown['email'] | Should -Be '****@b'
        (@{ id = 1; email = 'ann@b'; age = 40; amount = 55; paid = $null; note = 'n' } | Protect-PaceData $policy marketing).email | Should -Be '****@b'
    }

    It 'never holds a property that the policy does not list, and says so once' {
        $given = 1..2500 | ForEach-Object {
            $one = [pscustomobject] @{ id = $_; secret = "s$_"; email = 'ann@b'; age = 40; amount = 55; paid = $null; note = 'n' }
            # Long after the first thousand, when objects are no longer looked at one by one.
            if ($_ -gt 2000) { $one | Add-Member late "l$_" }
            $one
        }
        $shown = @($given | Protect-PaceData $policy marketing -WarningVariable warned -WarningAction SilentlyContinue)
        $shown.Count | Should -Be 2500
        @($shown | ForEach-Object { $_.PSObject.Properties.Name } | Sort-Object -Unique) | Should -Be 'age', 'amount', 'email', 'id', 'note', 'paid'
        @($warned).Count | Should -Be 1
        "$warned" | Should -Match "'secret'"
    }

    It 'follows objects whose properties come in another order, or are others' {
        $given = @(
            [pscustomobject] @{ id = 1; email = 'a@b'; age = 40; amount = 55; paid = $null; note = 'n' }
            [pscustomobject] @{ note = 'n'; paid = $null; amount = 55; age = 40; email = 'a@b'; id = 2 }
            [pscustomobject] @{ email = 'a@b'; age = 40; amount = 55 })
        $shown = @($given | Protect-PaceData $policy marketing)
        $shown[0].PSObject.Properties.Name | Should -Be 'id', 'email', 'age', 'amount', 'paid', 'note'
        $shown[1].PSObject.Properties.Name | Should -Be 'note', 'paid', 'amount', 'age', 'email', 'id'
        $shown[2].PSObject.Properties.Name | Should -Be 'email', 'age', 'amount'
    }

    It 'comes one by one, before the next goes in' {
        $log = [Collections.Generic.List[string]]::new()
        Import-Csv $csv | ForEach-Object { $log.Add("in $($_.id)"); $_ } | Protect-PaceData $policy fraud_and_risk | ForEach-Object { $log.Add("out $($_.id)") }
        $log | Should -Be 'in 1', 'out 1', 'in 2', 'out 2', 'in 3', 'out 3'
    }

    It 'waits for the last object where the view aggregates' {
        $rows = 1..4 | ForEach-Object { [pscustomobject] @{ id = $_; age = 10 * $_; amount = $_ } }
        $said = $( $shown = @($rows | Protect-PaceData (Join-Path $payments 'total.yaml') -EveryoneElse -Verbose) ) 4>&1
        $shown.id | Should -Be 2, 3, 4
        $shown.amount | Should -Be 9, 9, 9
        "$said" | Should -Match 'aggregates'
    }
}

Describe 'What cannot be read' {
    BeforeAll {
        $good = [pscustomobject] @{ id = 1; email = 'ann@b'; age = 40; amount = 55; paid = $null; note = 'n' }
        function Without([string] $Name) { $good | Select-Object -Property * -ExcludeProperty $Name }
        function With([string] $Name, $Value) { $copy = $good.PSObject.Copy(); $copy.$Name = $Value; $copy }
    }

    It 'is reported, left out, and the rest goes on: <Name>' -TestCases @(
        @{ Name = 'a value that is not of its type'; Make = { With age 'forty-two' }; Says = "*Object 2*'age'*integer*" }
        @{ Name = 'a property that the policy needs and that is missing'; Make = { Without email }; Says = "*Object 2*no property 'email'*" }
        @{ Name = 'an object of another kind'; Make = { 'a text' }; Says = '*Object 2*none of the properties*' }
        @{ Name = 'null'; Make = { $null }; Says = '*Object 2*' }
        @{ Name = 'a property that throws'; Make = { (Without age) | Add-Member -PassThru ScriptProperty age { throw 'forty-two' } }; Says = '*Object 2*cannot be read*' }
        @{ Name = 'a dictionary with a name in two cases'; Make = { $d = [Collections.Generic.Dictionary[string, object]]::new(); $d['id'] = 1; $d['ID'] = 2; $d }; Says = '*Object 2*' }
    ) {
        $bad = & $Make
        $shown = @($good, $bad, $good | Protect-PaceData $policy marketing -ErrorVariable failure -ErrorAction SilentlyContinue)
        $shown.Count | Should -Be 2
        $own = @($failure | Where-Object FullyQualifiedErrorId -like '*Pace*')
        $own.Count | Should -Be 1
        $own[0].FullyQualifiedErrorId | Should -BeLike 'DataInvalid,*'
        "$($own[0])" | Should -BeLike $Says
        "$($own[0]) $($own[0].Exception) $($own[0].TargetObject)" | Should -Not -Match 'forty-two'
    }

    # The view shows the id as it is: what else is in there was never said to be shown.
    It 'is <Name> where one value is meant, also where that is shown as it is' -TestCases @(
        @{ Name = 'an object'; Value = [pscustomobject] @{ email = 'forty-two' } }
        @{ Name = 'a dictionary'; Value = @{ email = 'forty-two' } }
        @{ Name = 'a list'; Value = @('forty-two', 'forty-three') }
    ) {
        $shown = @((With id $Value), $good | Protect-PaceData $policy marketing -ErrorVariable failure -ErrorAction SilentlyContinue)
        $shown.id | Should -Be 1
        "$($failure[0])" | Should -BeLike "*Object 1*'id'*object or list*"
        "$($failure[0])" | Should -Not -Match 'forty'
    }

    It 'ends the pipeline where its user says so' {
        { $good, (With age 'x') | Protect-PaceData $policy marketing -ErrorAction Stop } | Should -Throw -ErrorId 'DataInvalid,*'
    }

    It 'gives no aggregates over the rest' {
        $rows = [pscustomobject] @{ id = 1; age = 40; amount = 1 }, [pscustomobject] @{ id = 2; age = 40; amount = 'x' }
        $shown = @()
        { $shown = @($rows | Protect-PaceData (Join-Path $payments 'total.yaml') -EveryoneElse -ErrorAction SilentlyContinue) } |
            Should -Throw '*aggregates, and 1 of*'
        $shown.Count | Should -Be 0
    }

    It 'is a policy that only a platform can do exactly' {
        { Import-Csv $csv | Protect-PaceData (Join-Path $payments 'unportable.yaml') -EveryoneElse } | Should -Throw '*PACE0210*md5*' -ErrorId 'PolicyInvalid,*'
    }
}

Describe 'Several views and token tables' {
    BeforeAll {
        $tokens = Join-Path $payments 'tokens.yaml'
        $rows = @('t1', 't2', 't3', $null | ForEach-Object { [pscustomobject] @{ id = 1; email = $_ } })
    }

    It 'says which views there are where none is named' {
        { $rows | Protect-PaceData $tokens -EveryoneElse } | Should -Throw '*public.plain_view, public.hash_view*'
        { $rows | Protect-PaceData $tokens -EveryoneElse -Target plain_veiw } | Should -Throw '*no view*' -ErrorId 'ResourceNotFound,*'
    }

    It 'hashes what sha256sum hashes' {
        $hash = ($rows[0] | Protect-PaceData $tokens -EveryoneElse -Target hash_view).email
        $hash | Should -BeExactly ([Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes('1234:t1'))).ToLowerInvariant())
    }

    It 'takes token tables as files and as objects, and never multiplies rows' {
        $file = Join-Path $payments 'tokens.csv'
        foreach ($table in $file, (Import-Csv $file), (Get-Item $file)) {
            @($rows | Protect-PaceData $tokens fraud_and_risk -Target public.plain_view -TokenTable @{ 'public.emails' = $table }).email |
                Should -Be 'ann@hotmail.com', 'bob@gmail.com', 't3', $null
        }
    }

    It 'says which token table is missing, and which is none' {
        { $rows | Protect-PaceData $tokens fraud_and_risk -Target plain_view } | Should -Throw '*public.emails*' -ErrorId 'DataInvalid,*'
        { $rows | Protect-PaceData $tokens fraud_and_risk -Target plain_view -TokenTable @{ 'public.emials' = @() } } |
            Should -Throw "*did you mean 'public.emails'*" -ErrorId 'ParameterInvalid,*'
    }
}

Describe 'How it ends' {
    It 'counts <Name> as <Code>' -TestCases @(
        @{ Name = 'a run to the end'; Code = 0; Script = { Import-Csv $csv | Protect-PaceData $policy marketing } }
        @{ Name = 'no input'; Code = 0; Script = { @() | Protect-PaceData $policy marketing } }
        @{ Name = 'an object that cannot be read'; Code = 0; Script = { 1 | Protect-PaceData $policy marketing } }
        @{ Name = 'one that ends it'; Code = 1; Script = { 1 | Protect-PaceData $policy marketing -ErrorAction Stop } }
        @{ Name = 'a policy that is not there'; Code = 1; Script = { 1 | Protect-PaceData ./not-there.yaml marketing } }
        @{ Name = 'Select-Object -First'; Code = 0; Script = { Import-Csv $csv | Protect-PaceData $policy marketing | Select-Object -First 1 } }
        @{ Name = 'an exception downstream'; Code = 0; Script = { Import-Csv $csv | Protect-PaceData $policy marketing | ForEach-Object { throw 'downstream' } } }
    ) {
        Measure-PaceUsage $Script | Should -Be "Protect-PaceData $Code 1"
    }

    It 'stops what is upstream when a neighbour has enough' {
        $taken = 0
        $first = 1..1000 | ForEach-Object { $taken++; [pscustomobject] @{ id = $_; email = 'a@b'; age = 40; amount = 5; paid = $null; note = 'n' } } |
            Protect-PaceData $policy marketing | Select-Object -First 2
        @($first).Count | Should -Be 2
        $taken | Should -Be 2
    }

    It 'masks 20,000 objects in little time and gives the first within a second' {
        $rows = 1..20000 | ForEach-Object { [pscustomobject] @{ id = $_; email = "a$_@b"; age = 40; amount = 5; paid = $null; note = 'n' } }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = $rows | Protect-PaceData $policy marketing | Select-Object -First 1
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
        @($rows | Protect-PaceData $policy marketing).Count | Should -Be 20000
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
    }
}
