BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Warehouses.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $keyFile = Join-Path $paceHome.Path 'pace.json'
    $policyFile = Join-Path $paceHome.Path 'policy.yaml'
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'A session on BigQuery' {
    BeforeEach {
        $stub = New-BigQueryStub
        Set-Content $keyFile $stub.Key
        $registered = Register-PaceProcessingPlatform bq bigquery -ProjectId shop-project -ServiceAccountKeyFile $keyFile `
            -UserGroupsTable shop-project.shop.user_groups -ServerUrl $stub.Address -Force
        # A private endpoint of Data Catalog's is a key of the file only.
        $config = Join-Path $paceHome.ConfigPath 'config.yaml'
        (Get-Content $config -Raw) -replace '(?m)^( *)project-id:.*$', "`$0`n`$1data-catalog-url: $($stub.Address)" | Set-Content $config
    }

    AfterEach {
        $violations = $stub.Violations
        $stub.Dispose()
        $violations | Should -BeNullOrEmpty
    }

    BeforeAll {
        # The blueprint, with a rule: what a user would write next.
        function New-Policy {
            Get-PaceDataPolicy shop.demo -Blueprint | Export-PaceDataPolicy -Path $policyFile -Force
            Add-Content $policyFile @'
rule_sets:
  - target: { ref: { integration_fqn: shop-project.views.demo_view } }
    field_transforms:
      - field: { name_parts: [ email ] }
        transforms:
          - { principals: [ { group: marketing } ], regexp: { regexp: "^.*(@.*)$", replacement: "****$1" } }
          - { principals: [], fixed: { value: "****" } }
'@
            Import-PaceDataPolicy $policyFile
        }
    }

    It 'goes as on PostgreSQL: tables, blueprint, test, apply, rows, withdraw' {
        $registered.Type | Should -Be 'BIGQUERY'
        Get-Content (Join-Path $paceHome.ConfigPath 'config.yaml') -Raw | Should -Not -Match 'PRIVATE'

        (Get-PaceDatabase).Name | Should -Be 'archive-project', 'shop-project'
        (Get-PaceSchema).Name | Should -Be 'shop', 'views'
        (Get-PaceTable).Id | Should -Be 'shop-project.shop.demo', 'shop-project.shop.user_groups'
        (Get-PaceGroup).Name | Should -Be 'fraud_and_risk', 'marketing'

        $policy = New-Policy
        ($policy.Source.Fields | Where-Object { $_.Name -eq 'email' }).Tags | Should -Be 'email'
        Test-PaceDataPolicy $policy -Quiet | Should -BeTrue

        $stored = Set-PaceDataPolicy $policy
        Publish-PaceDataPolicy shop-project.shop.demo -WhatIf
        $stub.Requests.Method | Should -Not -Contain 'PATCH'
        (Publish-PaceDataPolicy shop-project.shop.demo).Version | Should -Be $stored.Version
        (Get-PaceTable demo_view).Policy | Should -Be 'shop-project.shop.demo'
        $stub.Content.Authorized('shop') | Should -Be 'views.demo_view'

        $rows = Get-PaceTableRow shop-project.views.demo_view -First 2
        $rows.amount | Should -Be 123.45, 46.9
        $rows[0].labels | Should -Be 'a', 'b'

        Remove-PaceDataPolicy shop-project.shop.demo -DropView -Confirm:$false
        (Get-PaceTable -Schema views) | Should -BeNullOrEmpty
        $stub.Content.Authorized('shop') | Should -BeNullOrEmpty
    }

    It 'shows with -WhatIf what it then does' {
        $null = Set-PaceDataPolicy (New-Policy)
        $said = (Invoke-NewPowerShell "Import-Module '$ManifestPath'; Publish-PaceDataPolicy shop-project.shop.demo -WhatIf") -join "`n"
        $said | Should -Match 'create view `shop-project`.`views`.`demo_view` options'
        $said | Should -Match '-- authorize the view `shop-project`.`views`.`demo_view` on the dataset `shop-project`.`shop`'
        (Get-PaceTable -Schema views) | Should -BeNullOrEmpty
    }

    It 'goes on with a new token where one expires halfway' {
        $null = Set-PaceDataPolicy (New-Policy)
        $given = $stub.TokensGiven
        $stub.ExpireTokensAt = 'select distinct userGroup'
        (Publish-PaceDataPolicy shop-project.shop.demo).AppliedAt | Should -Not -BeNullOrEmpty
        $stub.TokensGiven | Should -Be ($given + 2)
    }

    It 'waits where the service answers 429, as long as it says' {
        $stub.Disturb(429, 1, 1, '/datasets')
        (Get-PaceSchema).Name | Should -Be 'shop', 'views'
        @($stub.Requests.Status) -eq 429 | Should -HaveCount 1
    }

    It 'cancels on the service what is stopped here' {
        $stub.Endless = 'select * from'
        $stopped = Invoke-AndStop 'Get-PaceTableRow shop.demo' $stub.Hanging
        $stopped.TotalSeconds | Should -BeLessThan 5
        $stub.Cancelled | Should -Match '^select \* from `shop-project`'
    }

    It 'tells no secret in errors, nor with -Verbose and -Debug' {
        $other = New-BigQueryStub
        try {
            Set-Content $keyFile $other.Key.Replace($other.Address, $stub.Address)
            $said = Get-PaceTable -Verbose -Debug -ErrorAction Continue 2>&1 4>&1 5>&1 | Out-String
            $said | Should -Match 'Invalid JWT Signature'
            $said | Should -Not -Match 'eyJ|ya29|PRIVATE'
            $stub.Violations | Should -Match 'not signed with the key'
            $stub.Forgive()
        }
        finally {
            $other.Dispose()
        }
    }
}
