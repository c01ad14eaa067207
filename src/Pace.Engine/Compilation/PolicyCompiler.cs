using System.Security.Cryptography;
using System.Text;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Writing;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Tree;
using Pace.Engine.Validation;

namespace Pace.Engine.Compilation;

/// <summary>What compiling gave: a compiled policy, or errors, never both.</summary>
/// <param name="Policy">The compiled policy; null when there are errors.</param>
/// <param name="Diagnostics">Everything found by reading, validation and compilation, by position.</param>
public sealed record CompilationResult(CompiledPolicy? Policy, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The compiled policy.</summary>
    /// <param name="policy">The policy, for the message.</param>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PolicyInvalid"/>: there are errors; it lists all of them.</exception>
    public CompiledPolicy Require(DataPolicy policy) => Policy ?? throw PaceException.Invalid(policy.ToString(), Diagnostics);
}

/// <summary>Turns policies into the views of a dialect. What a dialect cannot express exactly is an error.</summary>
public static class PolicyCompiler
{
    /// <summary>
    /// Validates a policy and compiles it. Needs no platform, and so says nothing of whether its tables and groups
    /// are there.
    /// </summary>
    public static CompilationResult Compile(DataPolicy policy, SqlDialect dialect)
    {
        DiagnosticBag bag = new(policy.Origin);
        bag.AddRange(policy.Origin?.ReadDiagnostics ?? []);
        bag.AddRange(PolicyValidator.Validate(
            policy, new ValidationOptions { Platform = dialect.Platform, JudgeBySessionUser = dialect.JudgesByLogin }));
        DialectRules.Check(policy, dialect, bag);
        if (bag.HasErrors)
        {
            return new CompilationResult(null, bag.Sorted());
        }

        QualifiedName source = Parse(policy.Source!.Ref!.IntegrationFqn!);
        ValueList<CompiledView> views = policy.RuleSets
            .Select((ruleSet, index) => View(policy, source, ruleSet, $"rule_sets[{index}]", dialect))
            .ToValueList();
        return new CompilationResult(new CompiledPolicy(policy.Id, source, views, Hash(policy)), bag.Sorted());
    }

    private static CompiledView View(DataPolicy policy, QualifiedName source, RuleSet ruleSet, string path, SqlDialect dialect)
    {
        QualifiedName target = Parse(ruleSet.Target!.Ref!.IntegrationFqn!);
        TokenJoins joins = new(policy.Source!.Fields, dialect);
        FieldCompiler fields = new(dialect, policy.Source.Fields, ruleSet, path, joins);
        FilterCompiler filters = new(dialect, policy.Source.Fields, path);
        ValueList<SelectColumn> columns = NestedColumns.Build(policy.Source.Fields, fields.Compile);
        ValueList<SqlExpression> where = filters.Compile(ruleSet.Filters);
        QueryArm? withoutAggregates = AggregateArms.SeesAggregates(dialect, ruleSet) is { } sees
            ? new QueryArm(sees, NestedColumns.Build(policy.Source.Fields, fields.WithoutAggregates))
            : null;
        (string text, ValueList<SqlFragment> fragments) = dialect.Write(
            new SelectQuery(columns, source, joins.All, where) { Target = target, WithoutAggregates = withoutAggregates });
        return new CompiledView(
            target,
            columns.Select(column => column.Name).ToValueList(),
            text,
            where.Count > 0,
            Groups(ruleSet),
            joins.Sources,
            fragments)
        {
            Path = path,
        };
    }

    private static ValueList<string> Groups(RuleSet ruleSet) =>
        ruleSet.FieldTransforms.SelectMany(fieldTransform => fieldTransform.Transforms).SelectMany(transform => transform.Principals)
            .Concat(ruleSet.Filters.SelectMany(PrincipalsOf))
            .Where(principal => principal.Kind == PrincipalKind.Group)
            .Select(principal => principal.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToValueList();

    private static IEnumerable<Principal> PrincipalsOf(Filter filter) => filter switch
    {
        GenericFilter generic => generic.Conditions.SelectMany(condition => condition.Principals),
        RetentionFilter retention => retention.Conditions.SelectMany(condition => condition.Principals),
        _ => [],
    };

    private static QualifiedName Parse(string text) =>
        QualifiedName.TryParse(text, out QualifiedName name, out string problem)
            ? name
            : throw new InvalidOperationException($"The name '{text}' passed validation, and {problem}.");

    // Of what the policy says, not of the SQL: another release of Pace may write the same meaning in other words. What a
    // configuration calls its platform, and what people call the policy, make no other view.
    private static string Hash(DataPolicy policy)
    {
        DataPolicy bare = policy with
        {
            Metadata = null,
            Source = policy.Source! with { Ref = policy.Source.Ref! with { Platform = null } },
            RuleSets = policy.RuleSets
                .Select(ruleSet => ruleSet with
                {
                    Target = ruleSet.Target! with { Ref = ruleSet.Target.Ref! with { Platform = null } },
                })
                .ToValueList(),
        };
        byte[] text = Encoding.UTF8.GetBytes(PolicyWriter.Write(bare, PolicyFormat.Json));
        return "sha256:" + Convert.ToHexString(SHA256.HashData(text)).ToLowerInvariant();
    }
}
