# What the walk's PowerShell begins with. The title of the terminal tells which command was the last one to end: a mark
# in the prompt itself would be on every picture.
Set-PSReadLineOption -PredictionSource None -HistorySaveStyle SaveNothing
# Elsewhere than on Windows nothing opens the menu until its user says so. Terminals send Ctrl+Space as this.
Set-PSReadLineKeyHandler -Chord 'Ctrl+@' -Function MenuComplete
Set-Location ~/work
function prompt {
    $Host.UI.RawUI.WindowTitle = "ended $((Get-History -Count 1).Id)"
    'PS> '
}
