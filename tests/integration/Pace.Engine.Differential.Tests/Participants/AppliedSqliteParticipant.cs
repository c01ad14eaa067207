using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Differential.Tests.Cases;
using Pace.Engine.Differential.Tests.Oracle;
using Pace.Engine.Differential.Tests.Support;
using Pace.Engine.Evaluation;
using Pace.Engine.Platforms;
using Pace.Engine.Platforms.Sqlite;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Differential.Tests.Participants;

/// <summary>The views that are really there after a policy was applied to the embedded platform, read as each audience.</summary>
public sealed class AppliedSqliteParticipant : Participant
{
    public override string Name => "views in a SQLite file";

    public override bool IsOrdered => false;

    protected override string PlatformType => "SQLITE";

    protected override string NameOf(string table) => table;

    public override async Task<IReadOnlyList<Answer>> AskAsync(PolicyCase policy)
    {
        using EmbeddedFile file = new();
        await using SqlitePlatform platform = (SqlitePlatform)file.Platform();
        DataPolicy document = Policy(policy);
        SqlType[] types = [.. document.Source!.Fields.Select(field => TypeOf(field.Type))];
        await ImportAsync(platform, "source", Table(policy), types);
        foreach (TokenTable table in policy.TokenTables)
        {
            SqlType type = TypeOf(policy.Fields.First(field => field.Type == table.Type).Spelling);
            await ImportAsync(platform, table.Name, Table(policy, table), [type, type]);
        }

        CompilationResult compiled = PolicyCompiler.Compile(document, platform.Dialect);
        if (compiled.Policy is null)
        {
            Answer refused = Answer.OfError("refused: " + string.Join("; ", compiled.Diagnostics)) with { Refused = true };
            return [.. policy.RuleSets.SelectMany(_ => policy.Audiences.Select(_ => refused))];
        }

        await platform.ApplyAsync(new ApplyRequest(document, compiled.Policy, 1), CancellationToken.None);
        List<Answer> answers = [];
        foreach (CaseRuleSet ruleSet in policy.RuleSets)
        {
            foreach (IReadOnlyList<string> groups in policy.Audiences)
            {
                answers.Add(await ReadAsync(platform, new RowRequest(ruleSet.Target, Page.All, new Audience([.. groups]))));
            }
        }

        return answers;
    }

    private static async Task<Answer> ReadAsync(SqlitePlatform platform, RowRequest request)
    {
        List<IReadOnlyList<object?>> rows = [];
        try
        {
            await foreach (TableRow row in platform.ReadRowsAsync(request, CancellationToken.None))
            {
                rows.Add(row.Values);
            }

            return Answer.Of(null, rows);
        }
        catch (PaceException error) when (error.Kind == PaceErrorKind.DataInvalid)
        {
            return Answer.OfError(error.Message);
        }
        catch (PaceException error)
        {
            return Answer.OfError($"{error.Kind}: {error.Message}") with { Refused = true };
        }
    }

    private static Task ImportAsync(SqlitePlatform platform, string name, SampleTable table, SqlType[] types) => platform.ImportAsync(
        new TableImport(new QualifiedName([name]), [.. table.Columns.Zip(types, (column, type) => new ImportColumn(column, type))], table.Rows),
        CancellationToken.None);

    private static SqlType TypeOf(string text) => SqlType.TryParse(text, out SqlType type) ? type : throw new InvalidOperationException(text);
}
