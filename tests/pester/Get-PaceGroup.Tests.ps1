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

Describe 'Get-PaceGroup on the embedded platform' {
    It 'lists the groups that applied policies name' {
        Get-PaceGroup | Should -BeNullOrEmpty
        $null = [pscustomobject] @{ id = 1 } | Import-PaceTable -Name people
        Set-Content (Join-Path $paceHome.Path 'people.yaml') @'
source:
  ref: { integration_fqn: people, platform: { id: embedded, platform_type: SQLITE } }
  fields:
    - { name_parts: [ id ], type: integer }
rule_sets:
  - target: { ref: { integration_fqn: people_view } }
    field_transforms:
      - field: { name_parts: [ id ] }
        transforms:
          - { principals: [ { group: marketing }, { group: fraud } ], identity: {} }
          - { principals: [], nullify: {} }
'@
        $null = Set-PaceDataPolicy (Join-Path $paceHome.Path 'people.yaml') -Apply
        $groups = Get-PaceGroup
        $groups.Name | Should -Be 'fraud', 'marketing'
        $groups[0].ProcessingPlatform | Should -Be 'embedded'
    }
}

Describe 'Get-PaceGroup' -Skip:$noPostgres {
    BeforeAll {
        $database = New-ExampleDatabase
        Register-ExampleDatabase $database
    }

    AfterAll {
        Remove-ExampleDatabase $database
    }

    It 'lists the groups, and no login' {
        $groups = (Get-PaceGroup).Name
        'administrator', 'fraud_and_risk', 'marketing' | ForEach-Object { $groups | Should -Contain $_ }
        $groups | Should -Not -Contain 'mark'
    }

    It 'pages' {
        @(Get-PaceGroup -Skip 1 -First 1).Name | Should -Be @(Get-PaceGroup).Name[1]
    }

    It 'says that the platform is not there' {
        { Get-PaceGroup -ProcessingPlatform nowhere } | Should -Throw -ErrorId 'PlatformNotFound,*'
    }
}
