# The dashboards and alert rules by themselves; RelayEndToEnd.Tests.ps1 runs every query against real servers.

BeforeDiscovery {
    . "$PSScriptRoot/support/Pace.ps1"
    $hasPromtool = [bool] (Get-Command promtool -CommandType Application -ErrorAction Ignore)
    $dashboards = Get-ChildItem "$RepositoryRoot/dashboards/grafana/*.json" | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    $rules = "$RepositoryRoot/dashboards/prometheus/pace.rules.yaml"
}

Describe 'The dashboard <Name>' -ForEach $dashboards {
    BeforeAll {
        $dashboard = Get-Content $Path -Raw | ConvertFrom-Json
    }

    It 'has panels that do not overlap, each with a title, a query, and the data source that its reader chooses' {
        foreach ($panel in $dashboard.panels) {
            $panel.title | Should -Not -BeNullOrEmpty
            @($panel.targets).Count | Should -BeGreaterThan 0
            $panel.datasource.uid | Should -Be '${datasource}'
            $panel.gridPos.x + $panel.gridPos.w | Should -BeLessOrEqual 24
            foreach ($other in $dashboard.panels | Where-Object id -lt $panel.id) {
                $apart = $other.gridPos.x + $other.gridPos.w -le $panel.gridPos.x -or $panel.gridPos.x + $panel.gridPos.w -le $other.gridPos.x -or
                $other.gridPos.y + $other.gridPos.h -le $panel.gridPos.y -or $panel.gridPos.y + $panel.gridPos.h -le $other.gridPos.y
                $apart | Should -BeTrue -Because "$($panel.title) and $($other.title)"
            }
        }
    }

    It 'uses no variable that it does not have' {
        $known = @($dashboard.templating.list.name) + '__range', '__rate_interval'
        $text = @($dashboard.panels.targets | ForEach-Object { $_.PSObject.Properties['expr'] ? $_.expr : $_.target }) -join ' '
        [regex]::Matches($text, '\$\{?(\w+)') | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique |
            Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
    }
}

Describe 'The alert rules' -Skip:(-not $hasPromtool) {
    It 'are rules to Prometheus' {
        $output = promtool check rules $rules 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$output"
    }

    It 'tell a jump in failures from failures as ever, from commands that are rarely used, and from what users stop' {
        $output = promtool test rules "$RepositoryRoot/tests/support/pace.rules.test.yaml" 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$output"
    }
}

Describe 'The rule that Grafana evaluates itself' {
    It 'asks the same as Prometheus''s' {
        $squeeze = { param($path) (Get-Content $path -Raw) -replace '\s+', ' ' }
        $null = (& $squeeze $rules) -match 'expr: \| (.*?) for: 15m'
        $expression = $Matches[1]
        $expression | Should -BeLike '*pace_commands_total*'
        (& $squeeze "$RepositoryRoot/dashboards/provisioning/alerting/pace.yaml").Contains($expression) | Should -BeTrue
    }
}
