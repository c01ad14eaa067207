# A real PostgreSQL for tests, demo and measurements: on a free loopback port, in a temporary folder, gone afterwards.

# The folder with initdb and postgres: the one on PATH, else the newest of the usual places; null when there is none.
function Find-PostgresBinary {
    $onPath = Get-Command initdb -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    if ($onPath) { return Split-Path $onPath.Source }
    $pattern = if ($IsWindows) { "$env:ProgramFiles\PostgreSQL\*\bin\initdb.exe" }
    elseif ($IsMacOS) { '/opt/homebrew/opt/postgresql@*/bin/initdb' }
    else { '/usr/lib/postgresql/*/bin/initdb' }
    Get-Item $pattern -ErrorAction Ignore |
        Sort-Object { [int] ($_.Directory.Parent.Name -replace '\D') } -Descending |
        Select-Object -First 1 |
        ForEach-Object DirectoryName
}

# Starts a server. Gives its Folder, Port, Password, Version and ConnectionString (as Npgsql reads it).
function Start-PostgresServer([hashtable] $Setting = @{}) {
    $binaries = Find-PostgresBinary
    if (-not $binaries) { throw 'PostgreSQL is not installed: no initdb on PATH or in the usual places.' }
    $server = [pscustomobject] @{
        Binaries         = $binaries
        Folder           = Join-Path ([IO.Path]::GetTempPath()) "pace-pg-$([guid]::NewGuid().ToString('n'))"
        User             = Get-ServerUser
        Port             = 0
        Password         = [Convert]::ToHexString([Security.Cryptography.RandomNumberGenerator]::GetBytes(16))
        Version          = ''
        ConnectionString = ''
    }
    $null = New-Item $server.Folder -ItemType Directory
    try {
        Initialize-PostgresFolder $server
        Start-PostgresProcess $server $Setting
    }
    catch {
        Stop-PostgresServer $server
        throw
    }

    $server.Version = (& (Join-Path $binaries 'postgres') -V) -replace '^\D*([\d.]+).*$', '$1'
    $server.ConnectionString = "Host=127.0.0.1;Port=$($server.Port);Username=postgres;Password=$($server.Password);Database=postgres"
    $server
}

# Ends the server, by the process id that it wrote into its own folder, and removes the folder.
function Stop-PostgresServer([Parameter(Mandatory)] $Server) {
    $data = Join-Path $Server.Folder 'data'
    if (Test-Path (Join-Path $data 'postmaster.pid')) {
        $null = Invoke-PostgresTool $Server pg_ctl @('stop', '-D', $data, '-m', 'immediate', '-w', '-t', '30')
    }

    Remove-Item $Server.Folder -Recurse -Force -ErrorAction Ignore
}

# Runs a block with PACE_TEST_POSTGRES set: to the server that the caller named, else to one of our own, else not at all.
function Use-PostgresServer([scriptblock] $Body) {
    if ($env:PACE_TEST_POSTGRES -or -not (Find-PostgresBinary)) { return & $Body }
    $server = Start-PostgresServer
    try {
        Write-Step "PostgreSQL $($server.Version) on port $($server.Port)"
        Use-Environment -Variable @{ PACE_TEST_POSTGRES = $server.ConnectionString } -Body $Body
    }
    finally {
        Stop-PostgresServer $server
    }
}

# PostgreSQL refuses to run as root: then it runs as the user that the distribution made for it, else as nobody.
function Get-ServerUser {
    if ($IsWindows -or (id -u) -ne '0') { return $null }
    if (Select-String '^postgres:' /etc/passwd -Quiet) { 'postgres' } else { 'nobody' }
}

function Initialize-PostgresFolder($Server) {
    $passwordFile = Join-Path $Server.Folder 'password'
    Set-Content $passwordFile $Server.Password
    if (-not $IsWindows) { chmod 700 $Server.Folder; chmod 600 $passwordFile }
    if ($Server.User) { chown -R $Server.User $Server.Folder }
    $output = Invoke-PostgresTool $Server initdb @('-D', (Join-Path $Server.Folder 'data'), '-U', 'postgres',
        '-A', 'scram-sha-256', "--pwfile=$passwordFile", '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync')
    if ($LASTEXITCODE -ne 0) { throw "initdb failed: $($output -join "`n")" }
    Remove-Item $passwordFile
}

function Start-PostgresProcess($Server, [hashtable] $Setting) {
    $log = Join-Path $Server.Folder 'log'
    $attempts = 3
    for ($attempt = 1; $attempt -le $attempts; $attempt++) {
        # Another process may take the port before the server does: then try again with another.
        $Server.Port = Get-FreePort
        $settings = @{
            port = $Server.Port; listen_addresses = '127.0.0.1'; unix_socket_directories = ''
            fsync = 'off'; synchronous_commit = 'off'; full_page_writes = 'off'
        } + $Setting
        Add-PostgresSetting $Server $settings
        $output = Invoke-PostgresTool $Server pg_ctl @('start', '-D', (Join-Path $Server.Folder 'data'), '-l', $log, '-w', '-t', '60')
        if ($LASTEXITCODE -eq 0) { return }
    }

    throw "PostgreSQL did not start: $(@($output; Get-Content $log -Tail 5 -ErrorAction Ignore) -join "`n")"
}

# In the folder's own file, where the last of several settings of a name is in force.
function Add-PostgresSetting($Server, [hashtable] $Setting) {
    $lines = $Setting.GetEnumerator() | ForEach-Object { "$($_.Key) = '$($_.Value)'" }
    Add-Content (Join-Path $Server.Folder 'data' 'postgresql.conf') $lines
}

function Invoke-PostgresTool($Server, [string] $Tool, [string[]] $Argument) {
    # The working directory may be one that the server's user cannot enter.
    Push-Location $Server.Folder
    try {
        $command = @(Join-Path $Server.Binaries $Tool) + $Argument
        if ($Server.User) { $command = @('setpriv', "--reuid=$($Server.User)", "--regid=$(id -g $Server.User)", '--clear-groups') + $command }
        $program, $arguments = $command
        & $program @arguments 2>&1
    }
    finally {
        Pop-Location
    }
}

function Get-FreePort {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    try { $listener.LocalEndpoint.Port } finally { $listener.Stop() }
}
