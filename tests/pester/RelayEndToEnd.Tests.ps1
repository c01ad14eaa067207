# From a cmdlet to the picture, through everything that is real: cmdlets count, the counts are sent to a relay, and come
# back from Prometheus, VictoriaMetrics and Graphite by their own query interfaces.

BeforeDiscovery {
    'Native', 'PostgresServer', 'MetricServers' | ForEach-Object { . "$PSScriptRoot/../support/$_.ps1" }
    $missing = @('victoria-metrics', 'prometheus', 'graphite' | Where-Object { -not (Find-MetricServer $_) })
}

BeforeAll {
    . "$PSScriptRoot/support/Pace.ps1"
    . "$PSScriptRoot/support/Relay.ps1"
    'Native', 'PostgresServer', 'MetricServers' | ForEach-Object { . "$PSScriptRoot/../support/$_.ps1" }
}

Describe 'What cmdlets counted' -Skip:($missing.Count -gt 0) {
    BeforeAll {
        $paceHome = New-PaceHome
        $optout = $env:POWERSHELL_TELEMETRY_OPTOUT
        $env:POWERSHELL_TELEMETRY_OPTOUT = $null
        Import-Module $ManifestPath
        $victoria = Start-VictoriaMetrics
        $graphite = Start-Graphite
        $relay = Start-Relay @{
            'Publish:VersionThreshold' = 1
            'Sinks:carbon:Type' = 'graphite'; 'Sinks:carbon:Address' = "127.0.0.1:$($graphite.GraphitePort)"; 'Sinks:carbon:IntervalSeconds' = 1
            'Sinks:victoria:Type' = 'graphite'; 'Sinks:victoria:Address' = "127.0.0.1:$($victoria.GraphitePort)"; 'Sinks:victoria:IntervalSeconds' = 1
        }
        $prometheus = Start-Prometheus "127.0.0.1:$($relay.Port)"
        Enable-PaceTelemetry -Upload -Endpoint "$($relay.Uri)/telemetry" 6>$null

        function Get-Json([string] $Uri) { (Invoke-WebRequest $Uri -NoProxy -TimeoutSec 10).Content | ConvertFrom-Json -AsHashtable -Depth 30 }
        function Get-Promql([string] $Server, [string] $Query) { (Get-Json "$Server/api/v1/query?query=$([uri]::EscapeDataString($Query))").data.result }
        function Get-Render([string] $Target) {
            Get-Json "$($graphite.Uri)/render?format=json&from=-10min&target=$([uri]::EscapeDataString($Target))"
        }

        # 'Get-PaceVersion 0 3' lines, sorted, of labelled values.
        function Get-Line([string] $Command, [string] $Code, [double] $Value) { "$Command $Code $Value" }
        function Read-Prometheus([string] $Server, [string] $Name) {
            Get-Promql $Server "{__name__=`"$Name`"}" | ForEach-Object { Get-Line $_.metric.command $_.metric.exit_code $_.value[1] } | Sort-Object
        }
        function Read-Graphite {
            Get-Render "seriesByTag('name=pace.commands')" | ForEach-Object {
                $newest = @($_.datapoints | Where-Object { $null -ne $_[0] })[-1]
                Get-Line $_.tags.command $_.tags.exit_code $newest[0]
            } | Sort-Object
        }
        function Read-Sent {
            $sent = Get-Content (Join-Path $paceHome.ConfigPath 'telemetry-sent.json') -Raw | ConvertFrom-Json -AsHashtable
            foreach ($command in $sent.metric_points.Keys) {
                foreach ($code in $sent.metric_points[$command].Keys) { Get-Line $command $code $sent.metric_points[$command][$code].cumulative_count }
            }
        }

        # The servers look and are pushed to once a second.
        function Wait-For([scriptblock] $Read, [string[]] $Expected) {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            do {
                $found = @(& $Read)
                if (($found -join "`n") -eq ($Expected -join "`n")) { break }
                Start-Sleep -Milliseconds 300
            } while ($watch.Elapsed.TotalSeconds -lt 30)
            $found
        }

        function Send-Some([int] $Versions, [int] $Failures) {
            for ($i = 0; $i -lt $Versions; $i++) { $null = Get-PaceVersion }
            for ($i = 0; $i -lt $Failures; $i++) { try { Get-PaceTable -ProcessingPlatform nowhere } catch { $null = $_ } }
            (Send-PaceTelemetry -Force).Status | Should -Be 'Accepted'
            Read-Sent | Sort-Object
        }

        $first = Send-Some 3 1
        $first | Should -Contain 'Get-PaceVersion 0 3'
        $first | Should -Contain 'Get-PaceTable 1 1'
        $null = Wait-For { Read-Prometheus $prometheus.Uri 'pace_commands_total' } $first
        $null = Wait-For { Read-Graphite } $first
        $sent = Send-Some 4 2
    }

    AfterAll {
        Stop-Relay $relay
        $prometheus, $graphite, $victoria | ForEach-Object { Stop-MetricServer $_ }
        $env:POWERSHELL_TELEMETRY_OPTOUT = $optout
        Remove-PaceHome $paceHome
    }

    It 'comes back from Prometheus, which scrapes the relay' {
        Wait-For { Read-Prometheus $prometheus.Uri 'pace_commands_total' } $sent | Should -Be $sent
        (Get-Promql $prometheus.Uri 'pace_installations{window="1d"}').value[1] | Should -Be 1
    }

    It 'comes back from VictoriaMetrics, which takes Graphite''s lines' {
        Wait-For { Read-Prometheus $victoria.Uri 'pace.commands' } $sent | Should -Be $sent
        (Get-Promql $victoria.Uri '{__name__="pace.installations",window="7d"}').value[1] | Should -Be 1
    }

    It 'comes back from Graphite with its tags' {
        Wait-For { Read-Graphite } $sent | Should -Be $sent
        $series = @(Get-Render "seriesByTag('name=pace.commands','command=Get-PaceTable')")
        $series.Count | Should -Be 1
        $tags = $series[0].tags
        $tags.client, $tags.verb, $tags.noun, $tags.exit_code, $tags.cli_version | Should -Be 'powershell', 'get', 'table', '1', '0.1'
    }

    It 'is on the relay''s own page' {
        $usage = Get-Json "$($relay.Uri)/api/usage?window=day"
        ($usage.commands | Where-Object command -eq 'Get-PaceTable').failed | Should -Be 3
    }

    It 'carries no id anywhere' {
        $id = (Get-PaceTelemetryStatus).Id
        (Invoke-WebRequest "$($relay.Uri)/metrics" -NoProxy).Content | Should -Not -Match $id
    }

    Context 'in the Grafana dashboard for Prometheus' {
        BeforeAll {
            $dashboard = Get-Content "$RepositoryRoot/dashboards/grafana/pace-prometheus.json" -Raw | ConvertFrom-Json
            function Find-Series([string] $Title) {
                $panel = $dashboard.panels | Where-Object title -eq $Title
                foreach ($target in $panel.targets) {
                    $query = $target.expr.Replace('$__range', '10m').Replace('$__rate_interval', '1m').Replace('$client', '.*').Replace('$system', '.*')
                    $query | Should -Not -Match '\$'
                    Get-Promql $prometheus.Uri $query
                }
            }
            $commands = $sent | ForEach-Object { $_.Split(' ')[0] } | Sort-Object -Unique
        }

        It 'every panel shows something' {
            foreach ($panel in $dashboard.panels) {
                @(Find-Series $panel.title).Count | Should -BeGreaterThan 0 -Because $panel.title
            }
        }

        It 'panels by command, version and system have their series, and no others' {
            (Find-Series 'Commands by use').metric.command | Sort-Object | Should -Be $commands
            (Find-Series 'Failure rate by command').metric.command | Should -Be 'Get-PaceTable'
            [Math]::Round((Find-Series 'Failure rate by command').value[1], 6) | Should -Be 100
            (Find-Series 'Versions').metric.cli_version | Should -Be '0.1'
            (Find-Series 'Systems').metric.operating_system | Should -Be 'linux'
            (Find-Series 'Runs an hour').metric.client | Should -Be 'powershell'
            (Find-Series 'Installations').metric.window | Sort-Object | Should -Be '1d', '30d', '7d'
            (Find-Series 'Installations, last day').value[1] | Should -Be 1
        }
    }

    Context 'in the Grafana dashboard for Graphite' {
        BeforeAll {
            $dashboard = Get-Content "$RepositoryRoot/dashboards/grafana/pace-graphite.json" -Raw | ConvertFrom-Json
            function Find-Series([string] $Title) {
                $panel = $dashboard.panels | Where-Object title -eq $Title
                foreach ($target in $panel.targets) {
                    $query = $target.target.Replace('${client:pipe}', 'powershell|cli|other').Replace('${system:pipe}', 'linux|windows|darwin|other').Replace('$window', '10min')
                    $query | Should -Not -Match '\$\w'
                    Get-Render $query
                }
            }
            $commands = $sent | ForEach-Object { $_.Split(' ')[0] } | Sort-Object -Unique
            function Get-Sum($Series) { ($Series.datapoints | Where-Object { $null -ne $_[0] } | ForEach-Object { $_[0] } | Measure-Object -Sum).Sum }
        }

        It 'every panel shows something' {
            foreach ($panel in $dashboard.panels) {
                @(Find-Series $panel.title | Where-Object { $null -ne (Get-Sum $_) }).Count | Should -BeGreaterThan 0 -Because $panel.title
            }
        }

        It 'panels by command, version and system have their series, and no others' {
            $found = Find-Series 'Commands by use'
            $found.target | Sort-Object | Should -Be $commands
            # A new series begins with 0, so that its first counts are seen.
            Get-Sum ($found | Where-Object target -eq 'Get-PaceVersion') | Should -Be 7
            Get-Sum (Find-Series 'Failed') | Should -Be 3
            (Find-Series 'Versions').target | Should -Be '0.1'
            (Find-Series 'Systems').target | Should -Be 'linux'
            (Find-Series 'Installations').target | Sort-Object | Should -Be '1d', '30d', '7d'
        }
    }
}
