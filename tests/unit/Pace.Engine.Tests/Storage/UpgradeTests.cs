using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Storage;
using Pace.Engine.Tests.Storage.Support;

namespace Pace.Engine.Tests.Storage;

public sealed class UpgradeTests : IDisposable
{
    private static readonly StoreSchema First = new(StoreSchema.Policies.ApplicationId, [StoreSql.CreateVersion1]);

    // Steps that no release has: the second fails when it runs twice, the third always.
    private static readonly StoreSchema Second = With(First, "ALTER TABLE policies ADD COLUMN note TEXT");

    private static readonly StoreSchema Third = With(
        Second, "CREATE TABLE notes (note TEXT) STRICT; INSERT INTO notes SELECT note FROM policies");

    private static readonly StoreSchema Failing = With(
        First, "DELETE FROM policies; INSERT INTO absent VALUES (1)");

    private readonly StoreFolder _folder = new();

    public UpgradeTests() =>
        _folder.Run(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Storage", "policies.v1.sql")));

    public void Dispose() => _folder.Dispose();

    private string CopyOfVersion1 => _folder.File + ".v1.bak";

    [Fact]
    public void A_file_of_version_1_is_read_and_written_as_it_is()
    {
        SqlitePolicyStore store = _folder.Store(schema: First);

        AssertHoldsFixture(store);
        StoredPolicy next = store.Save(Some.Key, expected: 2);
        Assert.Equal((3, new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.Zero)), (next.Version, next.CreatedAt));
        Assert.Equal("ok", _folder.Run("PRAGMA integrity_check"));
    }

    [Fact]
    public void A_file_from_before_global_transforms_gets_their_table_after_a_copy()
    {
        SqliteGlobalTransformStore transforms = new(_folder.File, _folder.Clock);

        Assert.Empty(transforms.List());

        Assert.Equal(2L, _folder.Run("PRAGMA user_version"));
        Assert.Equal(3L, _folder.Run("SELECT count(*) FROM policies", CopyOfVersion1));
        AssertHoldsFixture(_folder.Store(schema: StoreSchema.Policies));
    }

