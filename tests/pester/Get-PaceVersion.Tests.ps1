BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Get-PaceVersion' {
    It 'tells the versions of module, engine, PowerShell and system' {
        $version = Get-PaceVersion
        $version.Module | Should -Match '^\d+\.\d+\.\d+$'
        $version.Engine | Should -Be $version.Module
        $version.PowerShell | Should -Be "$($PSVersionTable.PSVersion)"
        $version.Edition | Should -Be 'Core'
        $version.OS | Should -Be ([Runtime.InteropServices.RuntimeInformation]::OSDescription)
    }

    It 'fits into 80 columns' {
        (Get-PaceVersion | Out-String -Width 80) -split "`n" | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
    }
}
