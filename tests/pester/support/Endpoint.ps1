# An endpoint on this machine that keeps what it was sent. Dot-source it in BeforeAll.

# Answers each request in turn with the next of the answers; the last one for all further ones. An answer is the whole
# HTTP answer as text.
function New-Endpoint([string[]] $Answer = "HTTP/1.1 200 OK`r`nContent-Length: 2`r`nConnection: close`r`n`r`nOK") {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $requests = [Collections.Concurrent.ConcurrentQueue[string]]::new()
    $shell = [powershell]::Create()
    $null = $shell.AddScript({
            param($listener, $requests, $answers)
            $i = 0
            while ($true) {
                try { $client = $listener.AcceptTcpClient() } catch { return }
                try {
                    $client.ReceiveTimeout = 5000
                    $stream = $client.GetStream()
                    $text = [Text.StringBuilder]::new()
                    $buffer = [byte[]]::new(65536)
                    do {
                        $read = $stream.Read($buffer, 0, $buffer.Length)
                        $null = $text.Append([Text.Encoding]::Latin1.GetString($buffer, 0, $read))
                        $all = $text.ToString()
                        $end = $all.IndexOf("`r`n`r`n")
                        $length = if ($all -match '(?im)^Content-Length: (\d+)') { [int] $Matches[1] } else { 0 }
                    } until ($read -eq 0 -or ($end -ge 0 -and $all.Length -ge $end + 4 + $length))
                    $requests.Enqueue($all)
                    $bytes = [Text.Encoding]::Latin1.GetBytes($answers[[Math]::Min($i++, $answers.Count - 1)])
                    $stream.Write($bytes, 0, $bytes.Length)
                }
                catch { $null = $_ }
                finally { $client.Dispose() }
            }
        }).AddArgument($listener).AddArgument($requests).AddArgument($Answer)
    $null = $shell.BeginInvoke()
    [pscustomobject] @{
        Address = "http://127.0.0.1:$($listener.LocalEndpoint.Port)/telemetry"
        Requests = $requests
        Listener = $listener
        Shell = $shell
    }
}

function Remove-Endpoint($Endpoint) {
    $Endpoint.Listener.Stop()
    $Endpoint.Shell.Dispose()
}

# The body of a request, and its headers as lines.
function Get-RequestBody([string] $Request) { ($Request -split "`r`n`r`n", 2)[1] }
