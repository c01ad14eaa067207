BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $policyFile = "$PSScriptRoot/fixtures/standalone/data-policy.yaml"
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'ConvertTo-PaceSql' {
    It 'gives one text a policy, without any platform' {
        $sql = ConvertTo-PaceSql $policyFile
        $sql | Should -BeOfType string
        @($sql).Count | Should -Be 1
        $sql | Should -Match 'create or replace view "public"\."demo_view"'
        $sql | Should -Match 'grant select on "public"\."demo_view" to "marketing"'
        @(Import-PaceDataPolicy $policyFile, $policyFile | ConvertTo-PaceSql).Count | Should -Be 2
    }

    It 'takes the dialect by name' {
        ConvertTo-PaceSql $policyFile -Dialect postgres | Should -Be (ConvertTo-PaceSql $policyFile)
        ConvertTo-PaceSql $policyFile -Dialect klingon -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotSupported,*'
        "$($failure[0].ErrorDetails.RecommendedAction)" | Should -Match 'POSTGRES'
        (Complete 'ConvertTo-PaceSql x.yaml -Dialect p').CompletionText | Should -Contain 'POSTGRES'
    }

    It 'judges as the registered platform does' {
        $null = Register-PaceProcessingPlatform standalone-sample-connection POSTGRES -HostName h -Database d -UserName u -PasswordVariable NOT_SET -JudgeBy session_user
        try {
            ConvertTo-PaceSql $policyFile | Should -Match 'session_user'
        }
        finally {
            Unregister-PaceProcessingPlatform standalone-sample-connection
        }
    }

    It 'says that a policy without a platform needs a dialect' {
        $file = Join-Path $paceHome.Path 'bare.yaml'
        (Get-Content $policyFile -Raw) -replace '(?s)    platform:.*?POSTGRES\n', '' | Set-Content $file
        ConvertTo-PaceSql $file -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PlatformNotFound,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -Match '-Dialect'
    }

    Context 'for platforms that are not at hand' {
        BeforeAll {
            $warehouse = Join-Path $paceHome.Path 'warehouse.yaml'
            @'
source:
  ref: { integration_fqn: acme.SALES.PEOPLE }
  fields:
    - { name_parts: [ EMAIL ], type: varchar }
    - { name_parts: [ AGE ], type: integer }
rule_sets:
  - target: { ref: { integration_fqn: acme.SHOWN.PEOPLE } }
    filters:
      - generic_filter: { conditions: [ { condition: "AGE > 17" } ] }
    field_transforms:
      - field: { name_parts: [ EMAIL ] }
        transforms:
          - { principals: [ { group: MARKETING } ], regexp: { regexp: '\d+', replacement: '#' } }
          - { nullify: {} }
'@ | Set-Content $warehouse
        }

        It 'makes a secure view for Snowflake' {
            $sql = ConvertTo-PaceSql $warehouse -Dialect Snowflake
            $sql | Should -BeLike 'create or replace secure view "acme"."SHOWN"."PEOPLE" copy grants as*'
            $sql | Should -Match ([regex]::Escape("when is_role_in_session('MARKETING')"))
            $sql | Should -Match ([regex]::Escape("regexp_replace(""EMAIL"", '\\d+', '#', 1, 0, 's')"))
            $sql | Should -Match ([regex]::Escape('where (AGE > 17)'))
            $sql | Should -Match ([regex]::Escape('grant select on view "acme"."SHOWN"."PEOPLE" to role "MARKETING";'))
        }

        It 'makes a view for BigQuery and says where it has to be authorized' {
            $sql = ConvertTo-PaceSql $warehouse -Dialect BigQuery
            $sql | Should -Match ('^' + [regex]::Escape('-- authorize the view `acme`.`SHOWN`.`PEOPLE` on the dataset `acme`.`SALES`'))
            $sql | Should -Match ([regex]::Escape('from `acme`.`SALES`.`user_groups` as `pace_groups`'))
            $sql | Should -Match ([regex]::Escape("regexp_replace(``EMAIL``, '\\d+', '#')"))
        }

        It 'names what the platform cannot do, with its line' {
            $file = Join-Path $paceHome.Path 'look.yaml'
            (Get-Content $warehouse -Raw).Replace("'\d+'", "'a(?=b)'") | Set-Content $file
            ConvertTo-PaceSql $file -Dialect BigQuery -ErrorAction SilentlyContinue -ErrorVariable failure
            "$($failure[0])" | Should -Match 'PACE0208'
            "$($failure[0])" | Should -Match 'look-ahead'
            "$($failure[0])" | Should -Match '13'
        }

        It 'takes the keys of a platform that Pace cannot connect to' {
            $before = $env:PACE_CONFIG_PATH
            $env:PACE_CONFIG_PATH = Join-Path $paceHome.Path 'bq'
            $null = New-Item -ItemType Directory $env:PACE_CONFIG_PATH
            @'
processing-platforms:
  - id: bq
    type: BIGQUERY
    project-id: acme
    user-groups-table: iam.who
'@ | Set-Content (Join-Path $env:PACE_CONFIG_PATH 'config.yaml')
            try {
                ConvertTo-PaceSql $warehouse -ProcessingPlatform bq | Should -Match ([regex]::Escape('from `acme`.`iam`.`who`'))
            }
            finally {
                $env:PACE_CONFIG_PATH = $before
            }
        }
    }
}
