BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    Push-Location $paceHome.Path

    # What a table holds, a line a row.
    function Get-Row([string] $Name) {
        @(Get-PaceTableRow $Name | ForEach-Object { @($_.PSObject.Properties.Value | ForEach-Object { if ($null -eq $_) { 'NULL' } else { "$_" } }) -join '|' })
    }
}

AfterAll {
    Pop-Location
    Remove-PaceHome $paceHome
}

Describe 'Import-PaceTable' {
    BeforeEach {
        $embedded = Join-Path $paceHome.DataPath 'embedded.db'
        Remove-Item "$embedded*"
        Set-Content people.csv 'id,name,zip,born,mood', '1,Ada,01067,2001-02-03,', '2,"Costa, Finn",99084,"",good', '3,,04109,2004-02-29,""'
    }

    It 'makes a table called as the file, with the narrowest type that loses nothing' {
        $table = Import-PaceTable people.csv
        $table.ProcessingPlatform | Should -Be 'embedded'
        $table.Name | Should -Be 'people'
        $table.Rows | Should -Be 3
        $table.Columns.Type | Should -Be 'integer', 'text', 'text', 'date', 'text'
        $table.Columns.Nullable | Should -Be $false, $true, $false, $true, $true
        (Get-PaceTable people).Columns | Should -Be 5
        $rows = @(Get-PaceTableRow people)
        $rows[0].id | Should -BeOfType int
        $rows[1].name | Should -Be 'Costa, Finn'
        $rows[2].name | Should -Be $null
        $rows[1].born | Should -Be $null
        $rows[0].mood | Should -Be $null
        $rows[2].mood | Should -Be ''
    }

    It 'shows every column with its type and why, in 80 columns and without a value' {
        Set-Content wide.csv "id,zip,$('x' * 70)", '1,01067,secret'
        $shown = Import-PaceTable wide.csv | Out-String -Width 80
        $lines = $shown -split '\r?\n'
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        $shown | Should -Match 'wide on embedded: 1 row imported'
        $shown | Should -Match '(?m)^id +integer +no$'
        $shown | Should -Match '(?m)^zip +text +no +leading zeros'
        $shown | Should -Not -Match 'secret|01067'
    }

    It 'goes on in the pipeline: to its rows, and to a policy' {
        (Import-PaceTable people.csv | Get-PaceTableRow -First 1).name | Should -Be 'Ada'
        $policy = Import-PaceTable people.csv -Name again | Get-PaceDataPolicy -Blueprint
        $policy.Id | Should -Be 'again'
        $policy.Source.Fields.Type | Should -Be 'integer', 'text', 'text', 'date', 'text'
    }

    It 'takes other types from -Schema' {
        $table = Import-PaceTable people.csv -Schema @{ ID = 'bigint'; born = 'text null' }
        $table.Columns.Type | Should -Be 'bigint', 'text', 'text', 'text', 'text'
        @(Get-PaceTableRow people)[0].id | Should -BeOfType long
    }

    It 'says what was meant where -Schema is wrong' -TestCases @(
        @{ Schema = @{ nmae = 'text' }; Meant = "did you mean 'name'" }
        @{ Schema = @{ name = 'txet' }; Meant = "did you mean 'text'" }
        @{ Schema = [ordered] @{ id = 'integer'; name = '' }; Meant = "type ''" }
    ) {
        Import-PaceTable people.csv -Schema $Schema -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'DataInvalid,*'
        "$($failure[0])" | Should -Match $Meant
        Test-Path $embedded | Should -BeFalse
    }

    It 'imports nothing where a value is not of its type, and names line and column but not the value' {
        Add-Content people.csv '"4', '",Zoe,n-o-date,2004-02-29,1'
        Import-PaceTable people.csv -Schema @{ zip = 'integer' } -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'DataInvalid,*'
        $failure[0].CategoryInfo.Category | Should -Be 'InvalidData'
        "$($failure[0])" | Should -Match "^people\.csv\(5\): .*column 'zip'"
        "$($failure[0])" | Should -Not -Match 'n-o-date'
        Get-PaceTable | Should -BeNullOrEmpty
    }

    It 'says where a file is no table, and goes on with the next' {
        Set-Content broken.csv 'a,b', '1,2', '3'
        $made = @('broken.csv', 'people.csv' | Import-PaceTable -ErrorAction SilentlyContinue -ErrorVariable failure)
        $made.Name | Should -Be 'people'
        $failure.Count | Should -Be 1
        "$($failure[0])" | Should -Match '^broken\.csv\(3\): 1 field where the first line names 2 columns'
    }

    It 'asks for a name where the file has an extension only' {
        Copy-Item people.csv .csv
        Import-PaceTable -LiteralPath ./.csv -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ParameterInvalid,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -Match '-Name'
        (Import-PaceTable -LiteralPath ./.csv -Name hidden).Rows | Should -Be 3
        Remove-Item -LiteralPath ./.csv -Force
    }

    It 'keeps a table that is there, and says what to do' {
        $null = Import-PaceTable people.csv
        Import-PaceTable people.csv -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TargetNotPace,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -Match '-Force.*-Append'
        @(Get-PaceTableRow people).Count | Should -Be 3
    }

    It 'replaces it with -Force' {
        $null = Import-PaceTable people.csv
        Set-Content people.csv 'a', '1'
        (Import-PaceTable people.csv -Force).Created | Should -BeTrue
        Get-Row people | Should -Be '1'
    }

    It 'adds to it with -Append, by the names and types that it has' {
        (Import-PaceTable people.csv -Append).Created | Should -BeTrue
        Set-Content more.csv 'ZIP;mood', '7;8'
        $added = Import-PaceTable more.csv -Name people -Append -ErrorAction SilentlyContinue -ErrorVariable failure
        $added | Should -BeNullOrEmpty # id takes no NULL
        $failure.Count | Should -Be 1
        Set-Content more.csv 'ZIP;id;mood', '7;8;9'
        $added = Import-PaceTable more.csv -Name people -Append
        $added.Created | Should -BeFalse
        $added.Columns.Type | Should -Be 'text', 'integer', 'text'
        (Get-Row people)[-1] | Should -Be '8|NULL|7|NULL|9'
    }

    It 'names line and column also of a value that a table that is there does not take' {
        $null = Import-PaceTable people.csv
        Set-Content more.csv 'id,zip,mood', '4,1,1', 'x,1,1'
        Import-PaceTable more.csv -Name people -Append -ErrorAction SilentlyContinue -ErrorVariable failure
        "$($failure[0])" | Should -Match "^more\.csv\(3\): .*column 'id'"
        @(Get-PaceTableRow people).Count | Should -Be 3
    }

    It 'does nothing with -WhatIf, and tells the types' {
        $said = Invoke-NewPowerShell "Set-Location '$($paceHome.Path)'; Import-Module '$ManifestPath'; Import-PaceTable people.csv -WhatIf"
        "$said" | Should -Match 'What if: .*3 rows.*zip text.*people on embedded'
        Test-Path $embedded | Should -BeFalse
    }

    It 'takes every file that a pattern or a listing names' {
        Copy-Item people.csv 'p2.csv'
        (Import-PaceTable p*.csv).Name | Sort-Object | Should -Be 'p2', 'people'
        Set-Content -LiteralPath 'odd[1].csv' 'a', '1'
        (Import-PaceTable -LiteralPath 'odd[1].csv').Name | Should -Be 'odd[1]'
        (Get-Item p2.csv | Import-PaceTable -Force).Name | Should -Be 'p2'
        $null = Get-Item people.csv, p2.csv | Import-PaceTable -Name listed -Append
        @(Get-PaceTableRow listed).Count | Should -Be 6
        Remove-Item -LiteralPath 'odd[1].csv', 'p2.csv'
    }

    It 'makes no table of two files, unless it is to add them' {
        Copy-Item people.csv p2.csv
        $made = @(Import-PaceTable people.csv, p2.csv -Name all -ErrorAction SilentlyContinue -ErrorVariable failure)
        $made.Count | Should -Be 1
        $failure[0].ErrorDetails.RecommendedAction | Should -Match '-Append'
        Remove-Item "$embedded*"
        $null = Import-PaceTable people.csv, p2.csv -Name all -Append
        @(Get-PaceTableRow all).Count | Should -Be 6
        Remove-Item p2.csv
    }

    It 'reads other delimiters and encodings, and says where they are to be named' {
        [IO.File]::WriteAllText((Join-Path $paceHome.Path 'odd.csv'), "a;b`näö;1`n", [Text.Encoding]::Latin1)
        Import-PaceTable odd.csv -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].ErrorDetails.RecommendedAction | Should -Match '-Encoding'
        $null = Import-PaceTable odd.csv -Encoding latin1
        Get-Row odd | Should -Be 'äö|1'
        $null = Import-PaceTable odd.csv -Encoding 28591 -Delimiter ',' -Force
        (Get-PaceTableRow odd).'a;b' | Should -Be 'äö;1'
    }

    It 'refuses a delimiter and an encoding that cannot be' {
        { Import-PaceTable people.csv -Delimiter '"' } | Should -Throw -ErrorId 'ParameterInvalid,*'
        { Import-PaceTable people.csv -Encoding klingon } | Should -Throw '*klingon*'
    }

    It 'says that a server takes no tables' {
        $null = Register-PaceProcessingPlatform pg POSTGRES -HostName 127.0.0.1 -Port 1 -Database d -UserName u
        { Import-PaceTable people.csv -ProcessingPlatform pg } | Should -Throw -ErrorId 'NotSupported,*'
        "$($Error[0])" | Should -Match "'embedded' only; 'pg' is of type POSTGRES"
        # One platform is registered, and the table goes into the embedded one all the same.
        (Import-PaceTable people.csv).ProcessingPlatform | Should -Be 'embedded'
        Unregister-PaceProcessingPlatform pg
    }

    It 'tells how far it is, and leaves nothing behind when its user stops it' {
        # Enough for the second that goes by before anything is told.
        $lines = (1..100000 | ForEach-Object { "$_,text of line $_" }) -join "`n"
        [IO.File]::WriteAllText((Join-Path $paceHome.Path 'long.csv'), "a,b`n" + (@($lines) * 30 -join "`n"))
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($ManifestPath)
        $shell = [powershell]::Create($state)
        try {
            $running = $shell.AddScript("Import-PaceTable '$($paceHome.Path)/long.csv'").BeginInvoke()
            $deadline = [datetime]::UtcNow.AddSeconds(30)
            while (-not $running.IsCompleted -and $shell.Streams.Progress.Count -eq 0 -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 20 }
            $shell.Stop()
            $shell.Streams.Progress.Count | Should -BeGreaterThan 0
            $shell.Streams.Progress[0].Activity | Should -Match 'long'
        }
        finally {
            $shell.Dispose()
        }

        Get-PaceTable | Should -BeNullOrEmpty
    }

    It 'completes encodings, and a schema that is ready to be changed' {
        $deadline = [datetime]::UtcNow.AddSeconds(10) # the first look may take longer than a completer waits
        do { $found = @(Complete 'Import-PaceTable people.csv -Schema ' | Where-Object ResultType -eq 'ParameterValue') } until ($found -or [datetime]::UtcNow -gt $deadline)
        $found[0].CompletionText | Should -Be "@{ 'id' = 'integer'; 'name' = 'text'; 'zip' = 'text'; 'born' = 'date'; 'mood' = 'text' }"
        (Complete 'Import-PaceTable people.csv -Encoding lat').CompletionText | Should -Be 'latin1'
    }
}

