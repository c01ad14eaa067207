# The main job from end to end, on the public standalone example: look, write a policy, apply it, see what each user sees.

BeforeDiscovery {
    . "$PSScriptRoot/support/Postgres.ps1"
    $noPostgres = -not (Test-Postgres)
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Postgres.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $policyFile = "$PSScriptRoot/fixtures/standalone/data-policy.yaml"
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'The standalone example' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
        function Read-View([string] $User) {
            Invoke-Psql $database.Server 'select transactionid, userid, email, age, brand, transactionamount from public.demo_view order by 1' `
                -UserName $User -Password $User
        }

        # What each should see, written by hand against the table.
        function Read-Expected([string] $UserId, [string] $Email, [string] $Where) {
            Invoke-Psql $database.Server "select transactionid, $UserId, $Email, age,
                case when brand = 'MacBook' then 'Apple' else 'Other' end, transactionamount
                from public.demo where $Where order by 1"
        }
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'finds the table and makes a blueprint of it' {
        $table = Get-PaceTable demo
        $table.Id | Should -Be 'public.demo'
        $table.Columns | Should -Be 6
        $blueprint = $table | Get-PaceDataPolicy -Blueprint
        $blueprint.Source.Fields.Name | Should -Be 'transactionid', 'userid', 'email', 'age', 'brand', 'transactionamount'
        $blueprint.Source.Ref.Platform.Id | Should -Be 'standalone-sample-connection'
    }

    It 'applies the policy of the file' {
        $stored = Import-PaceDataPolicy $policyFile | Set-PaceDataPolicy -Apply
        $stored.Id | Should -Be 'public.demo'
        $stored.Version | Should -Be 1
        $stored.AppliedAt | Should -Not -BeNullOrEmpty
        $stored.Targets | Should -Be 'public.demo_view'
    }

    It 'shows marketing masked mails, and only the rows above age 8' {
        $seen = Read-View mark
        $seen | Should -Be (Read-Expected '0' "'****' || substring(email from '@.*')" 'age > 8')
        $seen.Count | Should -BeLessThan 50
    }

    It 'shows fraud and risk all rows with their mails' {
        $seen = Read-View far
        $seen | Should -Be (Read-Expected 'userid' 'email' 'true')
        $seen.Count | Should -Be 50
    }

    It 'shows everybody else no mail, and only the rows above age 8' {
        Read-View other | Should -Be (Read-Expected '0' "'****'" 'age > 8')
    }

    It 'lets <User> write nothing through the view' -TestCases @(
        @{ User = 'mark' }, @{ User = 'far' }, @{ User = 'other' }
    ) {
        foreach ($statement in 'update public.demo_view set age = 1', 'delete from public.demo_view',
            'insert into public.demo_view (transactionid, age, transactionamount) values (1, 50, 1)') {
            { Invoke-Psql $database.Server $statement -UserName $User -Password $User } | Should -Throw '*permission denied*' -Because $statement
        }
    }

    It 'takes the right away with the principal, also from another machine' {
        $other = New-PaceHome
        try {
            Register-ExampleDatabase $database
            $text = (Get-Content $policyFile -Raw) -replace '(?s) {10}- principals: \[ \{ group: marketing \} \]\s+regexp:.*?replacement: [^\n]*\n', ''
            $text | Should -Not -Match 'marketing'
            $file = Join-Path $other.Path 'second.yaml'
            Set-Content $file $text
            $stored = Set-PaceDataPolicy $file -Apply
            $stored.Version | Should -Be 2
            { Read-View mark } | Should -Throw '*permission denied*'
            Read-View far | Should -Be (Read-Expected 'userid' 'email' 'true')
        }
        finally {
            Remove-PaceHome $other
            Use-PaceHome $paceHome
        }
    }
}
