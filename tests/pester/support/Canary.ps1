# Runs every exported cmdlet with a canary in whatever can carry one: in a PowerShell of its own, by Privacy.Tests.ps1.
# Failures are welcome: they are what error texts are made of.
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $Address, # where uploads may go
    [Parameter(Mandatory)] [string] $Snapshots, # gets copies of the configuration directory
    [Parameter(Mandatory)] [string] $Report
)

$env:POWERSHELL_TELEMETRY_OPTOUT = $null # it held PowerShell's own telemetry back
$WarningPreference = $InformationPreference = 'SilentlyContinue'
Import-Module $Manifest
$configuration = Join-Path $HOME '.config' 'pace'

# Files with canaries in name and content, in the working directory, which has one in its name.
Set-Content ./zqcanaryrows.csv "zqcanaryid,zqcanarycolumn`n1,zqcanaryvalue`n2,other"
Set-Content ./zqcanarybroken.yaml "zqcanarykey: { zqcanary"
Set-Content ./zqcanarywrong.yaml "source:`n  zqcanarykey: zqcanaryvalue"
Set-Content ./zqcanarypolicy.yaml @'
metadata: { title: zqcanarytitle, description: zqcanarydescription }
source:
  ref: { integration_fqn: zqcanarytable, platform: { id: embedded, platform_type: SQLITE } }
  fields:
    - { name_parts: [ zqcanaryid ], type: integer }
    - { name_parts: [ zqcanarycolumn ], type: text }
rule_sets:
  - target: { ref: { integration_fqn: zqcanaryview } }
    filters:
      - generic_filter:
          conditions:
            - { principals: [ { group: zqcanarygroup } ], condition: "true" }
            - { principals: [], condition: "zqcanarycolumn <> 'zqcanaryliteral'" }
    field_transforms:
      - field: { name_parts: [ zqcanarycolumn ] }
        transforms:
          - { principals: [ { group: zqcanarygroup } ], identity: {} }
          - { principals: [], fixed: { value: zqcanaryfixed } }
'@
Set-Content ./zqcanarytag.yaml @'
description: zqcanarydescription
tag_transform:
  tag_content: zqcanarytag
  transforms:
    - { principals: [ { group: zqcanarygroup } ], identity: {} }
    - { principals: [], fixed: { value: zqcanaryfixed } }
'@
$policy = Import-PaceDataPolicy ./zqcanarypolicy.yaml
$transform = Set-PaceGlobalTransform ./zqcanarytag.yaml
$row = [pscustomobject] @{ zqcanaryid = 1; zqcanarycolumn = 'zqcanaryvalue' }
$nested = [pscustomobject] @{ zqcanaryproperty = @{ zqcanarykey = 'zqcanaryvalue' } }
$credential = [pscredential]::new('zqcanarylogin', (ConvertTo-SecureString 'zqcanarypassword' -AsPlainText -Force))

