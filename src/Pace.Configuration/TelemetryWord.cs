namespace Pace.Configuration;

/// <summary>What a value of the switch <c>telemetry</c> means.</summary>
internal static class TelemetryWord
{
    /// <summary>Whether a value says that counting is off; null where it is none of the known words.</summary>
    /// <remarks>YAML 1.1 writers turn <c>off</c> into <c>false</c>, so that means off too.</remarks>
    public static bool? MeansOff(string value) => value.Trim().ToUpperInvariant() switch
    {
        "OFF" or "FALSE" or "NO" or "0" => true,
        "LOCAL" or "UPLOAD" => false,
        _ => null,
    };

    /// <summary>Whether a value agrees to uploading.</summary>
    public static bool MeansUpload(string value) => value.Trim().Equals("upload", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a variable that opts out is set to yes: 1, true, yes or on, in any case.</summary>
    public static bool IsTrue(string? value) => value?.Trim().ToUpperInvariant() is "1" or "TRUE" or "YES" or "ON";
}
