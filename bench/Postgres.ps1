# What the measurements against PostgreSQL share: a server in $server, and views in it. Dot-source it after Native.ps1.

function Invoke-Sql([string] $User, [string[]] $Argument) {
    $output = Use-Environment @{ PGPASSWORD = $server.Password } {
        psql -X -q -h 127.0.0.1 -p $server.Port -U $User -d postgres -v ON_ERROR_STOP=1 @Argument 2>&1
    }
    if ($LASTEXITCODE -ne 0) { throw "psql: $($output -join "`n")" }
    $output
}

# What a policy becomes. In a process of its own, so that nothing of this one's user is read or counted.
function Get-PaceView([string] $Policy) {
    $manifest = Join-Path $PSScriptRoot '..' 'Pace.psd1'
    $command = "Import-Module '$manifest'; ConvertTo-PaceSql '$Policy' -WarningAction Ignore"
    $sql = Use-TestEnvironment { & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $command }
    if ($LASTEXITCODE -ne 0) { throw "the policy does not compile: $Policy" }
    $sql -join "`n"
}

# Two views must show the same, or the comparison means nothing.
function Assert-SameRows([string] $One, [string] $Other, [string] $Login) {
    $difference = "select count(*) from ((table $One except all table $Other) union all (table $Other except all table $One)) as d"
    $count = Invoke-Sql "bench_$Login" @('-A', '-t', '-c', $difference)
    if ("$count" -ne '0') { throw "$One and $Other differ in $count rows for $Login" }
}

# Asks a login's questions again and again in one session: the milliseconds of each, in the order in which they are asked.
function Measure-Question([string] $Login, [string[]] $Question, [int] $Rounds) {
    $file = Join-Path ([IO.Path]::GetTempPath()) "pace-bench-$([guid]::NewGuid().ToString('n')).sql"
    try {
        Set-Content $file (@('set max_parallel_workers_per_gather = 0;', '\o /dev/null', '\timing on') + @(1..$Rounds | ForEach-Object { $Question }))
        Invoke-Sql "bench_$Login" @('-f', $file) | Select-String '^Time: ([\d.]+) ms' |
            ForEach-Object { [double] $_.Matches[0].Groups[1].Value }
    }
    finally {
        Remove-Item $file
    }
}
