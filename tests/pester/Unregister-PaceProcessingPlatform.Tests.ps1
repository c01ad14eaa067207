BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $configFile = Join-Path $paceHome.ConfigPath 'config.yaml'
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Unregister-PaceProcessingPlatform' {
    BeforeEach {
        Set-Content $configFile '# mine'
        foreach ($id in 'one', 'two') { $null = Register-PaceProcessingPlatform $id POSTGRES -HostName h -Database d -UserName u }
    }

    It 'takes a platform out and leaves the rest' {
        Unregister-PaceProcessingPlatform one
        (Get-PaceProcessingPlatform).Id | Should -Be 'embedded', 'two'
        Get-Content $configFile -Raw | Should -Match '# mine'
    }

    It 'takes platforms from the pipeline' {
        Get-PaceProcessingPlatform -Type POSTGRES | Unregister-PaceProcessingPlatform
        (Get-PaceProcessingPlatform).Id | Should -Be 'embedded'
    }

    It 'leaves the embedded platform, which is always there' {
        Get-PaceProcessingPlatform | Unregister-PaceProcessingPlatform -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ParameterInvalid,*'
        (Get-PaceProcessingPlatform).Id | Should -Be 'embedded'
    }

    It 'changes nothing with -WhatIf' {
        Unregister-PaceProcessingPlatform one -WhatIf
        @(Get-PaceProcessingPlatform).Count | Should -Be 3
    }

    It 'reports an unknown id and goes on' {
        'three', 'two' | Unregister-PaceProcessingPlatform -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'PlatformNotFound,*'
        (Get-PaceProcessingPlatform).Id | Should -Be 'embedded', 'one'
    }
}
