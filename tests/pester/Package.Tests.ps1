# The package: made, installed from a repository as anybody would, and used from where that put it.

BeforeDiscovery {
    $cannotPackage = -not (Get-Command Compress-PSResource, Install-PSResource -ErrorAction Ignore)
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Uploading.ps1"
    . (Join-Path $RepositoryRoot 'build' 'Package.ps1')
    $folder = Join-Path ([IO.Path]::GetTempPath()) "pace-test-$([guid]::NewGuid().ToString('n'))"

    # A PowerShell of somebody who has nothing yet: no modules, no settings.
    $user = Join-Path $folder 'user'
    $null = New-Item $user -ItemType Directory
    $environment = @{
        HOME = $user; USERPROFILE = $user; LOCALAPPDATA = Join-Path $user 'local'; PSModulePath = $null
        XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; XDG_CACHE_HOME = $null
    }
}

AfterAll {
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}

Describe 'The package' -Skip:$cannotPackage {
    BeforeAll {
        $repository = Join-Path $folder 'repository'
        $null = New-Item $repository -ItemType Directory
        $package = New-ModulePackage -Root $RepositoryRoot -Destination $repository
        # A repository holds packages, and a module's folder beside them would only be in the way of this test.
        Rename-Item $package.Folder 'unpacked'
        $unpacked = Join-Path $repository 'unpacked'
    }

    It 'has SQLite for every system that Pace is for' {
        Get-ChildItem (Join-Path $unpacked 'module' 'bin' 'dep' 'runtimes') | ForEach-Object Name | Sort-Object |
            Should -Be 'linux-arm64', 'linux-musl-arm64', 'linux-musl-x64', 'linux-x64', 'osx-arm64', 'osx-x64', 'win-arm64', 'win-x64'
        Get-ChildItem (Join-Path $unpacked 'module' 'bin' 'dep' 'runtimes') -Recurse -File | ForEach-Object Length | Should -Not -Contain 0
    }

    It 'has nothing that nobody needs' {
        Get-ChildItem $unpacked -Recurse -File | ForEach-Object Extension | Sort-Object -Unique |
            Should -BeIn '', '.dll', '.dylib', '.md', '.ps1xml', '.psd1', '.so', '.txt', '.xml'
        Get-ChildItem $unpacked -Recurse -Filter *.xml | ForEach-Object Name | Should -Be 'Pace.PowerShell.dll-Help.xml'
    }

    It 'tells how much each part takes' {
        $sum = ($package.Parts | Where-Object Part -NotLike 'all*' | Measure-Object KB -Sum).Sum
        [math]::Abs($sum - ($package.Parts | Where-Object Part -EQ 'all').KB) | Should -BeLessThan $package.Parts.Count
    }

    It 'is installed from a repository, found by the name of a command, and does its work from there' {
        Set-Content (Join-Path $folder 'people.csv') "id,name`n1,Ada`n2,Max"
        $lines = Invoke-PaceProcess @"
            `$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'
            Register-PSResourceRepository -Name mine -Uri '$repository' -Trusted
            Install-PSResource Pace -Repository mine
            `$version = Get-PaceVersion   # imports the module by itself
            (Get-Module Pace).ModuleBase
            `$version.Module.ToString()
            (Import-PaceTable '$folder/people.csv').Rows
            (Get-PaceTableRow people -First 1).name
            (Get-Help Protect-PaceData).Synopsis
            (Get-Help about_Pace_Telemetry).Length -gt 1000
"@ $environment
        $lines[0] | Should -BeLike "$user*Pace*$($package.Version)"
        $lines[1] | Should -Be "$($package.Version)"
        $lines[2] | Should -Be 2
        $lines[3] | Should -Be 'Ada'
        $lines[4] | Should -Match '^\w+ .+\.$'
        $lines[5] | Should -Be 'True'
    }

    It 'presets no address' {
        Join-Path $unpacked 'module' 'preset.yaml' | Should -Not -Exist
    }
}

Describe 'A package with a preset address' -Skip:$cannotPackage {
    It 'names it where nobody agreed yet, and sends nothing' {
        $package = New-ModulePackage -Root $RepositoryRoot -Destination (Join-Path $folder 'preset') -TelemetryEndpoint 'https://relay.example.com/telemetry'
        $lines = Invoke-PaceProcess @"
            Import-Module '$($package.Folder)/Pace.psd1'
            `$env:POWERSHELL_TELEMETRY_OPTOUT = `$null
            `$status = Get-PaceTelemetryStatus
            `$status.Endpoint.AbsoluteUri; `$status.Upload
"@ ($environment + @{ PACE_CONFIG_PATH = Join-Path $folder 'config' })
        $lines | Should -Be 'https://relay.example.com/telemetry', 'False'
    }

    It 'is not made where the address breaks the rules' {
        { New-ModulePackage -Root $RepositoryRoot -Destination (Join-Path $folder 'wrong') -TelemetryEndpoint 'http://relay.example.com/' } |
            Should -Throw '-TelemetryEndpoint: *http*'
    }
}
