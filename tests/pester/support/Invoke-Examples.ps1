#requires -Version 7.4
<#
.SYNOPSIS
    Runs the tutorial, the examples of the help, or both, in this process, and gives what was not as their pages say.
.PARAMETER What
    Tutorial, Examples.
.PARAMETER Preference
    What $ErrorActionPreference is while they run.
.PARAMETER YamlDotNet
    Another YamlDotNet.dll, which is loaded before Pace is. It has to work beside it, before and after.
.OUTPUTS
    A line for each problem, and last how many were run.
#>
param(
    [ValidateSet('Tutorial', 'Examples')]
    [string[]] $What = ('Tutorial', 'Examples'),

    [Management.Automation.ActionPreference] $Preference = 'Continue',

    [string] $YamlDotNet
)

. "$PSScriptRoot/Pace.ps1"
. "$PSScriptRoot/HelpExamples.ps1"
. "$PSScriptRoot/Tutorial.ps1"
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$rendering = $PSStyle.OutputRendering
$PSStyle.OutputRendering = 'PlainText'
[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = [cultureinfo]::GetCultureInfo('en-US')

# What the other one makes of YAML, and which it is.
function Get-OtherYaml {
    $type = 'YamlDotNet.Serialization.DeserializerBuilder' -as [type]
    if ($type) { "$($type.Assembly.Location) $($type::new().Build().Deserialize([IO.StringReader]::new('a: [1, 2]'))['a'].Count)" }
}

if ($YamlDotNet) { Add-Type -Path $YamlDotNet }
$yaml = Get-OtherYaml
if ($YamlDotNet -and $yaml -ne "$YamlDotNet 2") { "The other YamlDotNet does not work, and proves nothing: $yaml" }
$paceHome = New-PaceHome
$examplePreference = $Preference
$count = 0
try {
    Import-Module $ManifestPath
    if ('Tutorial' -in $What) {
        $folder = Join-Path $paceHome.Path 'work'
        Copy-Item $SampleFolder $folder -Recurse
        Push-Location $folder
        foreach ($block in Get-TutorialBlock (Join-Path $RepositoryRoot 'docs' 'tutorial.md')) {
            $count++
            $shown = Invoke-TutorialBlock $block.Code
            if ($shown -cne ($block.Output -join "`n")) { "The tutorial's line $($block.Line) shows: $shown" }
        }

        Pop-Location
    }

    if ('Examples' -in $What) {
        foreach ($example in Get-ChildItem $HelpFolder -Filter *-*.md | ForEach-Object { Get-HelpExample $_.FullName } | Where-Object { -not $_.Needs -and -not $_.NotRun }) {
            $count++
            $result = Invoke-HelpExample $example
            foreach ($failure in $result.Errors) { "$($example.Command), '$($example.Title)' fails: $failure" }
            if ($example.HasOutput -and $result.Text -cne ($example.Output -join "`n")) { "$($example.Command), '$($example.Title)' shows: $($result.Text)" }
        }
    }

    if ((Get-OtherYaml) -ne $yaml) { "The other YamlDotNet is another now: $(Get-OtherYaml)" }
}
finally {
    # In a job of threads it is the whole process's.
    $PSStyle.OutputRendering = $rendering
    Remove-PaceHome $paceHome
}

"$count were run"
