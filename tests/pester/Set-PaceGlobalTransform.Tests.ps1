BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $fixtures = "$PSScriptRoot/fixtures/global-transforms"
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Set-PaceGlobalTransform' {
    It 'changes nothing with -WhatIf, and says what it would do' {
        $said = (Invoke-NewPowerShell "Import-Module '$ManifestPath'; Set-PaceGlobalTransform '$fixtures/*' -WhatIf") -join "`n"
        $said | Should -Match "Store the global transform for the tag 'pii-email'"
        $said | Should -Match "Store the global transform for the tag 'PII'"
        Get-PaceGlobalTransform | Should -BeNullOrEmpty
    }

    It 'stores what YAML and JSON files say' {
        $stored = Set-PaceGlobalTransform "$fixtures/*.yaml", "$fixtures/pii.json"
        $stored.Ref | Should -Be 'pii-email', 'PII'
        $stored[0].Type | Should -Be 'TAG_TRANSFORM'
        $stored[0].Transform.Description | Should -Be 'Mail addresses, as far as a group may know them.'
        $stored[0].Transform.TagTransform.Transforms.Count | Should -Be 3
    }

    It 'stores one in the place of the one that its tag has, however it is spelt' {
        $file = Join-Path $paceHome.Path 'again.yaml'
        (Get-Content "$fixtures/email.yaml" -Raw).Replace('pii-email', 'PII Email') | Set-Content $file
        $before = Get-PaceGlobalTransform pii-email
        $after = Set-PaceGlobalTransform -LiteralPath $file
        $after.Ref, $after.Transform.TagTransform.TagContent | Should -Be 'PII Email', 'PII Email'
        $after.CreatedAt | Should -Be $before.CreatedAt
        $after.UpdatedAt | Should -BeGreaterThan $before.UpdatedAt
        (Get-PaceGlobalTransform).Count | Should -Be 2
    }

    It 'takes objects' {
        $stored = Get-PaceGlobalTransform | Set-PaceGlobalTransform
        $stored.Ref | Should -Be 'PII', 'PII Email'
        (Set-PaceGlobalTransform -GlobalTransform $stored[0].Transform).Ref | Should -Be 'PII'
    }

    It 'refuses <Why>, with file and line' -TestCases @(
        @{ Why = 'a key that is not known'; From = 'tag_content'; To = 'tag_contnt'; Line = 3 }
        @{ Why = 'an empty tag'; From = 'pii-email'; To = '" "'; Line = 3 }
        @{ Why = 'a list that says nothing for everybody else'; From = 'principals: []'; To = 'principals: [ { group: x } ]'; Line = 9 }
        @{ Why = 'a regular expression that is none'; From = '(@.*)$"'; To = '(@.*$"'; Line = 8 }
        @{ Why = 'a transform that does not say what to do'; From = 'identity: {}'; To = ''; Line = 5 }
    ) {
        $file = Join-Path $paceHome.Path 'bad.yaml'
        (Get-Content "$fixtures/email.yaml" -Raw).Replace($From, $To) | Set-Content $file
        Set-PaceGlobalTransform $file -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PolicyInvalid,*'
        "$($failure[0])" | Should -Match "bad\.yaml\($Line,"
    }

    It 'says that a file is not there' {
        Set-PaceGlobalTransform ./nope.yaml -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
    }
}
