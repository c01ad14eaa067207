using Pace.Engine.Compilation;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Reading;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Tests.Compilation;

public class CompilationFixtureTests
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Compilation");

    public static TheoryData<string, PlatformType> Scripts()
    {
        TheoryData<string, PlatformType> data = [];
        foreach (string script in Directory.EnumerateFiles(Root, "*.sql", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            data.Add(
                Path.GetFileName(Path.GetDirectoryName(script)!),
                Enum.Parse<PlatformType>(Path.GetFileNameWithoutExtension(script), ignoreCase: true));
        }

        return data;
    }

    // One policy serves all dialects, and only BigQuery's names have a project.
    private static SqlDialect DialectOf(PlatformType platform) => platform == PlatformType.BigQuery
        ? new BigQueryDialect(new BigQuerySettings { ProjectId = "acme" })
        : SqlDialects.Find(platform)!;

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_policy_becomes_the_script_beside_it(string fixture, PlatformType platform)
    {
        SqlDialect dialect = DialectOf(platform);
        string folder = Path.Combine(Root, fixture);
        PolicyReadResult read = PolicyReader.ReadFile(Path.Combine(folder, "policy.yaml"));
        Assert.DoesNotContain(read.Diagnostics, item => item.Severity == Diagnostics.DiagnosticSeverity.Error);

        CompilationResult result = PolicyCompiler.Compile(read.Policy!, dialect);

        string expected = File.ReadAllText(Path.Combine(folder, platform.ToString().ToLowerInvariant() + ".sql"));
        Assert.Equal(expected, dialect.WriteScript(result.Require(read.Policy!)));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_fragment_tells_where_the_policys_own_SQL_stands_in_the_query(string fixture, PlatformType platform)
    {
        DataPolicy policy = PolicyReader.ReadFile(Path.Combine(Root, fixture, "policy.yaml")).Policy!;
        // What is read as a tree is written anew, and stands nowhere as it was.
        string[] own = SqlDialects.Find(platform)!.IsPortable
            ? []
            :
        [
            .. policy.RuleSets.SelectMany(ruleSet => ruleSet.FieldTransforms).SelectMany(field => field.Transforms)
                .Select(transform => transform.Action).OfType<SqlStatementTransform>().Select(action => action.Statement),
            .. policy.RuleSets.SelectMany(ruleSet => ruleSet.Filters).OfType<GenericFilter>()
                .SelectMany(filter => filter.Conditions).Select(condition => condition.Condition).Where(text => text is not ("true" or "false")),
        ];

        CompiledPolicy compiled = PolicyCompiler.Compile(policy, DialectOf(platform)).Require(policy);

        // A query for two kinds of readers holds it twice.
        Assert.Equal(
            own.Distinct(),
            compiled.Views.SelectMany(view => view.Fragments.Select(at => view.Query.Substring(at.Start, at.Length))).Distinct());
    }
}