Describe 'Import-PaceTable with objects' {
    It 'makes columns of properties, typed as they are' {
        $table = [pscustomobject] @{ Id = 1; When = [datetime]::new(2024, 2, 29, 1, 2, 3); Code = '007' },
            [pscustomobject] @{ Id = 2; When = $null; Code = '' } | Import-PaceTable -Name objects
        $table.Columns.Type | Should -Be 'integer', 'timestamp', 'text'
        Get-Row objects | Should -Be '1|02/29/2024 01:02:03|007', '2|NULL|'
    }

    It 'finds types in what Import-Csv gives' {
        Set-Content people.csv 'id,zip', '1,01067', ',99084'
        $table = Import-Csv people.csv | Import-PaceTable -Name csv
        $table.Columns.Type | Should -Be 'integer', 'text'
        $table.Columns.Nullable | Should -Be $true, $false
    }

    It 'takes dictionaries, and NULL for what an object does not have' {
        $null = [ordered] @{ a = 1; b = 'x' }, @{ a = 2 }, @{ c = $true } | Import-PaceTable -Name dictionaries
        Get-Row dictionaries | Should -Be '1|x|NULL', '2|NULL|NULL', 'NULL|NULL|True'
    }

    It 'copies the rows of another table' {
        $null = [pscustomobject] @{ a = 1; b = 1.50 } | Import-PaceTable -Name one
        (Get-PaceTableRow one | Import-PaceTable -Name two).Rows | Should -Be 1
        Get-Row two | Should -Be (Get-Row one)
    }

    It 'says which property of which object no column holds, and imports nothing' {
        { [pscustomobject] @{ a = 1 }, [pscustomobject] @{ a = Get-Process -Id $PID } | Import-PaceTable -Name bad } | Should -Throw -ErrorId 'DataInvalid,*'
        "$($Error[0])" | Should -Match "^Object 2: property 'a' is a System\.Diagnostics\.Process"
        { 1, 2 | Import-PaceTable -Name bad } | Should -Throw -ErrorId 'DataInvalid,*'
        { [pscustomobject] @{ a = 1 }, [pscustomobject] @{ a = 'x' } | Import-PaceTable -Name bad } | Should -Throw -ErrorId 'DataInvalid,*'
        (Get-PaceTable).Name | Should -Not -Contain 'bad'
    }

    It 'needs an object to know the columns' {
        { @() | Import-PaceTable -Name none } | Should -Throw -ErrorId 'DataInvalid,*'
    }

    It 'leaves no temporary file behind' {
        $before = $env:TMPDIR, $env:TMP
        $env:TMPDIR = $env:TMP = (New-Item (Join-Path $paceHome.Path 'temporary') -ItemType Directory).FullName
        try {
            $null = 1..3 | ForEach-Object { [pscustomobject] @{ a = $_ } } | Import-PaceTable -Name gone
            { 1..3 | ForEach-Object { [pscustomobject] @{ a = $_ } } | Import-PaceTable -Name gone } | Should -Throw -ErrorId 'TargetNotPace,*'
            Get-ChildItem $env:TMPDIR -Force | Should -BeNullOrEmpty
        }
        finally {
            $env:TMPDIR, $env:TMP = $before
        }
    }
}
