# Strict stubs of Snowflake's and BigQuery's services, of the sources that the unit tests use too. Dot-source it in BeforeAll.

if (-not ('Pace.Tests.Warehouses.RestStub' -as [type])) {
    $sources = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'support', 'Warehouses')
    Add-Type -Path (Get-ChildItem $sources -Filter *.cs).FullName
}

function New-SnowflakeStub {
    $stub = [Pace.Tests.Warehouses.SnowflakeStub]::new()
    $null = [Pace.Tests.Warehouses.SnowflakeAccount]::Example($stub.Content)
    $stub
}

function New-BigQueryStub {
    $stub = [Pace.Tests.Warehouses.BigQueryStub]::new()
    $null = [Pace.Tests.Warehouses.BigQueryProject]::Example($stub.Content)
    $stub
}
