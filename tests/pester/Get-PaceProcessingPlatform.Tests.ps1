BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    Set-Content (Join-Path $paceHome.ConfigPath 'config.yaml') @'
processing-platforms:
    - id: sales
      type: POSTGRES
      host-name: db.example
      port: 5433
      database: sales
      user-name: pace
      password: ${PACE_TEST_NOT_SET}
    - id: archive
      type: SNOWFLAKE
'@
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Get-PaceProcessingPlatform' {
    It 'lists what is configured and the embedded one by id, and asks no environment for secrets' {
        (Get-PaceProcessingPlatform).Id | Should -Be 'archive', 'embedded', 'sales'
    }

    It 'tells where the embedded platform keeps its tables, in 80 columns' {
        $platform = Get-PaceProcessingPlatform embedded
        $platform.Type, $platform.Location, $platform.File | Should -Be 'SQLITE', (Join-Path $paceHome.DataPath 'embedded.db'), ''
        (Get-PaceProcessingPlatform -Type sqlite).Id | Should -Be 'embedded'
        $deadline = [datetime]::UtcNow.AddSeconds(10) # the first look may take longer than a completer waits
        do { $found = @(Complete 'Get-PaceTable -Platform emb' | Where-Object ResultType -eq 'ParameterValue') } until ($found -or [datetime]::UtcNow -gt $deadline)
        $found.CompletionText | Should -Be 'embedded'
        (Get-PaceProcessingPlatform | Out-String -Width 80) -split '\r?\n' | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
    }

    It 'lets no entry of the configuration stand for the embedded platform' {
        $other = New-PaceHome
        try {
            Set-Content (Join-Path $other.ConfigPath 'config.yaml') "processing-platforms:`n    - id: Embedded`n      type: SQLITE`n      path: /x.db"
            { Get-PaceProcessingPlatform } | Should -Throw -ErrorId 'PlatformMisconfigured,*'
            "$($Error[0])" | Should -Match 'config\.yaml, line 2'
        }
        finally {
            Remove-PaceHome $other
            Use-PaceHome $paceHome
        }
    }

    It 'tells where a platform is, and no secret' {
        $platform = Get-PaceProcessingPlatform sales
        $platform.Location | Should -Be 'db.example:5433/sales'
        $platform.UserName | Should -Be 'pace'
        ($platform | Format-List * | Out-String) | Should -Not -Match 'PACE_TEST_NOT_SET'
    }

    It 'selects by wildcard and by type' {
        (Get-PaceProcessingPlatform s*).Id | Should -Be 'sales'
        (Get-PaceProcessingPlatform -Type snowflake).Id | Should -Be 'archive'
        Get-PaceProcessingPlatform x* | Should -BeNullOrEmpty
    }

    It 'says which there are when the id is unknown, and what was meant' {
        Get-PaceProcessingPlatform salse -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PlatformNotFound,*'
        $failure[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        "$($failure[0])" | Should -Match "archive, sales|sales, archive"
        "$($failure[0])" | Should -Match "did you mean 'sales'"
    }

    It 'completes ids, with their places as tool tips' {
        $null = Complete 'Get-PaceProcessingPlatform '
        Start-Sleep -Milliseconds 200 # the first look may take longer than a completer waits
        $found = Complete 'Get-PaceTable -Platform sa'
        $found.CompletionText | Should -Be 'sales'
        $found.ToolTip | Should -Match 'db.example'
    }

    It 'reports a configuration that cannot be read, with its place' {
        $other = New-PaceHome
        try {
            Set-Content (Join-Path $other.ConfigPath 'config.yaml') 'processing-platforms: 7'
            { Get-PaceProcessingPlatform } | Should -Throw -ErrorId 'ConfigurationInvalid,*'
            $details = $Error[0].ErrorDetails
            $details.Message | Should -Match 'config\.yaml\(1,\d+\): '
            $details.RecommendedAction | Should -Not -BeNullOrEmpty
            # Once: by PowerShell, or before 7.5, which does not show it, in the message.
            $said = [regex]::Matches($details.Message, [regex]::Escape($details.RecommendedAction)).Count
            $said | Should -Be ([int] ($PSVersionTable.PSVersion -lt [version] '7.5'))
        }
        finally {
            Remove-PaceHome $other
            Use-PaceHome $paceHome
        }
    }
}
