using System.Globalization;
using System.Numerics;
using Pace.Engine.Diagnostics;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;

namespace Pace.Engine.Differential.Tests.Participants;

/// <summary>Something that says what everybody sees of a case's views.</summary>
public abstract class Participant
{
    public abstract string Name { get; }

    /// <summary>Whether rows come in the order of the source: a view has none.</summary>
    public virtual bool IsOrdered => true;

    /// <summary>The type of platform that the policy is to name.</summary>
    protected abstract string PlatformType { get; }

    /// <summary>The source's name, or a token table's, as the platform wants it.</summary>
    protected abstract string NameOf(string table);

    /// <summary>For each view, for each of the case's audiences, what it sees.</summary>
    public abstract Task<IReadOnlyList<Answer>> AskAsync(PolicyCase policy);
    /// <summary>The policy as this platform reads it.</summary>
    protected DataPolicy Policy(PolicyCase policy)
    {
        PolicyReadResult read = PolicyReader.Read(Text(policy), PolicyFormat.Yaml, "generated.yaml");
        return read.Policy is { } document && !read.Diagnostics.Any(said => said.Severity == DiagnosticSeverity.Error)
            ? document
            : throw new InvalidOperationException("A generated policy cannot be read: " + string.Join("; ", read.Diagnostics));
    }

    /// <summary>The policy's text as this platform reads it.</summary>
    public string Text(PolicyCase policy) => PolicyText.Write(Named(policy), PlatformType, NameOf("source"));

    /// <summary>The source's rows, in hand.</summary>
    protected static SampleTable Table(PolicyCase policy) =>
        Table(policy, [.. policy.Fields.Select(field => (field.Name, field.Type.Kind))], policy.Rows);

    /// <summary>A token table's rows, in hand.</summary>
    protected static SampleTable Table(PolicyCase policy, TokenTable table) => Table(
        policy, [(table.Token, table.Type.Kind), (table.Value, table.Type.Kind)],
        [.. table.Rows.Select(row => (IReadOnlyList<object?>)[row.Token, row.Value])]);

    private static SampleTable Table(PolicyCase policy, (string Name, Kind Kind)[] columns, IReadOnlyList<IReadOnlyList<object?>> rows) => new(
        [.. columns.Select(column => column.Name)],
        [.. rows.Select(row => row.Select((value, at) => Hand(value, columns[at].Kind, policy.AsText)).ToArray())]);

    // The names of tables are the platform's; everything else stays.
    private PolicyCase Named(PolicyCase policy) => policy with
    {
        RuleSets = [.. policy.RuleSets.Select(ruleSet => ruleSet with
        {
            Target = NameOf(ruleSet.Target),
            Transforms = [.. ruleSet.Transforms.Select(transform => transform with
            {
                Branches = [.. transform.Branches.Select(branch => branch.Value is Detokenize detokenize
                    ? branch with { Value = new Detokenize(detokenize.Table with { Name = NameOf(detokenize.Table.Name) }) }
                    : branch)],
            })],
        })],
    };

    /// <summary>A value as somebody hands it over.</summary>
    protected static object? Hand(object? value, Kind kind, bool asText) => (value, asText) switch
    {
        (null, _) => null,
        // Of whatever width somebody has it in.
        (BigInteger integer, false) when integer.IsEven => (long)integer,
        (BigInteger or Exact, false) => Values.Give(value, kind),
        (DateTimeOffset instant, false) when instant is { Minute: > 30, Year: > 1 and < 9999 } => instant.ToOffset(TimeSpan.FromHours(5.5)),
        (_, false) => value,
        (DateOnly day, _) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (DateTime time, _) => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        (DateTimeOffset instant, _) => instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        (double number, _) => number.ToString("R", CultureInfo.InvariantCulture),
        (bool yes, _) => yes ? "true" : "false",
        _ => value.ToString(),
    };
}
