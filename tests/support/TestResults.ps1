# Running the suites, and counting what they say they did.

function New-SuiteResult([string] $Name, [int] $Passed, [int] $Failed, [int] $Skipped) {
    [pscustomobject] @{ Name = $Name; Passed = $Passed; Failed = $Failed; Skipped = $Skipped }
}

# All test projects of the solution, one after the other: some measure time, and none may hang for ever.
function Invoke-UnitTest([string] $Root, [string] $Configuration, [string] $ResultFolder) {
    dotnet test (Join-Path $Root 'Pace.slnx') --configuration $Configuration --no-build --nologo -maxcpucount:1 `
        --logger trx --logger 'console;verbosity=minimal' --results-directory $ResultFolder `
        --blame-hang-timeout 5m --blame-hang-dump-type none | Out-Host
    $exitCode = $LASTEXITCODE

    $suites = @(Get-ChildItem $ResultFolder -Filter *.trx | ForEach-Object { Read-TrxResult $_.FullName } | Sort-Object Name)
    $suites

    # A host that crashed, or a project that gave no results, must not look like success.
    $projects = @(Select-String 'Path="(tests/[^"]+\.Tests\.csproj)"' (Join-Path $Root 'Pace.slnx'))
    if ($suites.Count -lt $projects.Count -or ($exitCode -ne 0 -and -not ($suites | Where-Object Failed -gt 0))) {
        Write-Host "dotnet test: exit code $exitCode, results of $($suites.Count) of $($projects.Count) projects" -ForegroundColor Red
        New-SuiteResult -Name 'dotnet test' -Failed 1
    }
}

function Read-TrxResult([string] $Path) {
    $run = ([xml] (Get-Content $Path -Raw)).TestRun
    $names = [Xml.XmlNamespaceManager]::new($run.OwnerDocument.NameTable)
    $names.AddNamespace('t', $run.NamespaceURI)
    $outcomes = @($run.SelectNodes('t:Results/t:UnitTestResult/@outcome', $names) | ForEach-Object Value)
    $storage = $run.SelectSingleNode('t:TestDefinitions/t:UnitTest/t:TestMethod/@codeBase', $names)
    $name = if ($storage) { [IO.Path]::GetFileNameWithoutExtension($storage.Value) } else { [IO.Path]::GetFileName($Path) }
    $passed = @($outcomes -eq 'Passed').Count
    $skipped = @($outcomes -eq 'NotExecuted').Count
    $failed = $outcomes.Count - $passed - $skipped

    # An aborted run keeps the tests that were done, and says so here only.
    if ($failed -eq 0 -and $run.ResultSummary.outcome -ne 'Completed') { $failed = 1 }
    New-SuiteResult -Name $name -Passed $passed -Failed $failed -Skipped $skipped
}

# Pester in a process of its own: what is tested is the module as a new PowerShell loads it.
function Invoke-PesterSuite([string] $Root, [string] $ResultFolder) {
    $tests = Join-Path $Root 'tests' 'pester'
    $pester = Find-Pester
    if (-not $pester -or -not (Get-ChildItem $tests -Filter *.Tests.ps1 -Recurse -ErrorAction Ignore)) { return }

    $result = Join-Path $ResultFolder 'pester.json'
    $runner = Join-Path $PSScriptRoot 'Invoke-PesterRun.ps1'
    $process = Start-Process ([Environment]::ProcessPath) -NoNewWindow -PassThru -WorkingDirectory $Root -ArgumentList @(
        '-NoProfile', '-NonInteractive', '-File', "`"$runner`"", '-Path', "`"$tests`"",
        '-PesterPath', "`"$($pester.Path)`"", '-ResultPath', "`"$result`"")
    $null = $process.Handle # kept, or the exit code is gone with the process
    if (-not $process.WaitForExit([timespan]::FromMinutes(25))) {
        $process.Kill($true)
        Write-Host 'Pester: not done within 25 minutes' -ForegroundColor Red
    }

    if (Test-Path $result) {
        $counts = Get-Content $result -Raw | ConvertFrom-Json
        New-SuiteResult -Name 'Pester' -Passed $counts.Passed -Failed $counts.Failed -Skipped $counts.Skipped
    }
    else {
        New-SuiteResult -Name 'Pester' -Failed 1
    }
}

# Shows the suites and, as the last line, the totals. Gives the exit code: 0 when all that ran is good and something ran.
function Write-SuiteSummary($Suite) {
    $Suite = @($Suite)
    $sum = { param($property) [int] ($Suite | Measure-Object $property -Sum).Sum }
    $passed, $failed, $skipped = (& $sum Passed), (& $sum Failed), (& $sum Skipped)
    Write-Host ''
    foreach ($item in $Suite) {
        Write-Host ('{0,-36} {1,6} passed {2,4} failed {3,4} skipped' -f $item.Name, $item.Passed, $item.Failed, $item.Skipped)
    }

    Write-Host "$passed passed, $failed failed, $skipped skipped"
    [int] ($failed -gt 0 -or $passed -eq 0)
}
