using FsCheck;
using FsCheck.Fluent;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Storage;
using Pace.Engine.Tests.Storage.Support;

namespace Pace.Engine.Tests.Storage;

public sealed class StoreModelTests
{
    private static readonly PolicyKey[] Keys =
        [.. from platform in new[] { "pg", "PG" } from id in new[] { "a", "b" } select new PolicyKey(platform, id)];

    private enum Kind
    {
        Save,
        SaveExpecting,
        GiveUp,
        MarkApplied,
        Remove,
    }

    /// <param name="Kind">What is done.</param>
    /// <param name="Key">To which of the keys.</param>
    /// <param name="Number">The version expected or marked; how far the platform is ahead where one is saved.</param>
    /// <param name="Minutes">How long after the clock's time it was applied; odd: not at all where it is saved.</param>
    private sealed record Step(Kind Kind, int Key, int Number, int Minutes);

    [Fact]
    public void Any_sequence_of_changes_leaves_what_the_model_says()
    {
        Gen<Step> step =
            from kind in Gen.Frequency(
                (4, Gen.Constant(Kind.Save)),
                (2, Gen.Constant(Kind.SaveExpecting)),
                (1, Gen.Constant(Kind.GiveUp)),
                (3, Gen.Constant(Kind.MarkApplied)),
                (1, Gen.Constant(Kind.Remove)))
            from key in Gen.Choose(0, Keys.Length - 1)
            from number in Gen.Choose(0, 4)
            from minutes in Gen.Choose(-30, 30)
            select new Step(kind, key, number, minutes);
        Arbitrary<Step[]> steps = Gen.Resize(Gen.ArrayOf(step), 24).ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(steps, Agrees));
    }

    private static void Agrees(Step[] steps)
    {
        using StoreFolder folder = StoreFolder.InMemory();
        SqlitePolicyStore store = folder.Store();
        PolicyModel model = new();
        foreach (Step step in steps)
        {
            folder.Clock.Now += TimeSpan.FromMinutes(1);
            Run(step, folder.Clock.Now, store, model);

            Assert.Equal(model.Active, store.List().Select(ToRow));
            Assert.Equal(model.History(Keys[step.Key]), store.History(Keys[step.Key]).Select(ToRow));
        }

        Assert.All(Keys, key => Assert.Equal(model.History(key), store.History(key).Select(ToRow)));
    }

    private static void Run(Step step, DateTimeOffset now, SqlitePolicyStore store, PolicyModel model)
    {
        PolicyKey key = Keys[step.Key];
        DateTimeOffset applied = now.AddMinutes(step.Minutes);
        string title = $"Saved at {now:T}";
        int next = model.ActiveVersion(key) + 1;
        switch (step.Kind)
        {
            case Kind.Save:
                int version = next + (step.Number == 4 ? 3 : 0);
                DateTimeOffset? noted = step.Minutes % 2 == 0 ? applied : null;
                using (IPendingPolicy pending = store.BeginSave(key, Some.Policy(title, key.PolicyId)))
                {
                    Assert.Equal(next, pending.Version);
                    pending.Commit(version, noted);
                }

                model.Save(key, version, title, now, noted);
                break;

            case Kind.SaveExpecting when step.Number == next - 1:
                Assert.Equal(next, store.Save(key, title, step.Number).Version);
                model.Save(key, next, title, now, null);
                break;

            case Kind.SaveExpecting:
                Assert.Equal(PaceErrorKind.VersionConflict, Assert.Throws<PaceException>(() => store.Save(key, title, step.Number)).Kind);
                break;

            case Kind.GiveUp:
                store.BeginSave(key, Some.Policy(title, key.PolicyId)).Dispose();
                break;

            case Kind.MarkApplied when model.MarkApplied(key, step.Number, now, applied):
                store.MarkApplied(key, step.Number, applied);
                break;

            case Kind.MarkApplied:
                Assert.Equal(
                    PaceErrorKind.PolicyNotFound,
                    Assert.Throws<PaceException>(() => store.MarkApplied(key, step.Number, applied)).Kind);
                break;

            case Kind.Remove:
                Assert.Equal(model.Remove(key), store.Remove(key));
                break;

            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    private static PolicyModel.Row ToRow(StoredPolicy stored)
    {
        PolicyMetadata metadata = stored.Policy.Metadata!;
        Assert.Equal(
            (stored.Version, stored.CreatedAt, stored.UpdatedAt, stored.AppliedAt),
            (metadata.Version, metadata.CreateTime, metadata.UpdateTime, metadata.LastApplyTime));
        return new PolicyModel.Row(
            new PolicyKey(stored.ProcessingPlatform, stored.Id),
            stored.Version,
            stored.Active,
            stored.Title,
            stored.CreatedAt,
            stored.UpdatedAt,
            stored.AppliedAt);
    }
}
