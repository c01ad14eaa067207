@{
    RootModule           = 'Empty.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '0b0f4c1e-3f5d-4f0e-9a55-5d3a1f6c2f11'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('Empty.Format.ps1xml')
    CmdletsToExport      = @(
        'Get-EmptyVersion', 'Set-EmptyVersion', 'Get-EmptyPlatform', 'Set-EmptyPlatform', 'Get-
        EmptyDatabase', 'Set-EmptyDatabase', 'Get-EmptySchema', 'Set-EmptySchema', 'Get-EmptyTable',
        'Set-EmptyTable', 'Get-EmptyGroup', 'Set-EmptyGroup', 'Get-EmptyRow', 'Set-EmptyRow', 'Get-
        EmptyPolicy', 'Set-EmptyPolicy', 'Get-EmptyCount', 'Set-EmptyCount'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
}
