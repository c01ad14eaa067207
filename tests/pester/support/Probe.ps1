# The probe cmdlet, made once for each process: an assembly cannot be made twice.
if (-not ('Pace.Tests.ProbeCommand' -as [type])) {
    $null = Get-PaceVersion
    $references = @(
        Join-Path $RepositoryRoot 'module' 'bin' 'Pace.PowerShell.dll'
        [psobject].Assembly.Location
        'System.Threading', 'System.Threading.Thread', 'System.Runtime', 'netstandard'
    )
    Add-Type -Path (Join-Path $PSScriptRoot 'ProbeCmdlet.cs') -ReferencedAssemblies $references -IgnoreWarnings -WarningAction Ignore
}

Import-Module -Assembly ([Pace.Tests.ProbeCommand].Assembly) -Global
