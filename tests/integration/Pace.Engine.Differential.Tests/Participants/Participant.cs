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
    protected static SampleTable Table(PolicyCase policy) => new(
        [.. policy.Fields.Select(field => field.Name)],
        [.. policy.Rows.Select(row => row.Select((value, at) => Hand(value, policy.Fields[at].Type.Kind, policy.AsText)).ToArray())]);

    /// <summary>A token table's rows, in hand.</summary>
    protected static SampleTable Table(PolicyCase policy, TokenTable table) => new(
        [table.Token, table.Value],
        [.. table.Rows.Select(row => new[] { Hand(row.Token, table.Type.Kind, policy.AsText), Hand(row.Value, table.Type.Kind, policy.AsText) })]);

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
        (BigInteger or Exact, false) => Values.Give(value, kind),
        (_, false) => value,
        (DateOnly day, _) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (DateTime time, _) => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        (DateTimeOffset instant, _) => instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        (double number, _) => number.ToString("R", CultureInfo.InvariantCulture),
        (bool yes, _) => yes ? "true" : "false",
        _ => value.ToString(),
    };
}
