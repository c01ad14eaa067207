# What ships: a folder that Import-Module takes, and the same as a .nupkg, which is what a PowerShell repository holds.

# Makes <Destination>/Pace and <Destination>/Pace.<version>.nupkg of a built checkout. Gives Version, Folder, File and
# Parts, with the bytes of each.
function New-ModulePackage([string] $Root, [string] $Destination, [string] $TelemetryEndpoint) {
    $folder = Join-Path $Destination 'Pace'
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
    $null = New-Item $folder -ItemType Directory -Force
    foreach ($name in 'Pace.psd1', 'module', 'en-US', 'LICENSE', 'THIRD-PARTY-NOTICES.md') {
        Copy-Item (Join-Path $Root $name) $folder -Recurse
    }

    $preset = Join-Path $folder 'module' 'preset.yaml'
    Remove-Item $preset -ErrorAction Ignore
    if ($TelemetryEndpoint) { Write-Preset $Root $preset $TelemetryEndpoint }

    $manifest = Test-ModuleManifest (Join-Path $folder 'Pace.psd1')
    $file = Join-Path $Destination "Pace.$($manifest.Version).nupkg"
    Remove-Item $file -ErrorAction Ignore
    if (-not (Get-Command Compress-PSResource -ErrorAction Ignore)) {
        throw 'A .nupkg is made by Microsoft.PowerShell.PSResourceGet 1.1 or later, which PowerShell 7.5 has: run this with it, or Install-PSResource Microsoft.PowerShell.PSResourceGet.'
    }

    Compress-PSResource -Path $folder -DestinationPath $Destination
    [pscustomobject] @{ Version = $manifest.Version; Folder = $folder; File = $file; Parts = Get-PackagePart $folder $file }
}

# What the folder is made of, and how much each part takes.
function Get-PackagePart([string] $Folder, [string] $File) {
    $files = Get-ChildItem $Folder -Recurse -File | ForEach-Object {
        $part = switch -Regex ([IO.Path]::GetRelativePath($Folder, $_.FullName).Replace('\', '/')) {
            '/precompiled/([^/]+)/' { "compiled beforehand for $($Matches[1])"; break }
            '/runtimes/([^/]+)/' { "SQLite for $($Matches[1])"; break }
            '/(Pace\.[^/]+)\.dll$' { $Matches[1]; break }
            '/dep/([^/]+)\.dll$' { $Matches[1]; break }
            '^en-US/' { 'help'; break }
            default { 'manifest, views, licences' }
        }
        [pscustomobject] @{ Part = $part; Length = $_.Length }
    }
    $files | Group-Object Part | ForEach-Object {
        [pscustomobject] @{ Part = $_.Name; KB = [math]::Round(($_.Group | Measure-Object Length -Sum).Sum / 1KB) }
    } | Sort-Object KB -Descending
    [pscustomobject] @{ Part = 'all'; KB = [math]::Round(($files | Measure-Object Length -Sum).Sum / 1KB) }
    [pscustomobject] @{ Part = 'all, as a .nupkg'; KB = [math]::Round((Get-Item $File).Length / 1KB) }
}

# The rules for an address stand in one place, the library; a process of its own, so that the dll stays free to build.
function Write-Preset([string] $Root, [string] $Path, [string] $Address) {
    $library = Join-Path $Root 'module' 'bin' 'dep' 'Pace.Configuration.dll'
    $check = {
        param($library, $address)
        try { Add-Type -Path $library; [Pace.Configuration.TelemetryEndpoint]::Parse($address).OriginalString }
        catch { "error: $($_.Exception.InnerException.Message)" }
    }
    $checked = & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $check -args $library, $Address
    if ($checked -like 'error:*' -or -not $checked) { throw "-TelemetryEndpoint: $($checked -replace '^error: ')" }
    @"
# Where counts go if their user agrees, preset by whoever made this package. Nothing is sent before.
telemetry-endpoint: "$checked"
"@ | Set-Content $Path
}
