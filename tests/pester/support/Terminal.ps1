# A PowerShell in a real terminal of 80 columns, which tmux is. Dot-source it after Pace.ps1.

function Test-Terminal { -not $IsWindows -and [bool] (Get-Command tmux -CommandType Application -ErrorAction Ignore) }

# Starts a PowerShell whose prompt tells how many lines it ran; $null in the environment removes a variable. What is to be run is written to a
# file, which one short word runs: a long line would wrap.
function New-Terminal([hashtable] $Environment = @{}) {
    $name = "pace-$([guid]::NewGuid().ToString('n'))"
    $terminal = [pscustomobject] @{ Socket = $name; Script = Join-Path ([IO.Path]::GetTempPath()) "$name.ps1"; Runs = 0 }
    $all = @{ POWERSHELL_TELEMETRY_OPTOUT = '1'; POWERSHELL_UPDATECHECK = 'Off'; TERM = 'xterm'; NO_COLOR = '1'; TMUX = $null } + $Environment
    $start = "`$global:run = 0; function prompt { `"READY`$global:run> `" }; function go { Clear-Host; . '$($terminal.Script)' }"
    $before = @{}
    try {
        foreach ($name in $all.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $all[$name])
        }

        $line = ([Environment]::ProcessPath, '-NoProfile', '-NoExit', '-Command', $start | ForEach-Object { "'" + $_.Replace("'", "'\''") + "'" }) -join ' '
        tmux -f /dev/null -L $terminal.Socket new-session -d -x 80 -y 50 $line
        if ($LASTEXITCODE -ne 0) { throw 'tmux did not start.' }
    }
    finally {
        foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    }

    $null = Wait-Prompt $terminal
    $terminal
}

# The lines of the screen, without the empty ones at its end.
function Get-Screen($Terminal) {
    $lines = @(tmux -L $Terminal.Socket capture-pane -p -t 0 2>$null)
    $last = $lines.Count - 1
    while ($last -ge 0 -and -not $lines[$last].Trim()) { $last-- }
    if ($last -ge 0) { $lines[0..$last] }
}

# Waits for the next prompt, and gives what stands above it.
function Wait-Prompt($Terminal) {
    $deadline = [datetime]::UtcNow.AddSeconds(30)
    while ($true) {
        $screen = @(Get-Screen $Terminal)
        if ($screen -and $screen[-1].Trim() -eq "READY$($Terminal.Runs)>") { return $screen | Select-Object -SkipLast 1 }
        if ([datetime]::UtcNow -gt $deadline) { throw "There is no new prompt on the screen:`n$($screen -join "`n")" }
        Start-Sleep -Milliseconds 50
    }
}

# Runs a line, and gives all that it showed.
function Invoke-InTerminal($Terminal, [string] $Line) {
    Start-InTerminal $Terminal $Line
    Wait-Prompt $Terminal
}

function Start-InTerminal($Terminal, [string] $Line) {
    $Terminal.Runs++
    [IO.File]::WriteAllText($Terminal.Script, "`$global:run = $($Terminal.Runs)`n$Line")
    tmux -L $Terminal.Socket send-keys -t 0 go Enter
}

function Remove-Terminal($Terminal) {
    tmux -L $Terminal.Socket kill-server 2>$null
    Remove-Item $Terminal.Script -ErrorAction Ignore
}
