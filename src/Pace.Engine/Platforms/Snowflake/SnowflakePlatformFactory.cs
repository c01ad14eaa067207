using Pace.Engine.Platforms.Http;
using Pace.Engine.Policies;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>Makes Snowflake platforms.</summary>
public sealed class SnowflakePlatformFactory : IPlatformFactory
{
    private const int DefaultTimeout = 10;

    /// <inheritdoc/>
    public PlatformType Type => PlatformType.Snowflake;

    /// <inheritdoc/>
    public IReadOnlyList<PlatformOption> Options { get; } =
    [
        new("account-name", true, "the account's name in its organization, or its locator"),
        new("organization-name", false, "the organization; left out, account-name is a locator"),
        new("server-url", false, "the account's address; https://<organization>-<account>.snowflakecomputing.com when left out"),
        new("database", true, "the database, spelled as the platform lists it"),
        new("user-name", true, "the user who logs in"),
        new("private-key-file", false, "the file of the user's private key, PKCS#8 in PEM"),
        new("private-key", false, "the private key itself, as ${ENV_NAME}"),
        new("private-key-passphrase", false, "what the key is encrypted with, as ${ENV_NAME}"),
        new("warehouse", false, "the warehouse that computes, the user's default when left out"),
        new("role", false, "the role in force, the user's default when left out"),
        new("timeout-seconds", false, "how long connecting may take, 1 to 300, 10 when left out"),
    ];

    /// <inheritdoc/>
    public IProcessingPlatform Create(PlatformSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        PlatformOptionReader reader = new(settings, Options);
        if (settings.Credential is not null)
        {
            reader.Add("a credential is given, and Snowflake's API takes no passwords: set private-key-file");
        }

        // A locator may carry its region, which tokens leave out and the address needs.
        string account = reader.Text("account-name") ?? "";
        string? organization = reader.Text("organization-name");
        string full = organization is null ? account : $"{organization}-{account}";
        string url = reader.Text("server-url") ?? $"https://{full.Replace('_', '-').ToLowerInvariant()}.snowflakecomputing.com";
        if (ServiceEndpoint.Problem(url, out Uri address) is { } problem && account.Length > 0)
        {
            reader.Add($"the key '{(reader.Text("server-url") is null ? "account-name" : "server-url")}' {problem}");
        }

        if (reader.Text("private-key-file") is not null && reader.Text("private-key") is not null)
        {
            reader.Add("the keys 'private-key-file' and 'private-key' say two things: keep one");
        }

        SnowflakeSettings snowflake = new(
            new ServiceEndpoint(settings.Id, "Snowflake", address),
            (organization is null ? account.Split('.')[0] : full).ToUpperInvariant(),
            (reader.Text("user-name") ?? "").ToUpperInvariant(),
            reader.Text("database") ?? "",
            reader.Text("warehouse"),
            reader.Text("role"),
            TimeSpan.FromSeconds(reader.Integer("timeout-seconds", 1, 300, DefaultTimeout)));
        KeySource key = new(settings.Id, reader.Text("private-key-file"), reader.Text("private-key"), reader.Text("private-key-passphrase"));
        reader.ThrowIfWrong();
        return new SnowflakePlatform(snowflake, key, TimeProvider.System);
    }
}
