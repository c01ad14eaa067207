using System.Globalization;

namespace Pace.Engine.Differential.Tests.Support;

/// <summary>How many policies, and which: said by the environment, as docs/architecture.md tells.</summary>
public static class Settings
{
    public const string SeedVariable = "PACE_DIFFERENTIAL_SEED";
    public const string PoliciesVariable = "PACE_DIFFERENTIAL_POLICIES";

    private const int UsualSeed = 20_240_229;
    private const int UsualPolicies = 500;

    /// <summary>The seed of the first policy; each next one's is one more.</summary>
    public static int Seed => Read(SeedVariable) ?? UsualSeed;

    public static int Policies => Read(PoliciesVariable) ?? UsualPolicies;

    /// <summary>How many are really applied as well, which takes longer.</summary>
    public static int Applied => Math.Max(1, Policies / 25);

    private static int? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : null;
}
