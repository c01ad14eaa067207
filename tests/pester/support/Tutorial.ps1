# The blocks of a page that is followed from top to bottom, and running one. Dot-source it after HelpExamples.ps1.

# A block of code with its line and what the page shows of its output. <!-- not run: why --> stands before one that is not.
function Get-TutorialBlock([string] $Page) {
    $blocks = [Collections.Generic.List[hashtable]]::new()
    $fence = ''
    $isRun = $true
    $number = 0
    foreach ($line in [IO.File]::ReadAllLines($Page)) {
        $number++
        if ($fence) {
            if ($line -eq '```') { $fence = '' } elseif ($isRun) { $blocks[-1][$fence] += $line }
            if (-not $fence -and $line -eq '```' -and -not $isRun) { $isRun = $true }
            continue
        }

        switch -Regex ($line) {
            '^<!-- not run: .+ -->$' { $isRun = $false; break }
            '^```powershell$' {
                $fence = 'Code'
                if ($isRun) { $blocks.Add(@{ Line = $number + 1; Title = ''; Code = @(); Output = @() }) }
                break
            }
            '^```output$' { $fence = 'Output'; break }
        }
    }

    foreach ($block in $blocks) { $block.Title = $block.Code[0] }
    $blocks
}

# What a block shows on a screen of 80 columns, errors and warnings too; a time is a time, whenever it was.
function Invoke-TutorialBlock([string[]] $Code) {
    $rendering = $PSStyle.OutputRendering
    try {
        $PSStyle.OutputRendering = 'PlainText'
        ConvertTo-ShownText (Hide-Time (Invoke-AtPrompt ($Code -join "`n") *>&1 | Out-String -Width 80))
    }
    finally {
        $PSStyle.OutputRendering = $rendering
    }
}

function Hide-Time([string] $Text) { $Text -replace '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d', '2026-11-22 12:00:00' }
