using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Storage;
using Pace.Engine.Tests.Storage.Support;

namespace Pace.Engine.Tests.Storage;

public sealed class SavingTests : IDisposable
{
    private static readonly PolicyKey Elsewhere = Some.Key with { PlatformId = "sales" };

    private static readonly string Fixture = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Storage", "policy.yaml");

    private readonly StoreFolder _folder = new();
    private readonly SqlitePolicyStore _store;

    public SavingTests() => _store = _folder.Store();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reading_a_store_that_was_never_written_finds_nothing_and_makes_no_file()
    {
        Assert.Empty(_store.List());
        Assert.Null(_store.Find(Some.Key));
        Assert.Empty(_store.History(Some.Key));
        Assert.False(_store.Remove(Some.Key));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void An_empty_file_is_a_store_without_policies()
    {
        File.WriteAllText(_folder.File, "");

        Assert.Empty(_store.List());
        Assert.Equal(1, _store.Save(Some.Key).Version);
    }

    [Fact]
    public void The_first_version_is_1_and_each_save_adds_one()
    {
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(_ => _store.Save(Some.Key).Version));
    }

    [Fact]
    public void Only_the_newest_version_is_active_and_all_are_kept()
    {
        _store.Save(Some.Key, "First");
        _store.Save(Some.Key, "Second");

        Assert.Equal(["First", "Second"], _store.History(Some.Key).Select(item => item.Title));
        Assert.Equal([false, true], _store.History(Some.Key).Select(item => item.Active));
        Assert.Equal("Second", _store.Find(Some.Key)!.Title);
        Assert.Equal("First", _store.Find(Some.Key, 1)!.Title);
        Assert.Null(_store.Find(Some.Key, 3));
        Assert.Equal("Second", Assert.Single(_store.List()).Title);
    }

    [Fact]
    public void Saving_on_one_platform_leaves_the_same_id_and_version_on_another_active()
    {
        _store.Save(Some.Key);
        _store.Save(Elsewhere);
        _store.Save(Some.Key);

        Assert.Equal(2, _store.Find(Some.Key)!.Version);
        Assert.Equal(1, _store.Find(Elsewhere)!.Version);
        Assert.Equal(["pg", "sales"], _store.List(policyId: Some.Key.PolicyId).Select(item => item.ProcessingPlatform));
    }

    [Fact]
    public void Marking_and_removing_on_one_platform_leave_the_same_id_on_another_alone()
    {
        _store.Save(Some.Key);
        StoredPolicy other = _store.Save(Elsewhere);

        _store.MarkApplied(Some.Key, 1, _folder.Clock.Now);
        Assert.True(_store.Remove(Some.Key));

        Assert.Empty(_store.List("pg"));
        Assert.Equal(other, _store.Find(Elsewhere));
    }

    [Fact]
    public void The_list_is_ordered_and_filtered_by_platform_and_id()
    {
        foreach ((string platform, string id) in new[] { ("b", "y"), ("a", "z"), ("b", "x"), ("a", "x") })
        {
            _store.Save(new PolicyKey(platform, id));
        }

        Assert.Equal(["a x", "a z", "b x", "b y"], Keys(_store.List()));
        Assert.Equal(["b x", "b y"], Keys(_store.List("b")));
        Assert.Equal(["a x", "b x"], Keys(_store.List(policyId: "x")));
        Assert.Equal(["b x"], Keys(_store.List("b", "x")));
        Assert.Empty(_store.List("B"));

        static IEnumerable<string> Keys(IEnumerable<StoredPolicy> list) => list.Select(item => $"{item.ProcessingPlatform} {item.Id}");
    }

    [Fact]
    public void A_name_is_data_and_never_SQL()
    {
        PolicyKey odd = new("p' OR '1'='1", "x\"; DROP TABLE policies; -- é\u0000日本");
        _store.Save(Some.Key);

        Assert.Equal(1, _store.Save(odd, "it's").Version);
        Assert.Equal("it's", Assert.Single(_store.List(odd.PlatformId)).Title);
        Assert.True(_store.Remove(odd));
        Assert.Single(_store.List());
    }