    [Fact]
    public void The_first_use_upgrades_an_older_file_after_a_copy()
    {
        SqlitePolicyStore store = _folder.Store(schema: Second);

        AssertHoldsFixture(store);

        Assert.Equal(2L, _folder.Run("PRAGMA user_version"));
        Assert.Equal(0L, _folder.Run("SELECT count(note) FROM policies"));
        Assert.Equal(1L, _folder.Run("PRAGMA user_version", CopyOfVersion1));
        Assert.Equal(3L, _folder.Run("SELECT count(*) FROM policies", CopyOfVersion1));
        Assert.Equal([_folder.File, CopyOfVersion1], Directory.GetFiles(_folder.Root).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(CopyOfVersion1));
        }
    }

    [Fact]
    public void Steps_are_taken_one_after_the_other_and_only_those_that_are_missing()
    {
        AssertHoldsFixture(_folder.Store(schema: Second));
        File.Delete(CopyOfVersion1);

        AssertHoldsFixture(_folder.Store(schema: Third));
        AssertHoldsFixture(_folder.Store(schema: Third));

        Assert.Equal(3L, _folder.Run("PRAGMA user_version"));
        Assert.Equal(3L, _folder.Run("SELECT count(*) FROM notes"));
        Assert.False(File.Exists(CopyOfVersion1));
        Assert.Equal(2L, _folder.Run("PRAGMA user_version", _folder.File + ".v2.bak"));
    }

    [Fact]
    public void Saving_upgrades_too_and_giving_up_the_save_keeps_the_upgrade()
    {
        _folder.Store(schema: Third).BeginSave(Some.Key, Some.Policy()).Dispose();

        Assert.Equal(3L, _folder.Run("PRAGMA user_version"));
        AssertHoldsFixture(_folder.Store(schema: Third));
    }

    [Fact]
    public void A_new_file_has_the_newest_schema_and_needs_no_copy()
    {
        File.Delete(_folder.File);

        _folder.Store(schema: Third).Save(Some.Key);

        Assert.Equal(3L, _folder.Run("PRAGMA user_version"));
        Assert.Equal([_folder.File], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public async Task An_upgrade_happens_once_however_many_come_at_the_same_time()
    {
        Task<int>[] uses = [.. Enumerable.Range(0, 8).Select(number => Task.Run(() => number % 2 == 0
            ? _folder.Store(schema: Second).List().Count
            : _folder.Store(schema: Second).Save(new PolicyKey($"new-{number}", "x")).Version + 1))];

        Assert.All(await Task.WhenAll(uses), result => Assert.InRange(result, 2, 6));
        Assert.Equal(3L, _folder.Run("SELECT count(*) FROM policies", CopyOfVersion1));
        Assert.Equal(7L, _folder.Run("SELECT count(*) FROM policies"));
    }

    [Fact]
    public void A_failed_upgrade_leaves_the_file_as_it_was_and_names_the_copy()
    {
        PaceException error = Assert.Throws<PaceException>(() => _folder.Store(schema: Failing).List());

        Assert.Equal(PaceErrorKind.StoreUnusable, error.Kind);
        Assert.StartsWith(
            $"The store '{_folder.File}' could not be upgraded from schema version 1 to 2:", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"It was left as it is, and a copy is in '{CopyOfVersion1}'.", error.Message, StringComparison.Ordinal);
        Assert.Equal(1L, _folder.Run("PRAGMA user_version", CopyOfVersion1));
        AssertHoldsFixture(_folder.Store(schema: First));
    }

    [Fact]
    public void What_an_upgrade_that_was_killed_left_half_copied_is_replaced()
    {
        File.WriteAllText(CopyOfVersion1 + ".tmp", "half a copy");

        AssertHoldsFixture(_folder.Store(schema: Second));

        Assert.Equal("ok", _folder.Run("PRAGMA integrity_check", CopyOfVersion1));
        Assert.False(File.Exists(CopyOfVersion1 + ".tmp"));
    }

    [Fact]
    public void A_copy_put_back_in_place_of_the_file_is_a_store()
    {
        AssertHoldsFixture(_folder.Store(schema: Second));
        File.Move(CopyOfVersion1, _folder.File, overwrite: true);

        AssertHoldsFixture(_folder.Store(schema: First));
        Assert.Equal(3, _folder.Store(schema: First).Save(Some.Key).Version);
        Assert.Equal("wal", _folder.Run("PRAGMA journal_mode"));
    }

    [Fact]
    public void A_file_of_a_newer_schema_is_refused_and_left_as_it_is()
    {
        AssertHoldsFixture(_folder.Store(schema: Third));
        byte[] before = File.ReadAllBytes(_folder.File);
        SqlitePolicyStore store = _folder.Store(schema: First);

        PaceException[] errors =
        [
            Assert.Throws<PaceException>(() => store.List()),
            Assert.Throws<PaceException>(() => store.BeginSave(Some.Key, Some.Policy())),
            Assert.Throws<PaceException>(() => store.MarkApplied(Some.Key, 1, _folder.Clock.Now)),
            Assert.Throws<PaceException>(() => store.Remove(Some.Key)),
        ];

        Assert.All(errors, error =>
        {
            Assert.Equal(PaceErrorKind.StoreUnusable, error.Kind);
            Assert.Equal(
                $"The store '{_folder.File}' was written by a newer Pace: its schema is version 3, this Pace knows up to 1. "
                + "It was left as it is.",
                error.Message);
            Assert.StartsWith("Update Pace", error.Remedy, StringComparison.Ordinal);
        });
        Assert.Equal(before, File.ReadAllBytes(_folder.File));
    }

    private static StoreSchema With(StoreSchema schema, string step) => schema with { Steps = [.. schema.Steps, step] };

    private static void AssertHoldsFixture(SqlitePolicyStore store)
    {
        Assert.Equal(["Customers", "Customers, 2nd"], store.History(Some.Key).Select(item => item.Title));
        Assert.Equal(["Customers, 2nd", "Customers of sales"], store.List().Select(item => item.Title));
        StoredPolicy first = store.Find(Some.Key, 1)!;
        Assert.Equal(new DateTimeOffset(2024, 3, 1, 8, 0, 0, 500, TimeSpan.Zero), first.UpdatedAt);
        Assert.Equal(new DateTimeOffset(2024, 3, 1, 8, 0, 0, 250, TimeSpan.Zero), first.AppliedAt);
        AssertIsWrittenPolicy(first.Policy);
        Assert.Equal(
            new DateTimeOffset(2024, 3, 3, 0, 0, 0, TimeSpan.Zero).AddTicks(1),
            store.Find(Some.Key with { PlatformId = "sales" })!.CreatedAt);
    }

    private static void AssertIsWrittenPolicy(DataPolicy policy)
    {
        Field email = new() { NameParts = ["email"] };
        DataPolicy written = new()
        {
            Metadata = policy.Metadata! with { Title = "Customers", Description = "it's theirs", Tags = ["a", "b"] },
            Source = new PolicySource
            {
                Ref = new ResourceUrn
                {
                    IntegrationFqn = "public.demo",
                    Platform = new PlatformReference { Id = "pg", PlatformType = PlatformType.Postgres },
                },
                Fields = [email with { Type = "varchar", Required = true }],
            },
            RuleSets =
            [
                new RuleSet
                {
                    Target = new Target { Ref = new ResourceUrn { IntegrationFqn = "public.demo_view" } },
                    FieldTransforms =
                    [
                        new FieldTransform
                        {
                            Field = email,
                            Transforms =
                            [
                                new Transform
                                {
                                    Principals = [Principal.Group("marketing")],
                                    Action = new RegexpTransform { Regexp = "^.*(@.*)$", Replacement = "****$1" },
                                },
                                new Transform { Action = new NullifyTransform() },
                            ],
                        },
                    ],
                },
            ],
        };
        Assert.Equal(written, policy);
    }
}
