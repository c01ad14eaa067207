using System.Diagnostics;
using System.Globalization;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Generation;
using Pace.Engine.Differential.Tests.Oracle;
using Pace.Engine.Differential.Tests.Participants;
using Pace.Engine.Differential.Tests.Support;
using Xunit.Abstractions;

namespace Pace.Engine.Differential.Tests;

/// <summary>
/// Policies of the portable subset mean the same everywhere: the same rows, values, types and order, for every
/// combination of groups, or everywhere an error. Each is held against an evaluator that shares no code with Pace.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    // A few examples say more than all that one mistake breaks.
    private const int MostReports = 5;

    [Fact]
    public Task Generated_policies_mean_in_memory_what_they_say() => Compare(new MemoryParticipant());

    [Fact]
    public Task Generated_policies_mean_row_by_row_what_they_say() => Compare(new RowByRowParticipant());

    [Fact]
    public async Task Generated_policies_mean_on_the_embedded_platform_what_they_say()
    {
        using EmbeddedFile file = new();
        await using PlatformParticipant sqlite = new(file.Platform());
        await Compare(sqlite);
    }

    [PostgresFact]
    public async Task Generated_policies_mean_on_PostgreSQL_what_they_say()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using PlatformParticipant postgres = new(database.Platform());
        await Compare(postgres);
    }

    [Fact]
    public Task Applied_views_show_on_the_embedded_platform_what_they_say() => Compare(new AppliedSqliteParticipant(), Settings.Applied);

    [PostgresFact]
    public async Task Applied_views_show_members_of_groups_on_PostgreSQL_what_they_say()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await Compare(new AppliedPostgresParticipant(database), Settings.Applied);
    }

    private Task Compare(Participant participant) => Compare(participant, Settings.Policies);

    private async Task Compare(Participant participant, int policies)
    {
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        List<string> reports = [];
        int unclear = 0;
        int errors = 0;
        int compared = 0;
        int different = 0;
        for (int at = 0; at < policies; at++)
        {
            PolicyCase policy = CaseGenerator.Generate(Settings.Seed + at, DateTime.UtcNow);
            (IReadOnlyList<Answer> expected, IReadOnlyList<Answer> actual) = await Ask(policy, participant);
            compared += expected.Count;
            unclear += expected.Count(answer => answer.Unclear);
            errors += expected.Count(answer => answer.Error is not null);
            if (Differing(expected, actual, participant) < 0)
            {
                continue;
            }

            different++;
            if (reports.Count < MostReports)
            {
                reports.Add(await Tell(policy, participant));
                output.WriteLine(reports[^1] + "\n----\n");
            }
        }

        process.Refresh();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{policies} policies from seed {Settings.Seed}, {compared} views, {errors} errors of which {unclear} unclear, {watch.Elapsed.TotalSeconds:F1} s, {(process.TotalProcessorTime - before).TotalSeconds:F1} s of this process"));
        Assert.True(
            reports.Count == 0,
            $"{different} of {policies} policies mean something else with {participant.Name} "
                + $"(again with {Settings.SeedVariable} and {Settings.PoliciesVariable}=1): "
                + string.Join("; ", reports.Select(report => report.Split('\n')[0])));
    }

    private static int Differing(IReadOnlyList<Answer> expected, IReadOnlyList<Answer> actual, Participant participant) =>
        Enumerable.Range(0, expected.Count).FirstOrDefault(at => expected[at].Difference(actual[at], participant.IsOrdered) is not null, -1);

    // At midnight the age of dates changes: who was asked before and who was asked after it may differ.
    private static async Task<(IReadOnlyList<Answer> Expected, IReadOnlyList<Answer> Actual)> Ask(PolicyCase policy, Participant participant)
    {
        while (true)
        {
            DateTime now = DateTime.UtcNow;
            IReadOnlyList<Answer> expected = PlainParticipant.Ask(policy, now);
            IReadOnlyList<Answer> actual = await participant.AskAsync(policy);
            if (DateTime.UtcNow.Date == now.Date)
            {
                return (expected, actual);
            }
        }
    }

    private static async Task<string> Tell(PolicyCase policy, Participant participant)
    {
        (IReadOnlyList<Answer> before, IReadOnlyList<Answer> after) = await Ask(policy, participant);
        bool refused = after[Differing(before, after, participant)].Refused;
        PolicyCase smallest = await Shrinker.ShrinkAsync(policy, async candidate =>
        {
            (IReadOnlyList<Answer> expected, IReadOnlyList<Answer> actual) = await Ask(candidate, participant);
            int differing = Differing(expected, actual, participant);
            return differing >= 0 && actual[differing].Refused == refused;
        });

        List<Participant> all = [participant];
        if (participant is not MemoryParticipant)
        {
            all.Add(new MemoryParticipant());
        }

        IReadOnlyList<Answer> plain = PlainParticipant.Ask(smallest, DateTime.UtcNow);
        List<(string, IReadOnlyList<Answer>)> answers = [(PlainParticipant.Name, plain)];
        foreach (Participant other in all)
        {
            answers.Add((other.Name, await other.AskAsync(smallest)));
        }

        int at = Math.Max(0, Differing(plain, answers[1].Item2, participant));
        IReadOnlyList<string> audience = smallest.Audiences[at % smallest.Audiences.Count];
        return Report.Write(
            smallest, participant.Text(smallest), audience.Count == 0 ? "everyone else" : string.Join(", ", audience),
            plain[at].Difference(answers[1].Item2[at], participant.IsOrdered) ?? "nothing any more",
            [.. answers.Select(answer => (answer.Item1, answer.Item2[at]))]);
    }
}
