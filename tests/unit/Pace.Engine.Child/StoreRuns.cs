using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Storage;

namespace Pace.Engine.Child;

/// <summary>What the process does to a policy store.</summary>
internal static class StoreRuns
{
    /// <summary>Saves one policy from several threads, once each, and prints each version or kind of error.</summary>
    public static int Save(string path, string platform, string id, int writers, int? expected)
    {
        SqlitePolicyStore store = new(path);
        Start();
        Thread[] threads = [.. Enumerable.Range(0, writers).Select(number => new Thread(() => Print(() =>
        {
            using IPendingPolicy pending = store.BeginSave(new PolicyKey(platform, id), Policy(id, $"writer {number}"), expected);
            return $"saved {pending.Commit().Version}";
        })))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return 0;
    }

    /// <summary>Begins to save a policy, says so, and then waits to be killed.</summary>
    public static int Hold(string path, string platform, string id)
    {
        using IPendingPolicy pending = new SqlitePolicyStore(path).BeginSave(new PolicyKey(platform, id), Policy(id, "never stored"));
        Console.WriteLine($"holding {pending.Version}");
        Console.ReadLine();
        return 1;
    }

    /// <summary>Saves versions of one policy until the file-size limit stops it.</summary>
    public static int Fill(string path, ulong bytes)
    {
        SqlitePolicyStore store = new(path);
        FileSizeLimit.Set(bytes);
        bool goesOn = true;
        while (goesOn)
        {
            goesOn = Print(() =>
            {
                DataPolicy policy = Policy("public.demo", new string('x', 4000));
                using IPendingPolicy pending = store.BeginSave(new PolicyKey("p", policy.Id), policy);
                return $"saved {pending.Commit().Version}";
            });
        }

        return 0;
    }

    private static DataPolicy Policy(string id, string title) => new()
    {
        Metadata = new PolicyMetadata { Title = title },
        Source = new PolicySource { Ref = new ResourceUrn { IntegrationFqn = id } },
    };

    // All processes begin together, when their parent says so.
    private static void Start()
    {
        Console.WriteLine("ready");
        Console.ReadLine();
    }

    private static bool Print(Func<string> act)
    {
        string line;
        bool done = true;
        try
        {
            line = act();
        }
        catch (PaceException exception)
        {
            line = $"{exception.Kind} {exception.Message}";
            done = false;
        }

        lock (Console.Out)
        {
            Console.WriteLine(line);
        }

        return done;
    }
}