    [Fact]
    public void Times_come_from_the_clock_and_the_first_version_gives_the_creation_time()
    {
        DateTimeOffset first = _folder.Clock.Now;
        _store.Save(Some.Key);
        DateTimeOffset second = _folder.Clock.Now = first.AddDays(1).AddTicks(1);

        StoredPolicy saved = _store.Save(Some.Key);

        Assert.Equal((first, second, null), (saved.CreatedAt, saved.UpdatedAt, saved.AppliedAt));
        Assert.Equal(saved, _store.Find(Some.Key));
    }

    [Fact]
    public void What_a_policy_says_of_its_own_version_and_times_is_not_believed()
    {
        DateTimeOffset lie = new(1999, 1, 1, 0, 0, 0, TimeSpan.Zero);
        DataPolicy policy = Some.Policy() with
        {
            Metadata = new PolicyMetadata { Title = "Demo", Version = 41, CreateTime = lie, UpdateTime = lie, LastApplyTime = lie },
        };

        using IPendingPolicy pending = _store.BeginSave(Some.Key, policy);
        PolicyMetadata metadata = pending.Commit().Policy.Metadata!;

        Assert.Equal(1, metadata.Version);
        Assert.Equal(_folder.Clock.Now, metadata.CreateTime);
        Assert.Equal(_folder.Clock.Now, metadata.UpdateTime);
        Assert.Null(metadata.LastApplyTime);
        Assert.Equal(metadata, _store.Find(Some.Key)!.Policy.Metadata);
        Assert.DoesNotContain("1999", (string)_folder.Run("SELECT policy FROM policies")!, StringComparison.Ordinal);
    }

    [Fact]
    public void Committing_an_applied_policy_notes_when()
    {
        DateTimeOffset applied = new(2030, 1, 2, 1, 0, 0, TimeSpan.FromHours(-2));

        using IPendingPolicy pending = _store.BeginSave(Some.Key, Some.Policy());
        StoredPolicy saved = pending.Commit(appliedAt: applied);

        Assert.Equal(applied, saved.AppliedAt);
        Assert.Equal(TimeSpan.Zero, saved.AppliedAt!.Value.Offset);
        Assert.Equal(saved, _store.Find(Some.Key));
        Assert.Null(_store.Save(Some.Key).AppliedAt);
    }

    [Fact]
    public void Marking_a_version_as_applied_changes_its_times_and_neither_activates_nor_deactivates()
    {
        DateTimeOffset stored = _folder.Clock.Now;
        _store.Save(Some.Key);
        _store.Save(Some.Key);
        DateTimeOffset marked = _folder.Clock.Now = stored.AddHours(1);
        DateTimeOffset applied = stored.AddMinutes(59);

        StoredPolicy old = _store.MarkApplied(Some.Key, 1, applied);

        Assert.Equal((1, false, stored, marked, applied), (old.Version, old.Active, old.CreatedAt, old.UpdatedAt, old.AppliedAt));
        Assert.Equal(applied, old.Policy.Metadata!.LastApplyTime);
        Assert.Equal(old, _store.Find(Some.Key, 1));
        StoredPolicy active = _store.Find(Some.Key)!;
        Assert.Equal((2, stored, null), (active.Version, active.UpdatedAt, active.AppliedAt));
    }

    [Fact]
    public void A_mark_that_comes_late_does_not_hide_a_later_application()
    {
        _store.Save(Some.Key);
        DateTimeOffset later = _folder.Clock.Now.AddHours(1);
        _store.MarkApplied(Some.Key, 1, later);

        Assert.Equal(later, _store.MarkApplied(Some.Key, 1, _folder.Clock.Now).AppliedAt);
    }

