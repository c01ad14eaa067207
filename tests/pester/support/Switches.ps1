# Every switch of docs/telemetry.md by its number there, as what is added to an agreement to upload. Dot-source it.
# Variable is set in the environment, Config written to config.yaml, Machine to the machine's file; Keep lets
# POWERSHELL_TELEMETRY_OPTOUT stand.
$SwitchesOfUpload = @(
    @{ Number = 1; Switch = 'PACE_TELEMETRY_OPTOUT'; Variable = @{ PACE_TELEMETRY_OPTOUT = '1' } }
    @{ Number = 2; Switch = 'DO_NOT_TRACK'; Variable = @{ DO_NOT_TRACK = 'true' } }
    @{ Number = 3; Switch = 'PACE_TELEMETRY=off'; Variable = @{ PACE_TELEMETRY = 'off' } }
    @{ Number = 4; Switch = 'telemetry: off in config.yaml'; Config = 'telemetry: off' }
    @{ Number = 5; Switch = 'telemetry: off in the machine''s file'; Machine = 'telemetry: off' }
    @{ Number = 6; Switch = 'POWERSHELL_TELEMETRY_OPTOUT'; Keep = $true }
    @{ Number = 7; Switch = 'PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS=-1'; Variable = @{ PACE_TELEMETRY_UPLOAD_INTERVAL_SECONDS = '-1' } }
    @{ Number = 8; Switch = 'a negative interval in config.yaml'; Config = 'telemetry-upload-interval-seconds: -1' }
    @{ Number = 9; Switch = 'a negative interval in the machine''s file'; Machine = 'telemetry-upload-interval-seconds: -1' }
    @{ Number = 10; Switch = 'nobody said upload'; Variable = @{ PACE_TELEMETRY = $null } }
    @{ Number = 10; Switch = 'telemetry: local in config.yaml'; Variable = @{ PACE_TELEMETRY = $null }; Config = 'telemetry: local' }
    @{ Number = 11; Switch = 'no endpoint'; Variable = @{ PACE_TELEMETRY_ENDPOINT = $null } }
    @{ Number = 11; Switch = 'an endpoint that breaks the rules'; Variable = @{ PACE_TELEMETRY_ENDPOINT = 'http://relay.example.com/telemetry' } }
    @{ Number = 12; Switch = 'a token that cannot be resolved'; Config = 'telemetry-token: ${PACE_NOBODY_SET_THIS}' }
)
