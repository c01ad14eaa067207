# What a machine can say about the source text. Each check is a suite of one.

function Test-Format([string] $Root) {
    dotnet format (Join-Path $Root 'Pace.slnx') --verify-no-changes --no-restore --verbosity quiet | Out-Host
    New-CheckResult 'format' ($LASTEXITCODE -eq 0) 'the source is not formatted: run dotnet format Pace.slnx'
}

# Nothing that is committed names a path that exists on one machine only.
function Test-MachinePath([string] $Root) {
    $git = @('-c', 'safe.directory=*', '-C', $Root)
    git @git rev-parse --is-inside-work-tree 2>$null | Out-Null
    if ($LASTEXITCODE -ne 0) {
        Write-Step 'skipped: the check for machine paths, which takes a git checkout'
        return
    }

    # The checkout, its user's home, and the folder that both it and others of the machine's work lie in. Example
    # paths such as /home/ana in a test are nobody's.
    $parent = Split-Path $Root
    $folders = @($Root; $HOME; if ($parent -notin '/', [IO.Path]::GetTempPath().TrimEnd('/', '\'), '/home', '/srv', '/opt') { $parent })
    $patterns = $folders | Where-Object { $_.Length -gt 1 } | ForEach-Object { '-e', "$_/" }
    $found = @(git @git grep -nIF @patterns -- .)
    $found | Out-Host
    New-CheckResult 'machine paths' ($found.Count -eq 0) 'the lines above name paths of one machine'
}

function New-CheckResult([string] $Name, [bool] $Good, [string] $Otherwise) {
    if (-not $Good) { Write-Host "lint: $Otherwise" -ForegroundColor Red }
    New-SuiteResult -Name "lint: $Name" -Passed ([int] $Good) -Failed ([int] -not $Good)
}
