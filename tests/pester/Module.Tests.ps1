# What the module promises as a whole: the manifest, the classes, the views and the allow-list say the same.

BeforeDiscovery {
    . "$PSScriptRoot/support/Pace.ps1"
    Import-Module $ManifestPath
    $commands = @(Get-Command -Module Pace | ForEach-Object { @{ Name = $_.Name } })
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    Import-Module $ManifestPath
    $manifest = Import-PowerShellDataFile $ManifestPath
    $assembly = (Get-Command Get-PaceVersion).ImplementingType.Assembly
    [xml] $format = Get-Content (Join-Path $RepositoryRoot 'module' 'Pace.Format.ps1xml') -Raw
    $viewed = @($format.SelectNodes('//ViewSelectedBy/TypeName') | ForEach-Object InnerText)
    # Rows have the columns of their table, so that no view can know them.
    $unviewed = 'Pace.TableRow', 'System.Management.Automation.PSObject', 'System.String', 'System.Boolean', 'System.IO.FileInfo'
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'The manifest' {
    It 'is valid' {
        { Test-ModuleManifest $ManifestPath -ErrorAction Stop } | Should -Not -Throw
    }

    It 'exports what there is: no more, no less' {
        $classes = $assembly.GetTypes() | Where-Object { $_.IsSubclassOf([Management.Automation.PSCmdlet]) -and -not $_.IsAbstract } |
            ForEach-Object {
                $attribute = $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)[0]
                "$($attribute.VerbName)-$($attribute.NounName)"
            }
        @(Get-Command -Module Pace).Name | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $classes | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'exports nothing but cmdlets' {
        $module = Get-Module Pace
        $module.ExportedAliases.Count + $module.ExportedFunctions.Count + $module.ExportedVariables.Count | Should -Be 0
    }

    It 'leaves nothing in the session' {
        Invoke-NewPowerShell "
            `$null = Get-ChildItem function:, env: # loads what PowerShell itself brings
            `$before = (Get-Variable).Name + (Get-Alias).Name + (Get-ChildItem function:).Name
            Import-Module '$ManifestPath'
            `$null = Get-PaceVersion
            @((Get-Variable).Name + (Get-Alias).Name + (Get-ChildItem function:).Name | Where-Object { `$_ -notin `$before -and `$_ -ne 'before' }) -join ' '" |
            Should -BeNullOrEmpty
    }

    It 'has the version of the build' {
        [xml] $props = Get-Content (Join-Path $RepositoryRoot 'Directory.Build.props') -Raw
        $manifest.ModuleVersion | Should -Be "$($props.SelectSingleNode('//Version').InnerText)"
        (Get-PaceVersion).Module | Should -Be $manifest.ModuleVersion
    }

    It 'is for PowerShell 7.4 and later' {
        $manifest.PowerShellVersion | Should -Be '7.4'
        $manifest.CompatiblePSEditions | Should -Be 'Core'
    }

    It 'names only cmdlets that may become a metric' {
        $allowed = Get-Content (Join-Path $RepositoryRoot 'src' 'Pace.Telemetry' 'Contract' 'commands.txt')
        $manifest.CmdletsToExport | Where-Object { $_ -notin $allowed } | Should -BeNullOrEmpty
    }
}

Describe 'Every cmdlet' {
    It '<Name> has an approved verb and the prefix' -TestCases $commands {
        $Name -match '^(\w+)-Pace\w+$' | Should -BeTrue
        (Get-Verb).Verb | Should -Contain $Name.Split('-')[0]
    }

    It '<Name> is counted by the base class' -TestCases $commands {
        $type = (Get-Command $Name).ImplementingType
        while ($type -and $type.Name -ne 'PaceCmdlet') { $type = $type.BaseType }
        $type.FullName | Should -Be 'Pace.PowerShell.Commands.PaceCmdlet'
    }

    It '<Name> can be tried with -WhatIf if it changes something' -TestCases $commands {
        if ($Name -match '^(Set|Remove|Publish|Register|Unregister|Export|Import-PaceTable|Enable|Disable|Clear|Send)-') {
            (Get-Command $Name).Parameters.Keys | Should -Contain 'WhatIf'
        }
    }

    It '<Name> says what it gives, and a view shows it' -TestCases $commands {
        if ($Name -match '^(Remove|Unregister|Enable|Disable|Clear)-') { return }
        $types = @((Get-Command $Name).OutputType | ForEach-Object Name)
        $types | Should -Not -BeNullOrEmpty
        $types | Where-Object { $_ -notin $unviewed -and $_ -notin $viewed } | Should -BeNullOrEmpty
    }

    It '<Name> has tests of its own' -TestCases $commands {
        Join-Path $PSScriptRoot "$Name.Tests.ps1" | Should -Exist
    }
}

Describe 'The views' {
    It 'are for types that there are' {
        $null = Get-PaceDataPolicy
        $null = Get-PaceTelemetry
        $assemblies = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -like 'Pace.*' }
        # Rows are objects without a type of their own but for its name.
        foreach ($name in $viewed | Where-Object { $_ -notin 'Pace.EvaluatedRow', 'Pace.TableRow' } | Sort-Object -Unique) {
            $assemblies.Where({ $_.GetType($name) }) | Should -Not -BeNullOrEmpty -Because $name
        }
    }

    It 'give every computed column a label' {
        foreach ($table in $format.SelectNodes('//TableControl')) {
            $headers = @($table.SelectNodes('TableHeaders/TableColumnHeader'))
            $items = @($table.SelectNodes('TableRowEntries/TableRowEntry/TableColumnItems/TableColumnItem'))
            $items.Count | Should -Be $headers.Count
            for ($i = 0; $i -lt $items.Count; $i++) {
                if ($items[$i].SelectSingleNode('ScriptBlock')) { $headers[$i].SelectSingleNode('Label') | Should -Not -BeNullOrEmpty }
            }
        }
    }
}

Describe 'Every error' {
    It 'has an id of its own, a category and what to do' {
        $table = $assembly.GetType('Pace.PowerShell.Errors.PaceErrors')
        $rows = @($table.GetFields('Public, Static') | ForEach-Object { [pscustomobject] @{ Field = $_.Name; Row = $_.GetValue($null) } })
        $rows.Count | Should -BeGreaterThan 15
        foreach ($row in $rows) {
            $row.Row.Id | Should -Be $row.Field
            $row.Row.Id | Should -Match '^[A-Z][A-Za-z]+$'
            $row.Row.Category | Should -Not -Be 'NotSpecified'
            $row.Row.Remedy | Should -Match '\.$'
        }

        @($rows.Row.Id | Sort-Object -Unique).Count | Should -Be $rows.Count
    }
}
