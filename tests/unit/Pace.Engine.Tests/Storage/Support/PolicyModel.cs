using Pace.Engine.Storage;

namespace Pace.Engine.Tests.Storage.Support;

/// <summary>What a store of policies should do, as plainly as it can be said.</summary>
internal sealed class PolicyModel
{
    private readonly List<Row> _rows = [];

    public sealed record Row(
        PolicyKey Key, int Version, bool Active, string Title, DateTimeOffset Created, DateTimeOffset Updated, DateTimeOffset? Applied);

    public IEnumerable<Row> Active => _rows
        .Where(row => row.Active)
        .OrderBy(row => row.Key.PlatformId, StringComparer.Ordinal)
        .ThenBy(row => row.Key.PolicyId, StringComparer.Ordinal);

    public IEnumerable<Row> History(PolicyKey key) => _rows.Where(row => row.Key == key).OrderBy(row => row.Version);

    public int ActiveVersion(PolicyKey key) => _rows.SingleOrDefault(row => row.Key == key && row.Active)?.Version ?? 0;

    public void Save(PolicyKey key, int version, string title, DateTimeOffset now, DateTimeOffset? applied)
    {
        DateTimeOffset created = History(key).Select(row => (DateTimeOffset?)row.Created).FirstOrDefault() ?? now;
        for (int index = 0; index < _rows.Count; index++)
        {
            if (_rows[index].Key == key)
            {
                _rows[index] = _rows[index] with { Active = false };
            }
        }

        _rows.Add(new Row(key, version, true, title, created, now, applied));
    }

    public bool MarkApplied(PolicyKey key, int version, DateTimeOffset now, DateTimeOffset applied)
    {
        int index = _rows.FindIndex(row => row.Key == key && row.Version == version);
        if (index < 0)
        {
            return false;
        }

        DateTimeOffset last = _rows[index].Applied is { } earlier && earlier > applied ? earlier : applied;
        _rows[index] = _rows[index] with { Updated = now, Applied = last };
        return true;
    }

    public bool Remove(PolicyKey key) => _rows.RemoveAll(row => row.Key == key) > 0;
}
