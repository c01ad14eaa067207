# What the policy says for marketing, written by hand: payments in, payments out.
filter Protect-ByHand {
    if ([int] $_.age -gt 17) {
        $digest = [Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes("1234:$($_.userid)"))
        [pscustomobject] @{
            transactionid     = $_.transactionid
            userid            = [string] [Convert]::ToInt64([Convert]::ToHexString($digest, 0, 8), 16)
            email             = $_.email -replace '^.*(@.*)$', '****$1'
            age               = $_.age
            brand             = $_.brand
            transactionamount = [string] ([math]::Floor([decimal] $_.transactionamount / 10) * 10)
        }
    }
}
