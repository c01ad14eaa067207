using System.Reflection;
using System.Runtime.Loader;
using Pace.Engine.Policies;
using Pace.Engine.Storage;
using Pace.Engine.Tests.Storage.Support;

namespace Pace.Engine.Tests.Storage;

public sealed class LoadContextTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_store_in_a_load_context_of_its_own_works_beside_one_in_the_default_context()
    {
        PrivateContext context = new(typeof(LoadContextTests).Assembly.Location);
        Assembly engine = context.LoadFromAssemblyPath(typeof(SqlitePolicyStore).Assembly.Location);
        Assert.NotSame(typeof(SqlitePolicyStore).Assembly, engine);
        Type storeType = engine.GetType(typeof(SqlitePolicyStore).FullName!, throwOnError: true)!;
        object store = Activator.CreateInstance(storeType, _folder.File, null)!;
        object key = Activator.CreateInstance(engine.GetType(typeof(PolicyKey).FullName!)!, Some.Key.PlatformId, Some.Key.PolicyId)!;
        object policy = Activator.CreateInstance(engine.GetType(typeof(DataPolicy).FullName!)!)!;

        using (IDisposable pending = (IDisposable)storeType.GetMethod(nameof(SqlitePolicyStore.BeginSave))!
            .Invoke(store, [key, policy, null, CancellationToken.None])!)
        {
            pending.GetType().GetMethod(nameof(IPendingPolicy.Commit))!.Invoke(pending, [null, null]);
        }

        Assert.Equal(2, _folder.Store().Save(Some.Key).Version);
        Assert.Contains(context.Assemblies, assembly => assembly.GetName().Name == "Microsoft.Data.Sqlite");
        Assert.Contains("e_sqlite3", Assert.Single(context.NativeLibraries), StringComparison.Ordinal);
    }

    /// <summary>Loads whatever stands in a program's list of dependencies, as the module's own context does.</summary>
    private sealed class PrivateContext(string main) : AssemblyLoadContext("private")
    {
        private readonly AssemblyDependencyResolver _resolver = new(main);

        public HashSet<string> NativeLibraries { get; } = [];

        protected override Assembly? Load(AssemblyName assemblyName) =>
            _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName)
        {
            if (_resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is not { } path)
            {
                return 0;
            }

            NativeLibraries.Add(path);
            return LoadUnmanagedDllFromPath(path);
        }
    }
}
