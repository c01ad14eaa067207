# A database of its own for a test file, on the server that PACE_TEST_POSTGRES names.

$script:ExampleGroups = 'administrator', 'marketing', 'fraud_and_risk'
$script:ExampleUsers = 'mark', 'far', 'other'

function Test-Postgres {
    [bool] $env:PACE_TEST_POSTGRES -and [bool] (Get-Command psql -ErrorAction Ignore)
}

function Get-PostgresServer {
    $server = @{}
    foreach ($part in $env:PACE_TEST_POSTGRES.Split(';', [StringSplitOptions]::RemoveEmptyEntries)) {
        $key, $value = $part.Split('=', 2)
        $server[$key.Trim()] = $value.Trim()
    }

    [pscustomobject] @{
        HostName = $server.Host; Port = [int] $server.Port; Database = $server.Database
        UserName = $server.Username; Password = $server.Password
    }
}

# Runs SQL as somebody and gives the rows, columns separated by |; an error of the server is thrown with its text.
function Invoke-Psql($Server, [string] $Sql, [string] $UserName = $Server.UserName, [string] $Password = $Server.Password) {
    $before = $env:PGPASSWORD, $env:PGOPTIONS
    $env:PGPASSWORD = $Password
    $env:PGOPTIONS = '-c client_min_messages=warning'
    try {
        $answer = $Sql | & psql -X -q -t -A -v ON_ERROR_STOP=1 -h $Server.HostName -p $Server.Port -U $UserName -d $Server.Database -f - 2>&1
        if ($LASTEXITCODE -ne 0) { throw ($answer -join "`n") }
        $answer
    }
    finally {
        $env:PGPASSWORD, $env:PGOPTIONS = $before
    }
}

# A database with the standalone example in it, owned by a login that is no superuser.
function New-ExampleDatabase {
    $admin = Get-PostgresServer
    $name = "pace_ps_$([guid]::NewGuid().ToString('n').Substring(0, 12))"
    $example = Get-Content (Join-Path $PSScriptRoot '..' 'fixtures' 'standalone' 'data.sql')
    $made = @(foreach ($role in $ExampleGroups + $ExampleUsers) {
            if (-not (Invoke-Psql $admin "select 1 from pg_roles where rolname = '$role'")) {
                Invoke-Psql $admin "create role $role"
                $role
            }
        })
    foreach ($user in $ExampleUsers) { Invoke-Psql $admin "alter role $user login password '$user'" }
    # The example's owner is called standalone; this one has the database's name, so that two runs do not meet.
    Invoke-Psql $admin "create role $name login password '$name'"
    Invoke-Psql $admin "create database $name owner $name"
    $server = $admin.PSObject.Copy()
    $server.Database = $name
    Invoke-Psql $server "alter schema public owner to $name"
    foreach ($line in $example -match '^grant ') { Invoke-Psql $server ($line -replace '\bstandalone\b', $name) }
    Invoke-Psql $server (($example -notmatch '^(create (user|role)|grant )') -join "`n") -UserName $name -Password $name
    [pscustomobject] @{
        Server = $server; Name = $name; UserName = $name; Password = $name; MadeRoles = $made; PasswordVariable = "PACE_TEST_$($name.ToUpperInvariant())"
    }
}

function Remove-ExampleDatabase($Database) {
    $admin = Get-PostgresServer
    Invoke-Psql $admin "drop database if exists $($Database.Name) with (force)"
    Invoke-Psql $admin "drop role if exists $($Database.Name)"
    foreach ($role in $Database.MadeRoles) {
        # Somebody else's test may have given it rights meanwhile.
        try { Invoke-Psql $admin "drop role if exists $role" } catch { $null = $_ }
    }

    [Environment]::SetEnvironmentVariable($Database.PasswordVariable, $null)
}

# Registers the database under the id that the example's policy names, unless another is given.
function Register-ExampleDatabase($Database, [string] $Id = 'standalone-sample-connection') {
    [Environment]::SetEnvironmentVariable($Database.PasswordVariable, $Database.Password)
    $null = Register-PaceProcessingPlatform $Id POSTGRES -HostName $Database.Server.HostName -Port $Database.Server.Port `
        -Database $Database.Name -UserName $Database.UserName -PasswordVariable $Database.PasswordVariable -Force
}
