using Pace.Engine.Policies;
using Pace.Engine.Storage;

namespace Pace.Engine.Tests.Storage.Support;

/// <summary>Things to store.</summary>
internal static class Some
{
    public static readonly PolicyKey Key = new("pg", "public.demo");

    public static DataPolicy Policy(string title = "Demo", string id = "public.demo") => new()
    {
        Metadata = new PolicyMetadata { Title = title },
        Source = new PolicySource { Ref = new ResourceUrn { IntegrationFqn = id } },
    };

    public static StoredPolicy Save(this SqlitePolicyStore store, PolicyKey key, string title = "Demo", int? expected = null)
    {
        using IPendingPolicy pending = store.BeginSave(key, Policy(title, key.PolicyId), expected);
        return pending.Commit();
    }
}
