# How the module loads: beside whatever else is there, as often as anybody likes.

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $paceHome = New-PaceHome
    $cache = ((dotnet nuget locals global-packages --list) -replace '^[^:]*:\s*', '').Trim()
    $packages = @{}
    foreach ($version in '11.2.1', '13.1.1') {
        $path = [IO.Path]::Combine($cache, 'yamldotnet', $version, 'lib', 'netstandard2.1', 'YamlDotNet.dll')
        if (-not (Test-Path $path)) {
            dotnet restore "$PSScriptRoot/support/YamlDotNet.csproj" --verbosity quiet | Out-Host
        }

        $packages[$version] = $path
    }

    # Uses Pace's YamlDotNet: a policy is read, written and read again.
    $roundTrip = @"
        `$policy = Import-PaceDataPolicy '$PSScriptRoot/fixtures/standalone/data-policy.yaml'
        `$policy | Export-PaceDataPolicy '$($paceHome.Path)/copy.yaml'
        (Import-PaceDataPolicy '$($paceHome.Path)/copy.yaml').Equals(`$policy)
"@
    # Uses the other module's YamlDotNet, and says which it is.
    $otherYaml = @'
        $type = [YamlDotNet.Serialization.DeserializerBuilder]
        $value = $type::new().Build().Deserialize([IO.StringReader]::new('a: [1, 2]'))
        "$($type.Assembly.GetName().Version) $($value['a'].Count)"
'@
}

AfterAll {
    Remove-PaceHome $paceHome
}

Describe 'Beside another YamlDotNet' {
    It 'works where version <Version> is loaded already, and leaves it alone' -TestCases @(
        @{ Version = '11.2.1'; Assembly = '11.0.0.0' }
        @{ Version = '13.1.1'; Assembly = '13.0.0.0' }
    ) {
        Invoke-NewPowerShell "
            Add-Type -Path '$($packages[$Version])'
            $otherYaml
            Import-Module '$ManifestPath'
            $roundTrip
            $otherYaml" | Should -Be "$Assembly 2", 'True', "$Assembly 2"
    }

    It 'lets version <Version> in afterwards, and goes on with its own' -TestCases @(
        @{ Version = '11.2.1'; Assembly = '11.0.0.0' }
        @{ Version = '13.1.1'; Assembly = '13.0.0.0' }
    ) {
        Invoke-NewPowerShell "
            Import-Module '$ManifestPath'
            $roundTrip
            Add-Type -Path '$($packages[$Version])'
            $otherYaml
            $roundTrip" | Should -Be 'True', "$Assembly 2", 'True'
    }

    It 'shows its own to no script' {
        Invoke-NewPowerShell "
            Import-Module '$ManifestPath'
            $roundTrip
            `$null -eq ('YamlDotNet.Serialization.DeserializerBuilder' -as [type])" | Should -Be 'True', 'True'
    }
}

Describe 'Importing' {
    It 'can be loaded before any of its other assemblies is resolved' {
        # A base class, field or attribute from another assembly would make this fail.
        Invoke-NewPowerShell "
            `$assembly = [Reflection.Assembly]::LoadFrom('$RepositoryRoot/module/bin/Pace.PowerShell.dll')
            `$types = `$assembly.GetTypes()
            foreach (`$type in `$types) { `$null = `$type.GetCustomAttributes(`$true) }
            @(`$types | Where-Object { `$_.IsSubclassOf([Management.Automation.PSCmdlet]) -and -not `$_.IsAbstract }).Count -gt 10
            [AppDomain]::CurrentDomain.GetAssemblies().Location -like '*/module/bin/dep/*'" | Should -Be 'True'
    }

    It 'keeps its commands with -Force' {
        Invoke-NewPowerShell "
            Import-Module '$ManifestPath'; `$before = @(Get-Command -Module Pace).Count
            Import-Module '$ManifestPath' -Force
            @(Get-Command -Module Pace).Count -eq `$before -and `$before -gt 10
            $roundTrip" | Should -Be 'True', 'True'
    }

    It 'comes back after Remove-Module, and takes objects from before' {
        Invoke-NewPowerShell "
            Import-Module '$ManifestPath'
            `$policy = Import-PaceDataPolicy '$PSScriptRoot/fixtures/standalone/data-policy.yaml'
            Remove-Module Pace
            @(Get-Command -Module Pace).Count
            Import-Module '$ManifestPath'
            @(`$policy | ConvertTo-PaceSql).Count
            $roundTrip" | Should -Be '0', '1', 'True'
    }

    It 'works in several runspaces at once' {
        Invoke-NewPowerShell "
            `$found = 1..8 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module '$ManifestPath'
                (Import-PaceDataPolicy '$PSScriptRoot/fixtures/standalone/data-policy.yaml').Id
            }
            `$found.Count
            @(`$found | Sort-Object -Unique)" | Should -Be '8', 'public.demo'
    }

    It 'opens its SQLite store with the native library that it ships' {
        Invoke-NewPowerShell "
            Import-Module '$ManifestPath'
            @(Get-PaceDataPolicy).Count" | Should -Be '0'
    }

    It 'takes its own libraries compiled beforehand for this system, where the runtime can use that' {
        Invoke-NewPowerShell "
            Import-Module '$ManifestPath'
            `$null = Get-PaceDataPolicy
            `$own = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -in 'Pace.Engine', 'Pace.Telemetry', 'Pace.Configuration' }
            @(`$own).Count
            @(`$own | Where-Object { `$_.Location -like '*precompiled*' -eq ([Environment]::Version.Major -ge 10) }).Count" | Should -Be '3', '3'
    }

    It 'works where nothing was compiled beforehand' {
        $copy = Join-Path ([IO.Path]::GetTempPath()) "pace-test-$([guid]::NewGuid().ToString('n'))"
        try {
            $null = New-Item $copy -ItemType Directory
            Copy-Item $ManifestPath, (Join-Path $RepositoryRoot 'module') $copy -Recurse
            Remove-Item ([IO.Path]::Combine($copy, 'module', 'bin', 'dep', 'precompiled')) -Recurse
            Invoke-NewPowerShell "
                Import-Module '$copy/Pace.psd1'
                (Get-PaceVersion).Module.ToString()
                @(Get-PaceDataPolicy).Count" | Should -Be "$((Import-PowerShellDataFile $ManifestPath).ModuleVersion)", '0'
        }
        finally {
            Remove-Item $copy -Recurse -Force -ErrorAction Ignore
        }
    }

    It 'keeps YAML, CSV, PostgreSQL and SQLite out of Get-PaceVersion' {
        Invoke-NewPowerShell "
            Import-Module '$ManifestPath'
            `$null = Get-PaceVersion
            [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ `$_.GetName().Name } -match '^(YamlDotNet|CsvHelper|Npgsql|SQLitePCL|Microsoft\.Data\.Sqlite)'" |
            Should -BeNullOrEmpty
    }
}
