# The middle of an odd number of values, the mean of the two middle ones of an even number.
function Get-Median([double[]] $Value) {
    $sorted = @($Value | Sort-Object)
    $middle = [math]::Floor($sorted.Count / 2)
    if ($sorted.Count % 2) { $sorted[$middle] } else { ($sorted[$middle - 1] + $sorted[$middle]) / 2 }
}
