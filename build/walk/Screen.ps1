# A terminal of 80 x 24 with a PowerShell in it, and a keyboard and a pair of eyes for it. tmux is the terminal.

# Starts it with the environment given; $null removes a variable. Gives what the other functions take.
function Start-Walk([string] $Socket, [string] $StartFile, [hashtable] $Environment) {
    $walk = [pscustomobject] @{ Socket = $Socket; Seconds = 30 }
    $before = @{}
    try {
        foreach ($name in $Environment.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            # Not by $null, which would arrive as a variable that is there and empty.
            if ($null -eq $Environment[$name]) { Remove-Item "Env:$name" -ErrorAction Ignore } else { [Environment]::SetEnvironmentVariable($name, $Environment[$name]) }
        }

        $command = @([Environment]::ProcessPath, '-NoLogo', '-NoProfile', '-NoExit', '-File', $StartFile |
                ForEach-Object { "'" + $_.Replace("'", "'\''") + "'" }) -join ' '
        tmux -u -f /dev/null -S $walk.Socket new-session -d -x 80 -y 24 $command ';' set-option -g status off | Out-Null
        if ($LASTEXITCODE -ne 0) { throw 'tmux did not start.' }
    }
    finally {
        foreach ($name in $before.Keys) {
            if ($null -eq $before[$name]) { Remove-Item "Env:$name" -ErrorAction Ignore } else { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        }
    }

    Wait-Walk $walk { Test-Prompt $walk } 'the first prompt'
    $walk
}

function Stop-Walk($Walk) {
    tmux -S $Walk.Socket kill-server 2>$null
}

# The screen: its lines, without the blanks at its end; Wrapped joins what the terminal had to break.
function Get-WalkScreen($Walk, [switch] $Wrapped, [switch] $Colour) {
    $how = @(if ($Wrapped) { '-J' }; if ($Colour) { '-e' })
    $lines = @(tmux -u -S $Walk.Socket capture-pane -p -t 0 @how | ForEach-Object { $Colour ? $_ : $_.TrimEnd() })
    $last = $lines.Count - 1
    while ($last -ge 0 -and -not $lines[$last].Trim()) { $last-- }
    if ($last -ge 0) { $lines[0..$last] }
}

function Send-WalkText($Walk, [string] $Text) { tmux -S $Walk.Socket send-keys -t 0 -l -- $Text }

function Send-WalkKey($Walk, [string[]] $Key) { tmux -S $Walk.Socket send-keys -t 0 @Key }

# How many commands ended so far; nothing while the first prompt is awaited.
function Get-WalkCount($Walk) {
    if ((tmux -S $Walk.Socket display-message -p -t 0 '#{pane_title}') -match '^ended (\d*)$') { [int] "0$($Matches[1])" }
}

# Whether an empty prompt awaits its line, with nothing below it.
function Test-Prompt($Walk) {
    $screen = @(Get-WalkScreen $Walk)
    $screen -and $screen[-1] -ceq 'PS>' -and $null -ne (Get-WalkCount $Walk)
}

# Asks again and again, for a bounded time.
function Wait-Walk($Walk, [scriptblock] $Condition, [string] $What) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($watch.Elapsed.TotalSeconds -gt $Walk.Seconds) {
            throw "The walk waited $($Walk.Seconds) s for $What and saw:`n$(@(Get-WalkScreen $Walk) -join "`n")"
        }

        Start-Sleep -Milliseconds 30
    }
}

# Leaves what is being typed, and wipes the screen.
function Clear-WalkScreen($Walk) {
    # The first one may only close a menu.
    $pressed = [Diagnostics.Stopwatch]::StartNew()
    Send-WalkKey $Walk C-c
    Wait-Walk $Walk {
        if ($pressed.ElapsedMilliseconds -gt 500) { $pressed.Restart(); Send-WalkKey $Walk C-c }
        Test-Prompt $Walk
    } 'an empty line'
    Send-WalkKey $Walk C-l
    Wait-Walk $Walk { @(Get-WalkScreen $Walk).Count -eq 1 } 'an empty screen'
}
