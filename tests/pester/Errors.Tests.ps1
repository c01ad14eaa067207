# What an error record carries, whatever was thrown.

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    . "$PSScriptRoot/support/Probe.ps1"
    function Get-Failure([scriptblock] $Script) {
        try { $null = & $Script } catch { return $_ }
        throw 'nothing failed'
    }
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'An error' {
    It 'has an id, a category and a recommendation, also when it was not expected' {
        $failure = Get-Failure { Invoke-PaceProbe Throw }
        $failure.FullyQualifiedErrorId | Should -Be 'UnexpectedError,Pace.Tests.ProbeCommand'
        $failure.CategoryInfo.Category | Should -Be 'InvalidOperation'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $failure.Exception.GetType().Name | Should -Be 'InvalidOperationException'
    }

    It 'tells a cancellation that is not its user''s as such' {
        $failure = Get-Failure { Invoke-PaceProbe Cancel }
        $failure.FullyQualifiedErrorId | Should -BeLike 'OperationCanceled,*'
        $failure.CategoryInfo.Category | Should -Be 'OperationStopped'
    }

    It 'keeps the id of a cmdlet''s own record' {
        (Get-Failure { Invoke-PaceProbe Tte }).FullyQualifiedErrorId | Should -BeLike 'Tte,*'
    }

    It 'passes a neighbour''s error on as it is' {
        $failure = Get-Failure { Invoke-PaceProbe Emit | ForEach-Object { throw 'downstream' } }
        "$failure" | Should -Be 'downstream'
        $failure.FullyQualifiedErrorId | Should -Not -Match 'Probe'
    }

    It 'shows its recommendation to who reads it' {
        $shown = (Invoke-NewPowerShell "Import-Module '$ManifestPath'; Get-PaceTable -Platform pg") -join ' '
        $shown | Should -Match 'Recommendation: Register it with Register-PaceProcessingPlatform pg'
    }
}
