using System.Globalization;
using Microsoft.Data.Sqlite;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;

namespace Pace.Engine.Storage;

/// <summary>A row of the policies' table, as it stands in the file.</summary>
internal sealed record PolicyRow(
    PolicyKey Key, int Version, bool Active, string CreatedAt, string UpdatedAt, string? AppliedAt, string Text)
{
    // One length and UTC, so that texts sort as times; seven digits keep every tick.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public static List<PolicyRow> ReadAll(SqliteCommand command)
    {
        List<PolicyRow> rows = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new PolicyRow(
                new PolicyKey(reader.GetString(0), reader.GetString(1)),
                reader.GetInt32(2),
                reader.GetBoolean(3),
                reader.GetString(4),
                reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetString(6),
                reader.GetString(7)));
        }

        return rows;
    }

    /// <summary>The stored policy, its version and times those of the row.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.StoreUnusable"/>: the row cannot be read.</exception>
    public StoredPolicy ToStoredPolicy(string path, IPolicyCodec codec)
    {
        if (codec.Decode(Text, out IReadOnlyList<Diagnostic> problems) is not { } policy)
        {
            throw Unreadable(path, problems.Count > 0 ? problems[0].ToString() : "it is no policy");
        }

        try
        {
            return ToStoredPolicy(policy);
        }
        catch (FormatException exception)
        {
            throw Unreadable(path, exception.Message);
        }
    }

    /// <summary>The stored policy, from the policy that the text stands for.</summary>
    public StoredPolicy ToStoredPolicy(DataPolicy policy)
    {
        DateTimeOffset created = Read(CreatedAt);
        DateTimeOffset updated = Read(UpdatedAt);
        DateTimeOffset? applied = AppliedAt is null ? null : Read(AppliedAt);
        // Metadata must have a title, so a policy without any gets the plainest.
        PolicyMetadata metadata = (policy.Metadata ?? new PolicyMetadata { Title = "Policy " + Key.PolicyId }) with
        {
            Version = Version,
            CreateTime = created,
            UpdateTime = updated,
            LastApplyTime = applied,
        };

        // Positions in a text that nobody ever saw would only mislead.
        DataPolicy filled = policy with { Metadata = metadata, Origin = null };
        return new StoredPolicy(Key.PlatformId, Key.PolicyId, Version, Active, filled, created, updated, applied);
    }

    private static DateTimeOffset Read(string text) =>
        DateTimeOffset.ParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private PaceException Unreadable(string path, string why) => StoreErrors.Unusable(
        path,
        $"Version {Version} of policy '{Key.PolicyId}' for platform '{Key.PlatformId}' cannot be read from the store '{path}': {why}",
        "Update Pace if a newer one stored it; else remove the policy with Remove-PaceDataPolicy and store it again.");
}
