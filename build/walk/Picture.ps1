# A screen with its colours, as tmux gives it, becomes a page that a browser can take a picture of.

# The sixteen colours of a dark terminal, each well told from the background.
$script:Palette = '#23272e', '#f47067', '#7ee787', '#e3b341', '#6cb6ff', '#dcbdfb', '#76e3ea', '#cdd9e5',
    '#768390', '#ff938a', '#8ddb8c', '#f2cc60', '#6cb6ff', '#dcbdfb', '#56d4dd', '#ffffff'
$script:PageGround = '#1c2128'
$script:PageInk = '#cdd9e5'

# One of 256 colours, as xterm numbers them.
function Get-TerminalColour([int] $Number) {
    if ($Number -lt 16) { return $Palette[$Number] }
    if ($Number -ge 232) { $grey = 8 + 10 * ($Number - 232); return '#{0:x2}{0:x2}{0:x2}' -f $grey }
    $n = $Number - 16
    $part = foreach ($step in 36, 6, 1) { $level = [int][Math]::Floor($n / $step) % 6; if ($level) { 55 + 40 * $level } else { 0 } }
    '#{0:x2}{1:x2}{2:x2}' -f $part
}

# Changes a state by the numbers of one escape sequence.
function Set-TerminalStyle([hashtable] $State, [string] $Codes) {
    $numbers = [Collections.Generic.Queue[int]]::new([int[]] @($Codes -split ';' | ForEach-Object { [int] "0$_" }))
    while ($numbers.Count) {
        $code = $numbers.Dequeue()
        switch ($code) {
            0 { $State.Clear(); break }
            1 { $State.Bold = $true; break }
            3 { $State.Italic = $true; break }
            7 { $State.Inverse = $true; break }
            22 { $State.Remove('Bold'); break }
            23 { $State.Remove('Italic'); break }
            27 { $State.Remove('Inverse'); break }
            39 { $State.Remove('Ink'); break }
            49 { $State.Remove('Ground'); break }
            { $_ -in 38, 48 } {
                $colour = if ($numbers.Dequeue() -eq 5) { Get-TerminalColour $numbers.Dequeue() }
                else { '#{0:x2}{1:x2}{2:x2}' -f $numbers.Dequeue(), $numbers.Dequeue(), $numbers.Dequeue() }
                $State[($code -eq 38 ? 'Ink' : 'Ground')] = $colour
                break
            }
            { $_ -in 30..37 } { $State.Ink = $Palette[$code - 30]; break }
            { $_ -in 40..47 } { $State.Ground = $Palette[$code - 40]; break }
            { $_ -in 90..97 } { $State.Ink = $Palette[$code - 82]; break }
            { $_ -in 100..107 } { $State.Ground = $Palette[$code - 92]; break }
        }
    }
}

function ConvertTo-TerminalHtml([string[]] $Line) {
    $state = @{}
    $html = foreach ($text in $Line) {
        $spans = foreach ($piece in [regex]::Split($text, '(\e\[[\d;]*m)')) {
            if ($piece -match '^\e\[([\d;]*)m$') { Set-TerminalStyle $state $Matches[1]; continue }
            $plain = $piece -replace '\e(\[[\d;?]*[A-Za-z]|\(B|[\x0e\x0f])'
            if (-not $plain) { continue }
            $ink = $state.Contains('Ink') ? $state.Ink : $PageInk
            $ground = $state.Contains('Ground') ? $state.Ground : 'transparent'
            if ($state.Contains('Inverse')) { $ink, $ground = ($ground -eq 'transparent' ? $PageGround : $ground), $ink }
            $style = "color:$ink;background:$ground$(if ($state.Contains('Bold')) { ';font-weight:bold' })$(if ($state.Contains('Italic')) { ';font-style:italic' })"
            "<span style=""$style"">$([Net.WebUtility]::HtmlEncode($plain))</span>"
        }
        $spans -join ''
    }
    @"
<!doctype html><html lang="en"><meta charset="utf-8"><title>terminal</title><style>
  body { margin: 0; background: transparent }
  main { display: inline-block; background: $PageGround; border-radius: 8px; overflow: hidden }
  header { background: #2d333b; padding: 9px 12px; display: flex; gap: 7px }
  header i { width: 11px; height: 11px; border-radius: 50%; background: #545d68 }
  pre { margin: 0; padding: 12px 16px 16px; width: 80ch; font: 14px/1.35 'DejaVu Sans Mono', 'Liberation Mono', Menlo, Consolas, monospace; color: $PageInk }
</style><main><header><i></i><i></i><i></i></header><pre>$($html -join "`n")</pre></main></html>
"@
}
