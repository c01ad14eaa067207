@{
    RootModule           = 'module/bin/Pace.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6efc906e-84a7-4ab1-9c1e-aa526ff73543'
    Author               = 'Pace contributors'
    CompanyName          = 'Pace contributors'
    Copyright            = 'Apache-2.0'
    Description          = 'Data policies as SQL views: say in one YAML file how rows and columns look to each group of users, test it, and apply it where the data is.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('module/Pace.Format.ps1xml')
    # Explicit lists, so that PowerShell finds a command without loading the module.
    CmdletsToExport      = @(
        'Clear-PaceTelemetry'
        'Compare-PaceDataPolicy'
        'ConvertTo-PaceSql'
        'ConvertTo-PaceYaml'
        'Disable-PaceTelemetry'
        'Enable-PaceTelemetry'
        'Export-PaceDataPolicy'
        'Get-PaceDataPolicy'
        'Get-PaceDatabase'
        'Get-PaceGlobalTransform'
        'Get-PaceGroup'
        'Get-PaceProcessingPlatform'
        'Get-PaceResource'
        'Get-PaceSchema'
        'Get-PaceTable'
        'Get-PaceTableRow'
        'Get-PaceTelemetry'
        'Get-PaceTelemetryStatus'
        'Get-PaceVersion'
        'Import-PaceDataPolicy'
        'Import-PaceTable'
        'Invoke-PaceEvaluation'
        'Protect-PaceData'
        'Publish-PaceDataPolicy'
        'Register-PaceProcessingPlatform'
        'Remove-PaceDataPolicy'
        'Remove-PaceGlobalTransform'
        'Send-PaceTelemetry'
        'Set-PaceDataPolicy'
        'Set-PaceGlobalTransform'
        'Show-PaceTelemetry'
        'Test-PaceDataPolicy'
        'Unregister-PaceProcessingPlatform'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('data-policy', 'privacy', 'masking', 'SQL', 'PostgreSQL', 'SQLite', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
        }
    }
}
