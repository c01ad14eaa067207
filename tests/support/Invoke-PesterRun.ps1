# Runs Pester in the process that TestResults.ps1 starts for it, and leaves the counts in a file.
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $PesterPath,
    [Parameter(Mandatory)] [string] $ResultPath
)

# No preference is set here: the tests would inherit it, and cmdlets behave otherwise under Stop.
Import-Module $PesterPath -ErrorAction Stop
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$configuration.Output.RenderMode = 'Plaintext'
$run = Invoke-Pester -Configuration $configuration

# A file that cannot be read, or a block whose set-up fails, is a failure also where no single test shows it.
$failed = $run.FailedCount + $run.FailedContainersCount
if ($failed -eq 0) { $failed = $run.FailedBlocksCount }
@{ Passed = $run.PassedCount; Failed = $failed; Skipped = $run.SkippedCount + $run.InconclusiveCount } |
    ConvertTo-Json | Set-Content $ResultPath