    [Fact]
    public void Marking_a_version_that_is_not_stored_is_an_error_that_names_it()
    {
        PaceException absent = Assert.Throws<PaceException>(() => _store.MarkApplied(Some.Key, 1, _folder.Clock.Now));
        _store.Save(Some.Key);
        PaceException wrong = Assert.Throws<PaceException>(() => _store.MarkApplied(Some.Key, 2, _folder.Clock.Now));

        Assert.Equal(PaceErrorKind.PolicyNotFound, absent.Kind);
        Assert.Equal(PaceErrorKind.PolicyNotFound, wrong.Kind);
        Assert.Equal("Version 2 of policy 'public.demo' for platform 'pg' is not stored.", wrong.Message);
        Assert.Null(_store.Find(Some.Key)!.AppliedAt);
    }

    [Theory]
    [InlineData(0, 1, "Policy 'public.demo' for platform 'pg' is not stored, where version 1 was expected.")]
    [InlineData(2, 0, "Policy 'public.demo' for platform 'pg' is stored already, as version 2, where none was expected.")]
    [InlineData(2, 1, "Policy 'public.demo' for platform 'pg' is stored as version 2, where version 1 was expected.")]
    [InlineData(2, 3, "Policy 'public.demo' for platform 'pg' is stored as version 2, where version 3 was expected.")]
    public void Another_version_than_the_expected_one_is_refused_before_anything_happens(int stored, int expected, string message)
    {
        for (int version = 0; version < stored; version++)
        {
            _store.Save(Some.Key);
        }

        PaceException conflict = Assert.Throws<PaceException>(() => _store.BeginSave(Some.Key, Some.Policy(), expected));

        Assert.Equal(PaceErrorKind.VersionConflict, conflict.Kind);
        Assert.Equal(message, conflict.Message);
        Assert.NotNull(conflict.Remedy);
        Assert.Equal(stored, _store.History(Some.Key).Count);
        Assert.Equal(stored + 1, _store.Save(Some.Key, expected: stored).Version);
    }

    [Fact]
    public void A_policy_is_given_back_as_it_was_stored()
    {
        DataPolicy policy = PolicyReader.Read(File.ReadAllText(Fixture), PolicyFormat.Yaml).Policy!;

        using IPendingPolicy pending = _store.BeginSave(Some.Key, policy);
        StoredPolicy saved = pending.Commit();

        Assert.Equal(policy.RuleSets, saved.Policy.RuleSets);
        Assert.Equal(policy.Source, saved.Policy.Source);
        Assert.Equal("Customers", saved.Title);
        Assert.Equal(["public.demo_view"], saved.Targets);
        Assert.Null(saved.Policy.Origin);
        Assert.Equal(saved, _store.Find(Some.Key));
    }

    [Fact]
    public void A_policy_of_500_columns_and_50_groups_is_kept()
    {
        ValueList<Transform> transforms =
        [
            .. Enumerable.Range(0, 50).Select(at => new Transform { Principals = [Principal.Group($"group_number_{at}")], Action = new NullifyTransform() }),
            new Transform { Action = new NullifyTransform() },
        ];
        DataPolicy policy = Some.Policy("large") with
        {
            RuleSets =
            [
                new RuleSet
                {
                    Target = new Target { Ref = new ResourceUrn { IntegrationFqn = "public.v" } },
                    FieldTransforms = Enumerable.Range(0, 500)
                        .Select(at => new FieldTransform { Field = new Field { NameParts = [$"column_{at}"] }, Transforms = transforms })
                        .ToValueList(),
                },
            ],
        };

        using IPendingPolicy pending = _store.BeginSave(Some.Key, policy);
        StoredPolicy saved = pending.Commit();

        Assert.Equal(policy.RuleSets, saved.Policy.RuleSets);
        Assert.Equal(saved, _store.Find(Some.Key));
    }

