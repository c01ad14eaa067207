namespace Pace.Relay.Tests.Support;

/// <summary>How long tests go on that find the more the longer they do: more with PACE_TEST_NIGHTLY=1.</summary>
internal static class Nightly
{
    private static readonly bool Is = Environment.GetEnvironmentVariable("PACE_TEST_NIGHTLY") == "1";

    public static int Times(int usual, int factor = 25) => Is ? usual * factor : usual;
}
