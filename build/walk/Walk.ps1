#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
    Walks through Pace as somebody does who has just heard of it, in a terminal of 80 x 24, and keeps what it shows.
.DESCRIPTION
    Takes a built module, and tmux. The steps stand in steps.psd1. Everything is in a temporary home, and nothing of the
    user's is read or written. Gives an object for each screen: Name, Lines (as they stand on it), Whole (with what
    the terminal had to break joined), Coloured, and Seconds (from Ctrl+C, or from Enter, to the prompt).
.PARAMETER Destination
    Where the screens go, as <number>-<name>.txt, and with their colours as .ansi.
#>
param([Parameter(Mandatory)] [string] $Destination)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))
. (Join-Path $PSScriptRoot 'Screen.ps1')

# A home with the module where PowerShell looks for it, and with the files of the samples.
function New-WalkHome {
    $path = Join-Path ([IO.Path]::GetTempPath()) "pace-walk-$([guid]::NewGuid().ToString('n'))"
    $modules = [IO.Path]::Combine($path, '.local', 'share', 'powershell', 'Modules')
    $null = New-Item (Join-Path $path 'work'), $modules -ItemType Directory -Force
    $null = New-Item (Join-Path $modules 'Pace') -ItemType SymbolicLink -Target $root
    Copy-Item (Join-Path $root 'docs' 'samples' '*.csv'), (Join-Path $root 'docs' 'samples' '*.yaml') (Join-Path $path 'work')
    # Enough of them that there is something to look at while they are read, on any machine.
    $big = [Text.StringBuilder]::new("id,name,email,zip,age,plan,spent`n")
    foreach ($i in 1..600000) { $null = $big.Append("$i,Name $i,user$i@example.com,0$(1000 + $i % 9000),$($i % 80 + 10),gold,$($i % 1000).25`n") }
    [IO.File]::WriteAllText((Join-Path $path 'work' 'big.csv'), $big.ToString())
    $path
}

function New-Picture([string] $Name, [double] $Seconds = 0) {
    $script:number++
    $file = Join-Path $Destination ('{0:00}-{1}' -f $number, $Name)
    $picture = [pscustomobject] @{
        Name = $Name; Seconds = $Seconds
        Lines = @(Get-WalkScreen $walk); Whole = @(Get-WalkScreen $walk -Wrapped); Coloured = @(Get-WalkScreen $walk -Colour)
    }
    [IO.File]::WriteAllLines("$file.txt", [string[]] $picture.Lines)
    [IO.File]::WriteAllLines("$file.ansi", [string[]] $picture.Coloured)
    $picture
}

function Invoke-Step([hashtable] $Step) {
    Clear-WalkScreen $walk
    # What was typed before stays on the screen.
    if ($Step.ContainsKey('After')) {
        foreach ($line in $Step.After) {
            $before = Get-WalkCount $walk
            Send-WalkText $walk $line
            Send-WalkKey $walk Enter
            Wait-Walk $walk { (Get-WalkCount $walk) -gt $before -and (Test-Prompt $walk) } 'the prompt'
        }
    }

    $before = Get-WalkCount $walk
    Send-WalkText $walk $Step.Line
    if ($Step.ContainsKey('Key')) {
        # The line as typed first: what completes it is to be seen as a change of it.
        Wait-Walk $walk { "$(Get-WalkScreen $walk)" -clike "*$($Step.Line.TrimEnd())*" } "the line $($Step.Line)"
        Send-WalkKey $walk $Step.Key
        Wait-Walk $walk { @(Get-WalkScreen $walk) -join "`n" -cmatch $Step.Until } $Step.Until
        return New-Picture $Step.Name
    }

    Send-WalkKey $walk Enter
    $watch = [Diagnostics.Stopwatch]::StartNew()
    if ($Step.ContainsKey('While')) {
        Wait-Walk $walk { @(Get-WalkScreen $walk) -join "`n" -cmatch $Step.While } $Step.While
        New-Picture "$($Step.Name)-while"
    }

    if ($Step.ContainsKey('Stop')) {
        $watch.Restart()
        Send-WalkKey $walk C-c
    }

    Wait-Walk $walk { (Get-WalkCount $walk) -gt $before -and (Test-Prompt $walk) } 'the prompt'
    New-Picture $Step.Name $watch.Elapsed.TotalSeconds
}

Remove-Item $Destination -Recurse -Force -ErrorAction Ignore
$null = New-Item $Destination -ItemType Directory -Force
$number = 0
$walkHome = New-WalkHome
$environment = @{
    HOME = $walkHome; TMUX = $null; TERM = 'xterm-256color'; LANG = 'en_US.UTF-8'; LC_ALL = $null
    POWERSHELL_TELEMETRY_OPTOUT = $null; POWERSHELL_UPDATECHECK = 'Off'; NO_COLOR = $null
}
# None of the switches and folders of whoever runs this, or of their XDG, is in the walk.
[Environment]::GetEnvironmentVariables().Keys | Where-Object { $_ -like 'PACE_*' -or $_ -like 'XDG_*' -or $_ -in 'DO_NOT_TRACK', 'PSModulePath' } |
    ForEach-Object { $environment[$_] = $null }
$walk = $null
try {
    $walk = Start-Walk (Join-Path $walkHome 'tmux') (Join-Path $PSScriptRoot 'start.ps1') $environment
    foreach ($step in (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'steps.psd1')).Steps) { Invoke-Step $step }
}
finally {
    if ($walk) { Stop-Walk $walk }
    Remove-Item $walkHome -Recurse -Force -ErrorAction Ignore
}
