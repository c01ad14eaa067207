using FsCheck.Fluent;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql.Dialects;
using Pace.Engine.Tests.Support;
using Pace.Engine.Validation;

namespace Pace.Engine.Tests.Policies;

public sealed class PolicyGeneratorTests
{
    [Fact]
    public void Sensible_policies_have_no_errors() => Property.Holds(
        SensiblePolicyGenerator.Policy,
        policy => Assert.DoesNotContain(PolicyValidator.Validate(policy), item => item.Severity == DiagnosticSeverity.Error),
        300);

    [Fact]
    public void Sensible_policies_compile() => Property.Holds(
        SensiblePolicyGenerator.Policy,
        policy => Assert.DoesNotContain(PolicyCompiler.Compile(policy, new PostgresDialect()).Diagnostics, item => item.Severity == DiagnosticSeverity.Error),
        100);

    [Fact]
    public void Random_policies_use_every_transform_and_filter()
    {
        DataPolicy[] policies = [.. PolicyGenerator.Policy.Sample(500, 30)];
        IEnumerable<string> found = policies.SelectMany(policy => policy.RuleSets).SelectMany(ruleSet => ruleSet.FieldTransforms
            .SelectMany(item => item.Transforms).Select(item => item.Action?.GetType().Name ?? "none")
            .Concat(ruleSet.Filters.Select(filter => filter.GetType().Name)));
        IEnumerable<string> known = typeof(DataPolicy).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && (type.IsSubclassOf(typeof(TransformAction)) || type.IsSubclassOf(typeof(Filter))))
            .Select(type => type.Name)
            .Append("none");
        Assert.Equal(known.Order(StringComparer.Ordinal), found.Distinct().Order(StringComparer.Ordinal));
    }
}
