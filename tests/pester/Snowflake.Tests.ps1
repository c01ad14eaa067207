BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Warehouses.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $keyFile = Join-Path $paceHome.Path 'rsa_key.p8'
    $policyFile = Join-Path $paceHome.Path 'policy.yaml'
    $env:PACE_TEST_PASSPHRASE = 'open sesame'
}

AfterAll {
    Remove-Item env:PACE_TEST_PASSPHRASE
    Remove-PaceHome $paceHome
}

Describe 'A session on Snowflake' {
    BeforeEach {
        $stub = New-SnowflakeStub
        Set-Content $keyFile $stub.EncryptedPrivateKey($env:PACE_TEST_PASSPHRASE)
        $registered = Register-PaceProcessingPlatform sf snowflake -OrganizationName acme -AccountName shop -UserName pace `
            -Database SHOP -PrivateKeyFile $keyFile -PassphraseVariable PACE_TEST_PASSPHRASE -ServerUrl $stub.Address -Force
    }

    AfterEach {
        $violations = $stub.Violations
        $stub.Dispose()
        $violations | Should -BeNullOrEmpty
    }

    BeforeAll {
        # The blueprint, with a rule: what a user would write next.
        function New-Policy {
            Get-PaceDataPolicy DEMO -Blueprint | Export-PaceDataPolicy -Path $policyFile -Force
            Add-Content $policyFile @'
rule_sets:
  - target: { ref: { integration_fqn: PUBLIC.DEMO_VIEW } }
    field_transforms:
      - field: { name_parts: [ EMAIL ] }
        transforms:
          - { principals: [ { group: MARKETING } ], regexp: { regexp: "^.*(@.*)$", replacement: "****$1" } }
          - { principals: [], fixed: { value: "****" } }
'@
            Import-PaceDataPolicy $policyFile
        }
    }

    It 'goes as on PostgreSQL: tables, blueprint, test, apply, rows, withdraw' {
        $registered.Type | Should -Be 'SNOWFLAKE'
        Get-Content (Join-Path $paceHome.ConfigPath 'config.yaml') -Raw | Should -Not -Match 'sesame'

        (Get-PaceDatabase).Name | Should -Be 'ARCHIVE', 'SHOP'
        (Get-PaceSchema).Name | Should -Be 'PUBLIC', 'SALES'
        (Get-PaceTable).Id | Should -Be 'PUBLIC.DEMO'
        (Get-PaceGroup).Name | Should -Be 'FRAUD_AND_RISK', 'MARKETING', 'PACE_ADMIN'

        $policy = New-Policy
        ($policy.Source.Fields | Where-Object { $_.Name -eq 'EMAIL' }).Tags | Should -Be 'EMAIL', 'PII'
        Test-PaceDataPolicy $policy -Quiet | Should -BeTrue

        $stored = Set-PaceDataPolicy $policy
        Publish-PaceDataPolicy PUBLIC.DEMO -WhatIf
        $stub.Ran -match '^create ' | Should -BeNullOrEmpty
        (Publish-PaceDataPolicy PUBLIC.DEMO).Version | Should -Be $stored.Version
        (Get-PaceTable DEMO_VIEW).Policy | Should -Be 'PUBLIC.DEMO'
        $stub.Content.Find('PUBLIC', 'DEMO_VIEW').Selectors | Should -Be 'MARKETING'

        $rows = Get-PaceTableRow PUBLIC.DEMO_VIEW -First 2
        $rows.TRANSACTIONAMOUNT | Should -Be 123.45, 46.90
        $rows[0].SEEN | Should -Be ([datetimeoffset] '2021-03-19T17:06:59Z')

        Remove-PaceDataPolicy PUBLIC.DEMO -DropView -Confirm:$false
        $stub.Content.Find('PUBLIC', 'DEMO_VIEW') | Should -BeNullOrEmpty
    }

    It 'shows with -WhatIf the very statements that then run' {
        $null = Set-PaceDataPolicy (New-Policy)
        $said = (Invoke-NewPowerShell "Import-Module '$ManifestPath'; Publish-PaceDataPolicy PUBLIC.DEMO -WhatIf") -join "`n"
        $said | Should -Match 'create secure view "SHOP"."PUBLIC"."DEMO_VIEW" comment = '
        $said | Should -Match 'grant select on view "SHOP"."PUBLIC"."DEMO_VIEW" to role "MARKETING"'
        $stub.Ran -match '^(create|grant) ' | Should -BeNullOrEmpty
    }

    It 'goes on with a new token where one expires halfway' {
        $null = Set-PaceDataPolicy (New-Policy)
        $stub.ExpireTokensAt = 'current_role'
        (Publish-PaceDataPolicy PUBLIC.DEMO).AppliedAt | Should -Not -BeNullOrEmpty
        $stub.Requests.Status | Should -Contain 401
        $stub.Content.Find('PUBLIC', 'DEMO_VIEW').Selectors | Should -Be 'MARKETING'
    }

    It 'waits where the service answers 429, as long as it says' {
        $stub.Disturb(429, 1, 1)
        (Get-PaceTable).Id | Should -Be 'PUBLIC.DEMO'
        @($stub.Requests.Status) -eq 429 | Should -HaveCount 1
    }

    It 'cancels on the service what is stopped here' {
        $stub.Endless = 'select * from'
        $stopped = Invoke-AndStop 'Get-PaceTableRow PUBLIC.DEMO' $stub.Hanging
        $stopped.TotalSeconds | Should -BeLessThan 5
        $stub.Cancelled | Should -Match '^select \* from "SHOP"'
    }

    It 'says what to do where nothing can be evaluated on it' {
        Invoke-PaceEvaluation (New-Policy) -On sf -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotSupported,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -Match 'Leave -On out'
    }

    It 'tells no secret in errors, nor with -Verbose and -Debug' {
        $other = New-SnowflakeStub
        try {
            Set-Content $keyFile $other.EncryptedPrivateKey($env:PACE_TEST_PASSPHRASE)
            $said = Get-PaceTable -Verbose -Debug -ErrorAction Continue 2>&1 4>&1 5>&1 | Out-String
            $said | Should -Match 'JWT token is invalid'
            $said | Should -Not -Match 'eyJ|sesame|PRIVATE'
            $stub.Violations | Should -Match 'not signed with the key'
            $stub.Forgive()
        }
        finally {
            $other.Dispose()
        }
    }
}
