@{
    # What somebody does who has just heard of Pace, in the order of the walk. A step types its Line, and ends at the
    # next prompt; with Key it presses that instead of Enter and ends when the screen shows Until. What shows While it
    # runs is a picture of its own; with Stop, Ctrl+C is pressed then. After names lines that were run before, on the
    # same screen.
    Steps = @(
        @{ Name = 'import'; Line = 'Import-Module Pace' }
        @{ Name = 'first-run'; Line = 'Import-PaceTable ./customers.csv' }
        @{ Name = 'second-run'; Line = 'Get-PaceTable' }
        @{ Name = 'caret'; Line = 'Test-PaceDataPolicy ./draft.yaml' }
        @{ Name = 'error'; Line = 'Set-PaceDataPolicy ./draft.yaml' }
        @{ Name = 'blueprint'; Line = 'Get-PaceDataPolicy customers -Blueprint' }
        @{ Name = 'what-if-apply'; Line = 'Set-PaceDataPolicy ./customers.yaml -Apply -WhatIf' }
        @{ Name = 'apply'; Line = 'Set-PaceDataPolicy ./customers.yaml -Apply' }
        @{ Name = 'what-if-import'; Line = 'Import-PaceTable ./orders.csv -WhatIf' }
        @{ Name = 'what-if-remove'; Line = 'Remove-PaceDataPolicy customers -DropView -WhatIf' }
        @{ Name = 'table'; Line = 'Get-PaceTableRow customers_view -Principal marketing' }
        @{ Name = 'list'; Line = 'Get-PaceDataPolicy customers | Format-List' }
        @{ Name = 'unknown'; Line = 'Get-PaceTableRow custmers' }

        @{ Name = 'tab-cmdlet'; Line = 'Get-PaceTableR'; Key = 'Tab'; Until = '(?m)^PS> Get-PaceTableRow' }
        @{ Name = 'tab-parameter'; Line = 'Get-PaceTableRow customers -Prin'; Key = 'Tab'; Until = 'customers -Principal' }
        @{ Name = 'tab-path'; Line = 'Test-PaceDataPolicy ./dr'; Key = 'Tab'; Until = '\./draft\.yaml' }
        @{ Name = 'tab-several'; Line = 'Test-PaceDataPolicy ./cust'; Key = 'Tab', 'Tab'; Until = '(?m)customers\.yaml *$' }
        @{ Name = 'menu-cmdlet'; Line = 'Get-PaceT'; Key = 'C-Space'; Until = 'Get-PaceTableRow' }
        @{ Name = 'menu-parameter'; Line = 'Get-PaceTableRow customers -'; Key = 'C-Space'; Until = 'ProcessingPlatform' }
        @{ Name = 'menu-table'; Line = 'Get-PaceTableRow '; Key = 'C-Space'; Until = 'customers_view' }
        @{ Name = 'menu-group'; Line = 'Get-PaceTableRow customers_view -Principal '; Key = 'C-Space'; Until = 'support' }
        @{ Name = 'tab-policy'; Line = 'Get-PaceDataPolicy cus'; Key = 'Tab'; Until = 'PaceDataPolicy customers' }

        @{
            Name = 'picture'; Line = 'Get-PaceTableRow customers_view -Principal '; Key = 'C-Space'; Until = 'marketing +support'
            After = 'Test-PaceDataPolicy ./draft.yaml', 'Get-PaceTableRow customers_view -Principal marketing'
        }

        @{ Name = 'import-stopped'; Line = 'Import-PaceTable ./big.csv'; While = 'Importing big .*of 600,000 rows'; Stop = $true }
        @{ Name = 'nothing-half-made'; Line = 'Get-PaceTable' }
        @{ Name = 'import-big'; Line = 'Import-PaceTable ./big.csv'; While = 'of 600,000 rows' }
        @{ Name = 'rows-stopped'; Line = 'Get-PaceTableRow big'; While = '(?m)^ *\d+ Name \d+ '; Stop = $true }
        @{ Name = 'protect-stopped'; Line = 'Import-Csv big.csv | Protect-PaceData customers.yaml support > all.txt'; While = 'a second'; Stop = $true }

        @{ Name = 'evaluate-stopped'; Line = 'Invoke-PaceEvaluation ./customers.yaml -SampleData ./big.csv'; While = 'of 600,000 rows, for 3'; Stop = $true }

        @{ Name = 'tables'; Line = 'Get-PaceTable' }
        @{ Name = 'verbose'; Line = 'Import-PaceTable ./orders.csv -Verbose | Out-Null' }
        @{ Name = 'register'; Line = 'Register-PaceProcessingPlatform sales SQLITE -Path ./sales.db' }
        @{ Name = 'platforms'; Line = 'Get-PaceProcessingPlatform' }
        @{ Name = 'menu-platform'; Line = 'Get-PaceTable -ProcessingPlatform '; Key = 'C-Space'; Until = 'sales' }
        @{ Name = 'status'; Line = 'Get-PaceTelemetryStatus' }
        @{ Name = 'usage'; Line = 'Show-PaceTelemetry' }
    )
}