# The values that a parameter is given one after the other. $null: its type cannot carry a text, one value will do.
function Get-Values([string] $Command, $Parameter) {
    $name = $Parameter.Name
    $type = $Parameter.ParameterType
    if ($type.IsArray -and $type.GetElementType() -ne [object]) { $type = $type.GetElementType() }
    switch ($type.FullName) {
        'System.String' {
            switch -Regex ("$Command $name") {
                '^(Export|Show)-\S+ Path$' { return './zqcanaryout.yaml', './zqcanarynowhere/zqcanaryout.yaml' }
                '^Register-\S+ Path$' { return './zqcanary.db' }
                '^Import-PaceTable (Literal)?Path$' { return './zqcanaryrows.csv', './zqcanarymissing.csv' }
                '^Set-PaceGlobalTransform ' { return './zqcanarytag.yaml', './zqcanarybroken.yaml', './zqcanarywrong.yaml', './zqcanarymissing.yaml' }
                '^Get-PaceResource Path$' { return 'main', 'zqcanarytable', 'zqcanarynowhere/zqcanary' }
                ' (Path|LiteralPath)$' { return './zqcanarypolicy.yaml', './zqcanarybroken.yaml', './zqcanarywrong.yaml', './zqcanarymissing.yaml' }
                ' SampleData$' { return './zqcanaryrows.csv', './zqcanarymissing.csv' }
                ' Endpoint$' {
                    return 'zqcanary no address', 'ftp://zqcanary.invalid/', 'http://zqcanary.invalid/telemetry',
                        $Address.Replace('//', '//zqcanaryuser:zqcanarypassword@'), $Address.Replace('/telemetry', '/zqaddress?zqaddress=1')
                }
                ' Type$' { return 'SQLITE', 'POSTGRES', 'zqcanarytype' }
                # A folder instead of a host's name: a socket is looked for there, and no resolver is asked.
                ' HostName$' { return (Join-Path $PWD 'zqcanaryhost') }
                ' (ProcessingPlatform|On)$' { return 'embedded', 'zqcanaryplatform', 'zqcanaryserver', 'zqcanarynowhere' }
                '^Get-PaceTelemetry Command$' { return 'zqcanary*', 'Get-Pace*' }
                '^Register-\S+ Id$' { return 'zqcanaryplatform2', 'zqcanary bad/id' }
                '^Get-PaceSchema Database$' { return 'main', 'zqcanarydatabase' }
                ' Ref$' { return 'zqcanarytag', 'zqcanaryunknown' }
                ' (Id|Name|Target|Principal|MemberOf)$' { return 'zqcanarytable', 'zqcanaryview', 'zqcanarygroup', 'zqcanaryunknown' }
                default { return "zqcanary$($name.ToLowerInvariant())" }
            }
        }
        'System.Object' { return $policy, './zqcanarypolicy.yaml', './zqcanarybroken.yaml', 'zqcanarytext', $nested }
        'System.Management.Automation.PSObject' { return $row, $nested, 'zqcanarytext' }
        'System.Collections.IDictionary' { return @{ zqcanarycolumn = 'text'; zqcanarytokens = @($row) }, @{ zqcanaryother = 'zqcanarytype' } }
        'System.Management.Automation.PSCredential' { return $credential }
        'Pace.Engine.Policies.DataPolicy' { return $policy, 'zqcanarytext', $nested }
        'Pace.Engine.GlobalTransforms.GlobalTransform' { return $transform, 'zqcanarytext', $nested }
        'System.Text.Encoding' { return 'utf8', 'zqcanaryencoding' }
        'System.Char' { return ',', 'zqcanarydelimiter' }
        { $_ -in 'System.Int32', 'System.Int64' } { return 1, 'zqcanarynumber' }
        'System.Management.Automation.SwitchParameter' { return $true }
        default { throw "$Command -$name has the type $_, which this test does not know: can it carry a text?" }
    }
}

$given = [Collections.Generic.HashSet[string]]::new()
$runs = $failures = $failuresWithCanary = 0

function Invoke-WithCanary([string] $Command, [hashtable] $Arguments, [string] $Pipe) {
    $Arguments.Keys | ForEach-Object { $null = $given.Add("$Command $_") }
    $rest = @{} + $Arguments
    if ($Pipe) { $rest.Remove($Pipe) }
    $script:runs++
    $Error.Clear()
    try {
        $null = if ($Pipe) { , $Arguments[$Pipe] | ForEach-Object { $_ } | & $Command @rest *>&1 } else { & $Command @rest *>&1 }
    }
    catch { $null = $_ }
    $script:failures += $Error.Count
    if ("$Error" -match 'zqcanary') { $script:failuresWithCanary++ }
}

$common = [Management.Automation.PSCmdlet]::CommonParameters
$variables = 'ErrorVariable', 'WarningVariable', 'InformationVariable', 'OutVariable', 'PipelineVariable'

