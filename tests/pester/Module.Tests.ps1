# What the module promises as a whole: the manifest, the classes, the views and the allow-list say the same.

BeforeDiscovery {
    . "$PSScriptRoot/support/Pace.ps1"
    Import-Module $ManifestPath
    $commands = @(Get-Command -Module Pace | ForEach-Object { @{ Name = $_.Name } })
    # What each cmdlet that changes something would change here, in every way that it has.
    $changes = @(
        @{ Name = 'Set-PaceDataPolicy'; Script = { Set-PaceDataPolicy ./customers.yaml -WhatIf } }
        @{ Name = 'Set-PaceDataPolicy'; Script = { Set-PaceDataPolicy ./orders.yaml -Apply -WhatIf } }
        @{ Name = 'Set-PaceDataPolicy'; Script = { Set-PaceDataPolicy ./orders.yaml -Apply -Force -WhatIf } }
        @{ Name = 'Publish-PaceDataPolicy'; Script = { Publish-PaceDataPolicy customers -WhatIf } }
        @{ Name = 'Publish-PaceDataPolicy'; Script = { Publish-PaceDataPolicy customers -Version 1 -Force -WhatIf } }
        @{ Name = 'Remove-PaceDataPolicy'; Script = { Remove-PaceDataPolicy customers -WhatIf } }
        @{ Name = 'Remove-PaceDataPolicy'; Script = { Remove-PaceDataPolicy customers -DropView -WhatIf -Confirm:$false } }
        @{ Name = 'Import-PaceTable'; Script = { Import-PaceTable ./tokens.csv -Name new -WhatIf } }
        @{ Name = 'Import-PaceTable'; Script = { Import-PaceTable ./tokens.csv -Name orders -Force -WhatIf } }
        @{ Name = 'Import-PaceTable'; Script = { Import-Csv ./orders.csv | Import-PaceTable -Name orders -Append -WhatIf } }
        @{ Name = 'Export-PaceDataPolicy'; Script = { Get-PaceDataPolicy customers | Export-PaceDataPolicy ./new.yaml -WhatIf } }
        @{ Name = 'Export-PaceDataPolicy'; Script = { Get-PaceDataPolicy customers | Export-PaceDataPolicy ./orders.yaml -Force -PassThru -WhatIf } }
        @{ Name = 'Register-PaceProcessingPlatform'; Script = { Register-PaceProcessingPlatform new SQLITE -Path ./new.db -WhatIf } }
        @{ Name = 'Register-PaceProcessingPlatform'; Script = { Register-PaceProcessingPlatform files POSTGRES -HostName h -Database d -UserName u -Force -WhatIf } }
        @{ Name = 'Unregister-PaceProcessingPlatform'; Script = { Unregister-PaceProcessingPlatform files -WhatIf } }
        @{ Name = 'Set-PaceGlobalTransform'; Script = { Get-ChildItem ./tags | Set-PaceGlobalTransform -WhatIf } }
        @{ Name = 'Set-PaceGlobalTransform'; Script = { Set-PaceGlobalTransform ./other.yaml -WhatIf } }
        @{ Name = 'Remove-PaceGlobalTransform'; Script = { Get-PaceGlobalTransform | Remove-PaceGlobalTransform -WhatIf } }
        @{ Name = 'Enable-PaceTelemetry'; Script = { Enable-PaceTelemetry -WhatIf } }
        @{ Name = 'Enable-PaceTelemetry'; Script = { Enable-PaceTelemetry -Upload -Endpoint https://relay.example/telemetry -FromNow -WhatIf } }
        @{ Name = 'Disable-PaceTelemetry'; Script = { Disable-PaceTelemetry -WhatIf } }
        @{ Name = 'Clear-PaceTelemetry'; Script = { Clear-PaceTelemetry -WhatIf } }
        @{ Name = 'Send-PaceTelemetry'; Script = { Send-PaceTelemetry -WhatIf } }
        @{ Name = 'Send-PaceTelemetry'; Script = { Send-PaceTelemetry -Force -WhatIf } }
        @{ Name = 'Show-PaceTelemetry'; Script = { Show-PaceTelemetry -Html ./orders.csv -WhatIf } }
        @{ Name = 'Show-PaceTelemetry'; Script = { Show-PaceTelemetry -Html -WhatIf } }
    )
    $changing = @(Get-Command -Module Pace | Where-Object { $_.Parameters.ContainsKey('WhatIf') } | ForEach-Object Name)
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

    It 'has a page of help for each, and no other' {
        $pages = @((Get-ChildItem (Join-Path $RepositoryRoot 'docs' 'en-US') -Filter *-Pace*.md).BaseName)
        [xml] $compiled = Get-Content (Join-Path $RepositoryRoot 'en-US' 'Pace.PowerShell.dll-Help.xml') -Raw
        $pages | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        @($compiled.SelectNodes("//*[local-name()='details']/*[local-name()='name']") | ForEach-Object { $_.InnerText.Trim() }) | Sort-Object |
            Should -Be ($manifest.CmdletsToExport | Sort-Object)
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
        # By what PowerShell's verbs mean: these only look.
        $looks = $Name -match '^(Get|Test|Compare|ConvertTo|Invoke|Protect)-' -or $Name -eq 'Import-PaceDataPolicy'
        (Get-Command $Name).Parameters.ContainsKey('WhatIf') | Should -Be (-not $looks)
    }

    It '<Name> says what it gives, and a view shows it' -TestCases $commands {
        $types = @((Get-Command $Name).OutputType | ForEach-Object Name)
        if ($Name -match '^(Remove|Unregister|Enable|Disable|Clear)-') {
            $types | Should -BeNullOrEmpty -Because 'it gives nothing'
            return
        }

        $types | Should -Not -BeNullOrEmpty
        $types | Where-Object { $_ -notin $unviewed -and $_ -notin $viewed } | Should -BeNullOrEmpty
    }

    It '<Name> has tests of its own' -TestCases $commands {
        Join-Path $PSScriptRoot "$Name.Tests.ps1" | Should -Exist
    }
}

Describe 'Under -WhatIf' {
    BeforeAll {
        $homeOfChange = New-PaceHome
        $folder = Join-Path $homeOfChange.Path 'work'
        Copy-Item (Join-Path $RepositoryRoot 'docs' 'samples') $folder -Recurse
        Push-Location $folder
        $optOut = $env:POWERSHELL_TELEMETRY_OPTOUT
        $env:POWERSHELL_TELEMETRY_OPTOUT = '1' # whatever goes wrong here is not sent
        $null = Import-PaceTable ./customers.csv, ./orders.csv, ./tokens.csv
        $null = Import-PaceTable ./tokens.csv -Name unused -Force
        1..2 | ForEach-Object { $null = Set-PaceDataPolicy ./customers.yaml -Apply }
        $null = Get-ChildItem ./tags | Set-PaceGlobalTransform
        (Get-Content (Get-ChildItem ./tags -File | Select-Object -First 1) -Raw) -replace 'tag_content: .*', 'tag_content: other' | Set-Content ./other.yaml
        $null = Register-PaceProcessingPlatform files SQLITE -Path ./files.db
        $PSDefaultParameterValues = @{ '*-PaceDataPolicy:ProcessingPlatform' = 'embedded'; 'Get-PaceTable:ProcessingPlatform' = 'embedded'; 'Get-PaceTableRow:ProcessingPlatform' = 'embedded' }

        # All that a cmdlet could have changed: every file but the counts themselves, of these the id, and what the databases say.
        function Get-State {
            foreach ($file in Get-ChildItem $homeOfChange.Path -Recurse -File -Force | Sort-Object FullName) {
                if ($file.Name -match '^(embedded|policies)\.db(-wal|-shm)?$') { continue }
                if ($file.DirectoryName -eq $homeOfChange.ConfigPath -and $file.Name -like 'telemetry*') { continue }
                "$($file.FullName) $((Get-FileHash $file).Hash)"
            }

            (Get-Content $homeOfChange.TelemetryFile) -match '^id: '
            foreach ($table in Get-PaceTable) { $table.Id; Get-PaceTableRow $table.Id | ConvertTo-Json -Compress }
            Get-PaceDataPolicy -History | ForEach-Object { "$($_.Id) $($_.Version) $($_.Active) $($_.AppliedAt) $($_.UpdatedAt.Ticks)" }
            Get-PaceGlobalTransform | ForEach-Object { "$($_.Ref) $($_.UpdatedAt.Ticks)" }
            Compare-PaceDataPolicy customers | ForEach-Object { "$_" }
        }

        $null = Get-PaceTelemetry # brings the counts into their file
        $before = @(Get-State)
        $counted = (Get-PaceTelemetry | Measure-Object Count -Sum).Sum
    }

    AfterAll {
        $env:POWERSHELL_TELEMETRY_OPTOUT = $optOut
        Pop-Location
        Remove-PaceHome $homeOfChange
    }

    It 'every cmdlet that changes something is tried' -TestCases @{ Tried = $changes.Name; Changing = $changing } {
        $Tried | Sort-Object -Unique | Should -Be ($Changing | Sort-Object)
    }

    It '<Name> changes nothing, and gives nothing:<Script>' -TestCases $changes {
        $failed = $null
        & $Script -ErrorVariable failed *>&1 | Where-Object { $_ -isnot [Management.Automation.WarningRecord] } | Should -BeNullOrEmpty
        $failed | Should -BeNullOrEmpty
        @(Get-State) | Should -Be $before
        (Get-PaceTelemetry | Measure-Object Count -Sum).Sum | Should -BeGreaterThan $counted -Because 'none were cleared'
    }

    It 'is needed: without it each of them changes something' {
        # The state is not blind: one change of each kind is seen in it.
        foreach ($change in @(
                { Import-PaceTable ./tokens.csv -Name orders -Force }, { Set-PaceDataPolicy ./customers.yaml }, { Publish-PaceDataPolicy customers }
                { Get-PaceGlobalTransform | Select-Object -First 1 | Remove-PaceGlobalTransform }, { Unregister-PaceProcessingPlatform files }
                { Clear-PaceTelemetry }, { Disable-PaceTelemetry }, { Show-PaceTelemetry -Html ./orders.csv })) {
            $last = @(Get-State)
            $null = & $change
            @(Get-State) -join "`n" | Should -Not -Be ($last -join "`n") -Because "$change"
        }
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
