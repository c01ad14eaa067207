# The examples of docs/en-US, as their pages have them, and running one as somebody would who read it.

$script:HelpFolder = Join-Path $RepositoryRoot 'docs' 'en-US'
$script:SampleFolder = Join-Path $RepositoryRoot 'docs' 'samples'

# Comments of a page tell what its text need not: <!-- before: ... --> is run before each example, <!-- needs: PostgreSQL -->
# and <!-- not run: why --> stand under an example's heading.
function Get-HelpExample([string] $Page) {
    $example = $null
    $before = [Collections.Generic.List[string]]::new()
    $found = [Collections.Generic.List[object]]::new()
    $section = $fence = ''
    foreach ($line in [IO.File]::ReadAllLines($Page)) {
        if ($fence) {
            if ($line -eq '```') { $fence = '' } elseif ($example) { $example.$fence.Add($line) }
            continue
        }

        switch -Regex ($line) {
            '^```powershell$' { $fence = 'Code'; break }
            '^```output$' { $fence = 'Output'; if ($example) { $example.HasOutput = $true }; break }
            '^## (.+)$' { $section = $Matches[1]; $example = $null; break }
            '^### (.+)$' {
                if ($section -eq 'Examples') {
                    $example = [pscustomobject] @{
                        Command = [IO.Path]::GetFileNameWithoutExtension($Page); Title = $Matches[1]; Before = $before; Needs = ''; NotRun = ''
                        Code = [Collections.Generic.List[string]]::new(); Output = [Collections.Generic.List[string]]::new(); HasOutput = $false
                    }
                    $found.Add($example)
                }

                break
            }
            '^<!-- before: (.+) -->$' { $before.Add($Matches[1]); break }
            '^<!-- needs: (.+) -->$' { $example.Needs = $Matches[1]; break }
            '^<!-- not run: (.+) -->$' { $example.NotRun = $Matches[1]; break }
        }
    }

    $found
}

# Runs an example in a folder with the sample files and in a Pace home of its own. Gives what it wrote, errors among it,
# and the same as text, as wide as Get-Help has room for in 80 columns.
function Invoke-HelpExample($Example, $Database) {
    $homeOfOne = New-PaceHome
    $optOut = $env:POWERSHELL_TELEMETRY_OPTOUT
    $folder = Join-Path $homeOfOne.Path 'work'
    Copy-Item $SampleFolder $folder -Recurse
    Push-Location $folder
    try {
        # Whoever agrees to sending in an example must not send from here.
        $env:POWERSHELL_TELEMETRY_OPTOUT = '1'
        foreach ($command in $Example.Before) { & ([scriptblock]::Create($command)) }
        if ($Database) { Register-ExampleDatabase $Database -Id pg }
        $output = @(Invoke-AtPrompt ($Example.Code -join "`n") 2>&1)
        [pscustomobject] @{
            Errors = @($output | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
            Text = ConvertTo-ShownText ($output | Out-String -Width 76)
        }
    }
    finally {
        Pop-Location
        $env:POWERSHELL_TELEMETRY_OPTOUT = $optOut
        Remove-PaceHome $homeOfOne
    }
}

# As at a prompt: without the preferences and the strictness of the tests. Where a script sets $examplePreference, as in
# one that says what errors shall do; what ends it then is shown as at a prompt.
$script:examplePreference = 'Continue'
function Invoke-AtPrompt([string] $Script) {
    Set-StrictMode -Off
    $ErrorActionPreference = $examplePreference
    try { & ([scriptblock]::Create($Script)) } catch { Write-Error -ErrorRecord $_ -ErrorAction Continue }
}

# Lines without what nobody sees: spaces at their ends, empty lines at both ends.
function ConvertTo-ShownText([string] $Text) {
    (($Text -split '\r?\n') -replace '\s+$' -join "`n").Trim("`n")
}
