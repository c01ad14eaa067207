# Real metric servers of the distribution for tests: on free loopback ports, in a temporary folder, gone afterwards.
# Needs Native.ps1 and PostgresServer.ps1 (Get-FreePort) beside it.

# What takes the metrics, by package; a test that needs one that is missing is skipped.
function Find-MetricServer([ValidateSet('victoria-metrics', 'prometheus', 'graphite')] [string] $Name) {
    $programs = if ($Name -eq 'graphite') { 'carbon-cache', 'graphite-manage' } else { , $Name }
    -not ($programs | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) })
}

# VictoriaMetrics with a Graphite plaintext port. Gives Uri (its own query interface) and GraphitePort.
function Start-VictoriaMetrics {
    $http, $graphite = (Get-FreePort), (Get-FreePort)
    $server = Start-MetricProcess victoria-metrics {
        param($folder)
        @('victoria-metrics', "-storageDataPath=$folder/data", "-httpListenAddr=127.0.0.1:$http",
            "-graphiteListenAddr=127.0.0.1:$graphite", '-retentionPeriod=1', '-search.latencyOffset=0s', '-memory.allowedBytes=128MB')
    }
    $server | Add-Member @{ Uri = "http://127.0.0.1:$http"; GraphitePort = $graphite }
    Wait-MetricServer $server "http://127.0.0.1:$http/health"
    $server
}

# Prometheus that scrapes one address each second.
function Start-Prometheus([string] $Target) {
    $http = Get-FreePort
    $server = Start-MetricProcess prometheus {
        param($folder)
        Set-Content "$folder/prometheus.yml" @"
global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
scrape_configs:
  - job_name: pace-relay
    static_configs: [ { targets: [ '$Target' ] } ]
"@
        @('prometheus', "--config.file=$folder/prometheus.yml", "--storage.tsdb.path=$folder/data",
            "--web.listen-address=127.0.0.1:$http", '--log.level=warn')
    }
    $server | Add-Member @{ Uri = "http://127.0.0.1:$http" }
    Wait-MetricServer $server "http://127.0.0.1:$http/-/ready"
    $server
}

# carbon-cache and graphite-web, tags included. Gives Uri (graphite-web) and GraphitePort (plaintext).
function Start-Graphite {
    $line, $pickle, $query, $web = (Get-FreePort), (Get-FreePort), (Get-FreePort), (Get-FreePort)
    $site = Start-MetricProcess graphite {
        param($folder)
        'log', 'index', 'whisper', 'lists' | ForEach-Object { $null = New-Item "$folder/storage/$_" -ItemType Directory }
        $key = [guid]::NewGuid().ToString('n')
        Set-Content "$folder/pace_graphite_settings.py" @"
SECRET_KEY = '$key'
ALLOWED_HOSTS = ['127.0.0.1']
TIME_ZONE = 'UTC'
STORAGE_DIR = '$folder/storage'
LOG_DIR = '$folder/storage/log'
INDEX_FILE = '$folder/storage/index/index'
WHISPER_DIR = '$folder/storage/whisper'
STANDARD_DIRS = [WHISPER_DIR]
CARBONLINK_HOSTS = ['127.0.0.1:$query']
LOG_FILE_INFO = LOG_FILE_EXCEPTION = LOG_FILE_CACHE = LOG_FILE_RENDERING = '-'
CARBON_METRIC_INTERVAL = 0
DATABASES = {'default': {'NAME': '$folder/storage/graphite.db', 'ENGINE': 'django.db.backends.sqlite3'}}
CACHES = {'default': {'BACKEND': 'django.core.cache.backends.dummy.DummyCache'}}
"@
        Set-Content "$folder/storage-schemas.conf" "[all]`npattern = .*`nretentions = 1s:1h`n"
        Set-Content "$folder/storage-aggregation.conf" "[all]`npattern = .*`nxFilesFactor = 0`naggregationMethod = last`n"
        Set-Content "$folder/carbon.conf" @"
[cache]
STORAGE_DIR = $folder/storage
CONF_DIR = $folder
LOG_DIR = $folder/storage/log
PID_DIR = $folder
LOCAL_DATA_DIR = $folder/storage/whisper
LINE_RECEIVER_INTERFACE = 127.0.0.1
LINE_RECEIVER_PORT = $line
PICKLE_RECEIVER_INTERFACE = 127.0.0.1
PICKLE_RECEIVER_PORT = $pickle
CACHE_QUERY_INTERFACE = 127.0.0.1
CACHE_QUERY_PORT = $query
USE_INSECURE_UNPICKLER = False
ENABLE_TAGS = True
GRAPHITE_URL = http://127.0.0.1:$web
TAG_UPDATE_INTERVAL = 1
MAX_CREATES_PER_MINUTE = inf
MAX_UPDATES_PER_SECOND = inf
CARBON_METRIC_INTERVAL = 0
LOG_UPDATES = False
"@
        $variables = @{ GRAPHITE_SETTINGS_MODULE = 'pace_graphite_settings'; PYTHONPATH = $folder; PYTHONDONTWRITEBYTECODE = '1' }
        Use-Environment -Variable $variables -Body { graphite-manage migrate --run-syncdb --verbosity 0 2>&1 | Out-File "$folder/migrate.log" }
        if ($LASTEXITCODE -ne 0) { throw "graphite-manage migrate failed: $(Get-Content "$folder/migrate.log" -Tail 3)" }
        $variables.GetEnumerator() | ForEach-Object { Set-Content "$folder/$($_.Key).env" $_.Value }
        @('graphite-manage', 'runserver', '--noreload', "127.0.0.1:$web")
    }
    Wait-MetricServer $site "http://127.0.0.1:$web/version/"
    $folder = $site.Folder
    $site.Processes += Start-Program $folder @('carbon-cache', "--config=$folder/carbon.conf", '--nodaemon', 'start') 'carbon'
    $site | Add-Member @{ Uri = "http://127.0.0.1:$web"; GraphitePort = $line }
    Wait-Port $site $line
    $site
}

