namespace Pace.Telemetry.Tests;

/// <summary>How long tests go on that find the more the longer they do: 25 times as long with PACE_TEST_NIGHTLY=1.</summary>
internal static class Nightly
{
    public static int Times(int usual) =>
        Environment.GetEnvironmentVariable("PACE_TEST_NIGHTLY") == "1" ? usual * 25 : usual;
}
