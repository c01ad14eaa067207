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

Describe 'Test-PaceDataPolicy' {
    BeforeAll {
        Push-Location $paceHome.Path
        Copy-Item $policyFile good.yaml
        (Get-Content $policyFile -Raw).Replace('identity: { }', 'identiti: { }') | Set-Content bad.yaml
    }

    AfterAll {
        Pop-Location
    }

    It 'finds no error in a good policy, given in any way' {
        # The example lets a member of two groups choose the looser one, which is worth a warning.
        $found = @(Test-PaceDataPolicy good.yaml)
        $found.Id | Should -Be 'PACE0134'
        "$($found.Severity)" | Should -Be 'Warning'
        Test-PaceDataPolicy ./good.yaml -Quiet | Should -BeTrue
        Get-Item good.yaml | Test-PaceDataPolicy -Quiet | Should -BeTrue
        Import-PaceDataPolicy good.yaml | Test-PaceDataPolicy -Quiet | Should -BeTrue
        'good.yaml' | Test-PaceDataPolicy -Quiet | Should -BeTrue
        $policy = Import-PaceDataPolicy good.yaml
        Test-PaceDataPolicy $policy -Quiet | Should -BeTrue
        Test-PaceDataPolicy -DataPolicy $policy -Quiet | Should -BeTrue
        $policy, $policy | Test-PaceDataPolicy -Quiet | Should -Be $true, $true
    }

    It 'tells of a type of platform without a dialect beside every other problem' {
        (Get-Content bad.yaml -Raw).Replace('platform_type: POSTGRES', 'platform_type: SYNAPSE') | Set-Content synapse.yaml
        $found = Test-PaceDataPolicy synapse.yaml
        $unsupported = @($found | Where-Object Id -eq 'PACE0209')
        $unsupported.Count | Should -Be 1
        $unsupported[0].Position.Line | Should -Be (Select-String 'SYNAPSE' synapse.yaml).LineNumber
        $found.Id | Should -Contain 'PACE0002'
        Test-PaceDataPolicy synapse.yaml -Quiet | Should -BeFalse
    }

    It 'gives every problem as an object, with its place' {
        $found = Test-PaceDataPolicy bad.yaml
        $unknown = @($found | Where-Object Id -eq 'PACE0002')
        $unknown.Count | Should -Be @(Select-String 'identiti' bad.yaml).Count
        $unknown[0].File | Should -Be 'bad.yaml'
        $unknown[0].Position.Line | Should -Be (Select-String 'identiti' bad.yaml)[0].LineNumber
        Test-PaceDataPolicy bad.yaml -Quiet | Should -BeFalse
    }

    It 'shows a problem with its line and a caret' {
        $shown = Test-PaceDataPolicy bad.yaml | Select-Object -First 1 | Out-String -Width 200
        $lines = $shown.Trim("`r", "`n") -split '\r?\n'
        $lines[0] | Should -Match '^bad\.yaml\(\d+,\d+\): error PACE0002: .*identi'
        $lines[2] | Should -Match '^\d+ \| +identiti: \{ \}'
        $lines[3].IndexOf('^') | Should -Be $lines[2].IndexOf('identiti')
    }

    It 'shows of a long line what stands around the problem' {
        Set-Content long.json "{`"metadata`": {`"title`": `"$('t' * 500)`", `"tittle`": `"$('u' * 500)`"}}"
        $shown = Test-PaceDataPolicy long.json | Where-Object Id -eq 'PACE0002' | Out-String -Width 2000
        $lines = $shown.Trim("`r", "`n") -split '\r?\n'
        $lines[2].Length | Should -BeLessThan 130
        $lines[2] | Should -Match '^1 \| …t+", "tittle": "u+…$'
        $lines[3].IndexOf('^') | Should -Be $lines[2].IndexOf('"tittle')
    }

    It 'gives a boolean for each of several files' {
        Test-PaceDataPolicy good.yaml, bad.yaml -Quiet | Should -Be $true, $false
    }

    It 'reports a file that is not there as an error' {
        Test-PaceDataPolicy missing.yaml -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
    }
}

Describe 'Test-PaceDataPolicy on a server' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
        $bad = Join-Path $paceHome.Path 'group.yaml'
        (Get-Content $policyFile -Raw).Replace('group: marketing', 'group: marketign') | Set-Content $bad
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'asks the registered platform of the policy' {
        Test-PaceDataPolicy $policyFile -Quiet | Should -BeTrue
        $found = Test-PaceDataPolicy $bad
        "$found" | Should -Match 'marketign'
        Test-PaceDataPolicy $bad -Quiet | Should -BeFalse
    }

    It 'asks nobody with -Offline' {
        Test-PaceDataPolicy $bad -Offline -Quiet | Should -BeTrue
    }
}