# Ends a server's processes by their ids, and removes its folder.
function Stop-MetricServer($Server) {
    if (-not $Server) { return }
    foreach ($process in $Server.Processes) {
        if (-not $process.HasExited) { $process.Kill($true) }
        $null = $process.WaitForExit(10000)
        $process.Dispose()
    }

    Remove-Item $Server.Folder -Recurse -Force -ErrorAction Ignore
}

function Start-MetricProcess([string] $Name, [scriptblock] $Command) {
    $folder = Join-Path ([IO.Path]::GetTempPath()) "pace-$Name-$([guid]::NewGuid().ToString('n'))"
    $null = New-Item $folder -ItemType Directory
    $server = [pscustomobject] @{ Name = $Name; Folder = $folder; Processes = @() }
    try {
        $server.Processes += Start-Program $folder (& $Command $folder) $Name
    }
    catch {
        Stop-MetricServer $server
        throw
    }

    $server
}

function Start-Program([string] $Folder, [string[]] $Command, [string] $Name) {
    $start = [Diagnostics.ProcessStartInfo]::new('/bin/sh')
    # The shell gives its place to the program, so that the process id is the program's; its output goes to a file.
    @('-c', 'log=$1; shift; exec "$@" >"$log" 2>&1 </dev/null', 'sh', "$Folder/$Name.log") + $Command | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.WorkingDirectory = $Folder
    Get-ChildItem $Folder -Filter *.env | ForEach-Object { $start.Environment[$_.BaseName] = (Get-Content $_).Trim() }
    [Diagnostics.Process]::Start($start)
}

function Wait-MetricServer($Server, [string] $Uri) {
    Wait-Metric $Server { $(try { (Invoke-WebRequest $Uri -TimeoutSec 2 -NoProxy).StatusCode -eq 200 } catch { $false }) }
}

function Wait-Port($Server, [int] $Port) {
    Wait-Metric $Server { $(try { [Net.Sockets.TcpClient]::new('127.0.0.1', $Port).Dispose(); $true } catch { $false }) }
}

function Wait-Metric($Server, [scriptblock] $IsReady, [int] $Seconds = 60) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $IsReady)) {
        $gone = @($Server.Processes | Where-Object HasExited)
        if ($gone -or $watch.Elapsed.TotalSeconds -gt $Seconds) {
            $log = Get-Content "$($Server.Folder)/*.log" -Tail 8 -ErrorAction Ignore
            Stop-MetricServer $Server
            throw "$($Server.Name) did not start: $($log -join "`n")"
        }

        Start-Sleep -Milliseconds 100
    }
}