    [Fact]
    public void A_policy_that_could_not_be_read_again_is_refused_and_keeps_nobody_out()
    {
        DataPolicy policy = Some.Policy(new string('x', PolicyReader.MaxBytes));

        PaceException error = Assert.Throws<PaceException>(() => _store.BeginSave(Some.Key, policy));

        Assert.Equal(PaceErrorKind.PolicyInvalid, error.Kind);
        Assert.Contains("at most 4194304 are read", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _store.Save(Some.Key).Version);
    }

    [Fact]
    public void A_platform_that_was_ahead_gives_the_version_and_the_next_save_goes_on_from_there()
    {
        _store.Save(Some.Key);
        using (IPendingPolicy pending = _store.BeginSave(Some.Key, Some.Policy()))
        {
            Assert.Equal(2, pending.Version);
            Assert.Equal(7, pending.Commit(7).Version);
        }

        Assert.Equal(8, _store.Save(Some.Key, expected: 7).Version);
        Assert.Equal([1, 7, 8], _store.History(Some.Key).Select(item => item.Version));
    }

    [Fact]
    public void A_version_below_the_reserved_one_is_refused_and_the_save_can_still_be_committed()
    {
        _store.Save(Some.Key);
        using IPendingPolicy pending = _store.BeginSave(Some.Key, Some.Policy());

        Assert.Throws<ArgumentOutOfRangeException>(() => pending.Commit(1));
        Assert.Equal(2, pending.Commit(2).Version);
    }

    [Fact]
    public void A_save_is_committed_once()
    {
        using IPendingPolicy pending = _store.BeginSave(Some.Key, Some.Policy());
        pending.Commit();

        Assert.Throws<InvalidOperationException>(() => pending.Commit());
        Assert.Single(_store.History(Some.Key));
    }

    [Fact]
    public void A_save_that_is_given_up_leaves_nothing_behind()
    {
        _store.Save(Some.Key, "Kept");
        IPendingPolicy pending = _store.BeginSave(Some.Key, Some.Policy("Given up"));
        pending.Dispose();
        pending.Dispose();

        Assert.Throws<InvalidOperationException>(() => pending.Commit());
        Assert.Equal("Kept", Assert.Single(_store.History(Some.Key)).Title);
        Assert.Equal(2, _store.Save(Some.Key).Version);
    }

    [Fact]
    public void Removing_takes_all_versions_and_a_new_policy_begins_anew()
    {
        DateTimeOffset before = _folder.Clock.Now;
        _store.Save(Some.Key);
        _store.Save(Some.Key);
        _folder.Clock.Now = before.AddDays(1);

        Assert.True(_store.Remove(Some.Key));
        Assert.Empty(_store.History(Some.Key));
        Assert.False(_store.Remove(Some.Key));
        StoredPolicy anew = _store.Save(Some.Key);
        Assert.Equal((1, before.AddDays(1)), (anew.Version, anew.CreatedAt));
    }

    [Fact]
    public void The_file_can_be_deleted_between_two_uses_and_nothing_else_stays_beside_it()
    {
        _store.Save(Some.Key);
        Assert.Equal([_folder.File], Directory.EnumerateFileSystemEntries(_folder.Root));

        File.Delete(_folder.File);

        Assert.Empty(_store.List());
        Assert.Equal(1, _store.Save(Some.Key).Version);
    }

    [Fact]
    public void The_folder_and_the_file_are_for_their_user_only()
    {
        string file = Path.Combine(_folder.Root, "new", "data", "policies.db");
        SqlitePolicyStore store = new(file);
        using (IPendingPolicy pending = store.BeginSave(Some.Key, Some.Policy()))
        {
            string[] files = Directory.GetFiles(Path.GetDirectoryName(file)!);
            Assert.Contains(file, files);
            if (!OperatingSystem.IsWindows())
            {
                const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                Assert.Equal(Own | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
                foreach (string name in files)
                {
                    Assert.Equal(Own, File.GetUnixFileMode(name));
                }
            }

            pending.Commit();
        }

        Assert.Equal(file, store.Path);
        Assert.Single(store.List());
    }
}
