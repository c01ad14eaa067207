# Whatever a cmdlet is given: an error of the table with what to do, or one of PowerShell's own; never one that nobody
# thought of. Each parameter of each cmdlet gets each of these values, by name and from the pipeline.

BeforeDiscovery {
    . "$PSScriptRoot/support/Pace.ps1"
    $commands = @((Import-PowerShellDataFile $ManifestPath).CmdletsToExport | ForEach-Object { @{ Name = $_ } })
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $folder = Join-Path $paceHome.Path 'work'
    Copy-Item (Join-Path $RepositoryRoot 'docs' 'samples') $folder -Recurse
    Push-Location $folder
    $optOut = $env:POWERSHELL_TELEMETRY_OPTOUT
    $env:POWERSHELL_TELEMETRY_OPTOUT = '1'
    $null = Import-PaceTable ./customers.csv
    $null = Set-PaceDataPolicy ./customers.yaml -Apply
    $null = New-Item ./folder.yaml -ItemType Directory
    foreach ($name in 'binary.yaml', 'binary.csv') { [IO.File]::WriteAllBytes((Join-Path $folder $name), [byte[]] (0..255)) }
    foreach ($name in 'empty.yaml', 'empty.csv') { [IO.File]::WriteAllText((Join-Path $folder $name), '') }
    # The embedded one is meant unless another is named: nothing here leaves the machine.
    $null = Register-PaceProcessingPlatform dead POSTGRES -HostName 127.0.0.1 -Port 1 -Database d -UserName u -TimeoutSeconds 1
    $null = Register-PaceProcessingPlatform keyless SNOWFLAKE -OrganizationName o -AccountName a -UserName u -Database D -PrivateKeyFile ./none.p8 -ServerUrl http://127.0.0.1:1
    $global:PSDefaultParameterValues = @{ '*-Pace*:ProcessingPlatform' = 'embedded' }

    $policy = Import-PaceDataPolicy ./customers.yaml
    $values = @(
        'nothing', '', $null, '   ', "a`0b", "a`nb", ('x' * 5000), '"', '../..', [char] 0x202e, 'a.b.c.d.e', "it's; drop table customers --"
        '*', 'a[', 'a[]b', 'nodrive:/x', 'env:/PATH', 'http://127.0.0.1:1/x'
        './folder.yaml', './binary.yaml', './empty.yaml', './binary.csv', './empty.csv', './customers.csv', './none.yaml'
        -1, 0, 3000000000, 1.5, $true, @(), @($null), @('customers', $null), @{}, @{ a = 1 }, @{ '' = '' }
        [pscustomobject] @{ a = 1 }, [psobject]::new(), { 1 }, [datetime]::UnixEpoch, [datetime], (Get-Item .)
        'dead', 'keyless', 'embedded/main/main/customers', $policy, (Get-PaceTable customers), (Get-PaceDataPolicy customers), (Get-PaceGroup)
    )
    $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
    $table = (Get-Command Get-PaceVersion).ImplementingType.Assembly.GetType('Pace.PowerShell.Errors.PaceErrors')
    $ids = @($table.GetFields('Public, Static').Name | Where-Object { $_ -ne 'UnexpectedError' })
    # PowerShell's, for what does not get as far as the cmdlet.
    $binding = 'CannotConvertArgument', 'ParameterArgumentValidationError', 'ParameterArgumentTransformationError', 'ScriptBlockArgument',
    'InputObjectNotBound', 'AmbiguousParameterSet', 'MissingMandatoryParameter', 'ParameterBindingFailed', 'PipelineInput'

    # What has to be given besides a parameter.
    function Get-Rest($Set, $Parameter) {
        $rest = @{}
        foreach ($other in $Set.Parameters.Where({ $_.IsMandatory -and $_.Name -ne $Parameter.Name })) {
            $rest[$other.Name] = if ($other.ParameterType -eq [switch]) { $true }
            elseif ($other.ParameterType -eq [psobject]) { [pscustomobject] @{ a = 1 } }
            elseif ($other.Name -eq 'DataPolicy' -and $other.ParameterType -ne [object]) { $policy }
            elseif ($other.Name -match '^(Path|LiteralPath|DataPolicy|ReferencePolicy|DifferencePolicy)$') { './customers.yaml' }
            elseif ($other.Name -eq 'Type') { 'POSTGRES' }
            else { 'customers' }
        }

        $rest
    }

    # The errors of one call, each with what was called.
    function Get-Mistake([string] $Name, [hashtable] $Splat, [string] $Parameter, $Value, [switch] $Pipe) {
        $found = $null
        try {
            if ($Pipe) { $null = $Value | & $Name @Splat -ErrorVariable found -ErrorAction SilentlyContinue -WarningAction SilentlyContinue }
            else { $null = & $Name @Splat -ErrorVariable found -ErrorAction SilentlyContinue -WarningAction SilentlyContinue }
        }
        catch { $found = @($_) }
        foreach ($one in $found) {
            [pscustomobject] @{ Call = "$Name -$Parameter $(if ($Pipe) { '(pipeline) ' })[$Value]"; Error = $one; Id = "$($one.FullyQualifiedErrorId)" -replace ',.*' }
        }
    }
}

