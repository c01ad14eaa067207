# What the policy says for marketing, written by hand: payments in, payments out. An empty field of a file is NULL.
filter Protect-ByHand {
    if ($_.age -ne '' -and [int] $_.age -gt 17) {
        [pscustomobject] @{
            transactionid     = $_.transactionid
            userid            = if ($_.userid -eq '') { '' } else {
                $digest = [Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes("1234:$($_.userid)"))
                [string] [Convert]::ToInt64([Convert]::ToHexString($digest, 0, 8), 16)
            }
            email             = if ($_.email -match '^.*(@.*)$') { "****$($Matches[1])" } else { '' }
            age               = $_.age
            brand             = $_.brand
            transactionamount = if ($_.transactionamount -eq '') { '' } else { [string] ([math]::Floor([int] $_.transactionamount / 10) * 10) }
        }
    }
}
