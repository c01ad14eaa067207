# A relay of one's own for tests: on a free loopback port, its store in a temporary folder. Needs tests/support beside.

# Starts a relay. Gives Uri, Port, Folder and Process. Options are those of the command line, by name.
function Start-Relay([hashtable] $Option = @{}) {
    $dll = [IO.Path]::Combine($RepositoryRoot, 'src', 'Pace.Relay', 'bin', 'Release', 'net10.0', 'Pace.Relay.dll')
    if (-not (Test-Path $dll)) { throw "There is no relay at $dll; build it first." }
    $folder = Join-Path ([IO.Path]::GetTempPath()) "pace-relay-$([guid]::NewGuid().ToString('n'))"
    $null = New-Item $folder -ItemType Directory
    $port = Get-FreePort
    $options = @{ Urls = "http://127.0.0.1:$port"; 'Store:Path' = (Join-Path $folder 'relay.db') } + $Option
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $start.WorkingDirectory = $folder
    @($dll) + @($options.GetEnumerator() | ForEach-Object { "--$($_.Key)=$($_.Value)" }) | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $relay = [pscustomobject] @{ Uri = "http://127.0.0.1:$port"; Port = $port; Folder = $folder; Process = $process }
    # Read as it comes, so that a full pipe never holds it.
    $relay | Add-Member @{ Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try { if ((Invoke-WebRequest "$($relay.Uri)/readyz" -NoProxy -TimeoutSec 2).StatusCode -eq 200) { return $relay } } catch { $null = $_ }
        if ($process.HasExited -or $watch.Elapsed.TotalSeconds -gt 30) {
            Stop-Relay $relay
            throw "The relay did not start: $($relay.Errors.Result)"
        }

        Start-Sleep -Milliseconds 100
    }
}

function Stop-Relay($Relay) {
    if (-not $Relay) { return }
    if (-not $Relay.Process.HasExited) { $Relay.Process.Kill() }
    $null = $Relay.Process.WaitForExit(10000)
    Remove-Item $Relay.Folder -Recurse -Force -ErrorAction Ignore
}