AfterAll {
    Remove-Variable PSDefaultParameterValues -Scope Global -ErrorAction Ignore
    $global:PSDefaultParameterValues = [Management.Automation.DefaultParameterDictionary]::new()
    $env:POWERSHELL_TELEMETRY_OPTOUT = $optOut
    Pop-Location
    Remove-PaceHome $paceHome
}

Describe 'A mistake with <Name>' -ForEach $commands {
    It 'is told as an error that says what to do' {
        $tried = [Collections.Generic.HashSet[string]]::new()
        $mistakes = foreach ($set in (Get-Command $Name).ParameterSets) {
            foreach ($parameter in $set.Parameters) {
                # Consent, a page in the browser, the examples' own files and PowerShell's question for a password are not tried here.
                if ($parameter.Name -in $common -or $parameter.ParameterType -in [switch], [pscredential]) { continue }
                if ($Name -eq 'Show-PaceTelemetry' -and $parameter.Name -ne 'Path') { continue }
                if (-not $tried.Add($parameter.Name)) { continue }
                $rest = Get-Rest $set $parameter
                if ($Name -eq 'Export-PaceDataPolicy') { $rest.Path = './written.yaml' }
                foreach ($value in $values) {
                    if ($Name -match '^(Export|Show)-' -and $parameter.Name -eq 'Path' -and "$value" -like '*customers*') { continue }
                    $splat = $rest.Clone()
                    $splat[$parameter.Name] = $value
                    Get-Mistake $Name $splat $parameter.Name $value
                    if ($parameter.ValueFromPipeline) { Get-Mistake $Name $rest $parameter.Name $value -Pipe }
                }
            }
        }

        if ($tried.Count) { @($mistakes) | Should -Not -BeNullOrEmpty }
        # Thousands: only what is wrong is told.
        $wrong = foreach ($mistake in $mistakes) {
            $isOwn = $mistake.Id -in $ids
            $isFine = $mistake.Error -is [Management.Automation.ErrorRecord] -and $mistake.Error.CategoryInfo.Category -ne 'NotSpecified' -and
            ($isOwn ? "$($mistake.Error)" -and $mistake.Error.ErrorDetails.RecommendedAction -match '\S[.>:]?$' : $binding.Where({ $mistake.Id.StartsWith($_) }).Count)
            if (-not $isFine) { "$($mistake.Call): $($mistake.Id), $($mistake.Error.CategoryInfo.Category): $($mistake.Error)" }
        }

        $wrong | Should -BeNullOrEmpty
    }
}

Describe 'Every record of an error' {
    It 'is made in one place, which gives none without a category' {
        $sources = Get-ChildItem (Join-Path $RepositoryRoot 'src') -Recurse -Filter *.cs | Where-Object FullName -NotMatch '[\\/]obj[\\/]'
        @($sources | Select-String 'new\s+ErrorRecord\s*\(|ErrorRecord\s+\w+\s*=\s*new\s*\(').Path | Split-Path -Leaf | Sort-Object -Unique | Should -Be 'ErrorRecords.cs'
        @($sources | Select-String 'ErrorCategory\.NotSpecified').Path | Split-Path -Leaf | Sort-Object -Unique | Should -Be 'ErrorRecords.cs'
    }
}