function Invoke-Everything($Command) {
    $name = $Command.Name
    $canAsk = $Command.Parameters.ContainsKey('Confirm')
    foreach ($set in $Command.ParameterSets) {
        $parameters = @($set.Parameters | Where-Object { $_.Name -notin $common -and $_.Name -ne 'Confirm' })
        $values = @{}
        $parameters | ForEach-Object { $values[$_.Name] = @(Get-Values $name $_) }
        # A page without a path of its own would be shown in a browser.
        $needed = @($parameters | Where-Object { $_.IsMandatory -or ($name -eq 'Show-PaceTelemetry' -and $_.Name -eq 'Path') })
        # Each parameter alone beside those that are needed, and all of them at once, all values having their turn.
        $choices = @(, @($needed)) + @($parameters | Where-Object { $_ -notin $needed } | ForEach-Object { , (@($needed) + $_) }) + @(, @($parameters | Where-Object Name -NE WhatIf))
        foreach ($chosen in $choices) {
            $most = [int] ($chosen | ForEach-Object { $values[$_.Name].Count } | Measure-Object -Maximum).Maximum
            for ($i = 0; $i -lt [math]::Max(1, $most); $i++) {
                $arguments = @{}
                $chosen | ForEach-Object { $arguments[$_.Name] = $values[$_.Name][$i % $values[$_.Name].Count] }
                if ($canAsk) { $arguments.Confirm = $false }
                Invoke-WithCanary $name $arguments
                foreach ($piped in $chosen | Where-Object { $_.ValueFromPipeline }) { Invoke-WithCanary $name $arguments $piped.Name }
            }
        }

        # Once more so that errors end it, and with variables of such names.
        $arguments = @{ ErrorAction = 'Stop' }
        $needed | ForEach-Object { $arguments[$_.Name] = $values[$_.Name][-1] }
        if ($canAsk) { $arguments.Confirm = $false }
        $variables | Where-Object { $Command.Parameters.ContainsKey($_) } | ForEach-Object { $arguments[$_] = 'zqcanaryvariable' }
        Invoke-WithCanary $name $arguments
    }
}

$statuses = [Collections.Generic.List[string]]::new()
function Send-Now { $statuses.Add((Send-PaceTelemetry -Force -ErrorAction Ignore).Status) }

# What turns counting off or forgets counts comes first, so that the rest is counted and sent.
Enable-PaceTelemetry -Upload -Endpoint $Address 6>$null
$null = Get-PaceVersion
Send-Now
$commands = @(Get-Command -Module Pace)
$aboutCounting = 'Disable-PaceTelemetry', 'Clear-PaceTelemetry', 'Enable-PaceTelemetry'
foreach ($name in $aboutCounting) { Invoke-Everything ($commands | Where-Object Name -EQ $name) }
Enable-PaceTelemetry -Upload -Endpoint $Address.Replace('/telemetry', '/zqaddress') 6>$null
Send-Now
Enable-PaceTelemetry -Upload -Endpoint $Address 6>$null
$aboutCounting | ForEach-Object { $null = & $_ -WhatIf 6>$null }

# Something to find for the cmdlets that look for platforms and tables.
$null = Import-PaceTable ./zqcanaryrows.csv -Name zqcanarytable
$null = Register-PaceProcessingPlatform zqcanaryplatform SQLITE -Path ./zqcanary.db
$null = Register-PaceProcessingPlatform zqcanaryserver POSTGRES -HostName (Join-Path $PWD zqcanaryhost) -Database zqcanarydatabase -Credential $credential
$null = Set-PaceDataPolicy $policy -Apply
Set-Alias zqcanaryalias Get-PaceVersion
$null = zqcanaryalias
function zqcanaryfunction { Get-PaceVersion }
$null = zqcanaryfunction

# In an order in which what is removed was there for the others.
$order = { switch -Wildcard ($_.Name) { 'Unregister-*' { 2 } 'Remove-*' { 1 } default { 0 } } }
foreach ($command in $commands | Where-Object Name -NotIn $aboutCounting | Sort-Object $order, Name) {
    Invoke-Everything $command
    # By another program, which no lock of this process stops.
    & cp -R $configuration (Join-Path $Snapshots $command.Name)
}

Send-Now
@{
    Given              = @($given)
    Expected           = @($commands | ForEach-Object {
            $name = $_.Name
            $_.ParameterSets.Parameters.Name | Where-Object { $_ -notin $common } | ForEach-Object { "$name $_" } } | Sort-Object -Unique)
    Commands           = @($commands.Name)
    Runs               = $runs
    Failures           = $failures
    FailuresWithCanary = $failuresWithCanary
    Statuses           = @($statuses)
    Names              = @([Environment]::MachineName, [Environment]::UserName, $PWD.Path, $HOME)
} | ConvertTo-Json | Set-Content $Report
exit 0
