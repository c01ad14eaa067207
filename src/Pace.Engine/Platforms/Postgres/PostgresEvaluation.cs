using Npgsql;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>
/// Shows rows as audiences see them, with the SQL of the policy's views, in one transaction that is rolled back.
/// </summary>
internal sealed class PostgresEvaluation
{
    private const string RelationQuery =
        """
        select c.oid from pg_catalog.pg_class c
        where c.relname = $1 and c.relnamespace = pg_catalog.pg_my_temp_schema()
        """;

    private const string TypesQuery =
        """
        select pg_catalog.format_type(a.atttypid, a.atttypmod)
        from pg_catalog.pg_attribute a
        where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped
        order by a.attnum
        """;

    private readonly PostgresSession _session;
    private readonly EvaluationRequest _request;
    private readonly DataPolicy _policy;
    private readonly DiagnosticBag _problems;

    public PostgresEvaluation(PostgresSession session, EvaluationRequest request)
    {
        _session = session;
        _request = request;
        _policy = request.Policy;
        _problems = new DiagnosticBag(request.Policy.Origin);
    }

    /// <summary>What each audience sees of each view.</summary>
    public async Task<IReadOnlyList<EvaluatedView>> RunAsync(CancellationToken cancellation)
    {
        foreach (Audience audience in _request.Audiences)
        {
            Principals.Require(_policy, audience);
        }

        // The first time only for what the policy says; with tables in hand known, once more for each audience.
        string source = _policy.Source?.Ref?.IntegrationFqn ?? "";
        PostgresStandIns tables = new(
            QualifiedName.TryParse(source, out QualifiedName name, out _) ? name : new QualifiedName(["source"]),
            _policy.Source?.Fields ?? []);
        CompiledPolicy compiled = Compile(Audience.EveryoneElse, tables);
        Dictionary<QualifiedName, (string Name, SampleTable Table)> inHand = TablesInHand();
        await CheckAsync(compiled, inHand, cancellation);

        await using NpgsqlTransaction transaction = await _session.BeginAsync(cancellation);
        foreach (string setting in PostgresEvaluationSql.Settings)
        {
            await _session.ExecuteAsync(setting, cancellation);
        }

        await LoadSourceAsync(compiled, tables, cancellation);
        await LoadTokensAsync(compiled, tables, inHand, cancellation);
        RefuseWithProblems();
        IReadOnlyList<CompiledPolicy> audiences = [.. _request.Audiences.Select(audience => Compile(audience, tables))];
        List<EvaluatedView> shown = [];
        for (int view = 0; view < compiled.Views.Count && audiences.Count > 0; view++)
        {
            ValueList<SqlType> types = await DescribeAsync(audiences[0].Views[view], tables.View(view), cancellation);
            for (int at = 0; at < audiences.Count; at++)
            {
                CompiledView query = audiences[at].Views[view];
                Audience audience = _request.Audiences[at];
                shown.Add(new EvaluatedView(query.Target, audience, query.Columns, types, await ReadAsync(query, audience, cancellation)));
            }
        }

        return shown;
    }

    private CompiledPolicy Compile(Audience audience, PostgresStandIns tables) =>
        PolicyCompiler.Compile(_policy, new PostgresEvaluationDialect(audience, tables)).Require(_policy);

    private Dictionary<QualifiedName, (string Name, SampleTable Table)> TablesInHand()
    {
        Dictionary<QualifiedName, (string Name, SampleTable Table)> tables = [];
        foreach ((string name, SampleTable table) in _request.TokenTables)
        {
            if (QualifiedName.TryParse(name, out QualifiedName parsed, out _))
            {
                tables[parsed] = (name, table);
            }
        }

        return tables;
    }

    private async Task CheckAsync(
        CompiledPolicy compiled, Dictionary<QualifiedName, (string Name, SampleTable Table)> inHand, CancellationToken cancellation)
    {
        PostgresChecker checker = new(_session, _policy, compiled);
        _problems.AddRange(await checker.RunForEvaluationAsync(
            _request.Sample is null, token => !inHand.ContainsKey(token.Table), cancellation));
        for (int at = 0; at < _policy.Source!.Fields.Count && _request.Sample is not null; at++)
        {
            if (_policy.Source.Fields[at].Type.Length == 0)
            {
                _problems.Add(
                    DiagnosticCodes.TypeInvalid,
                    $"source.fields[{at}]",
                    $"the field '{_policy.Source.Fields[at].Name}' has no type to read the sample's values as",
                    "write its type");
            }
        }

        RefuseWithProblems();
    }

    private async Task LoadSourceAsync(CompiledPolicy compiled, PostgresStandIns tables, CancellationToken cancellation)
    {
        ValueList<Field> fields = _policy.Source!.Fields;
        if (_request.Sample is { } sample)
        {
            PostgresSampleLoader loader = new(_session, tables.Source, tables.RowNumber, "the sample");
            await loader.RunAsync(
                sample,
                [.. fields.Select((field, at) => new SampleColumn(field.NameParts[0], TypeOf(field), field.Type, $"source.fields[{at}].type"))],
                _problems,
                cancellation);
            return;
        }

        string statement = PostgresEvaluationSql.CreateTableFrom(
            tables.Source, tables.RowNumber, compiled.Source, fields.Select(field => field.NameParts[0]), _request.First);
        await _session.ExecuteAsync(statement, cancellation);
    }

    private async Task LoadTokensAsync(
        CompiledPolicy compiled,
        PostgresStandIns tables,
        Dictionary<QualifiedName, (string Name, SampleTable Table)> inHand,
        CancellationToken cancellation)
    {
        foreach (TokenSource token in compiled.Views.SelectMany(view => view.TokenSources).Where(token => inHand.ContainsKey(token.Table)))
        {
            tables.Add(token, _policy.Source!.Fields.First(field => field.NameParts[0] == token.SourceColumn));
        }

        foreach (StandInTable table in tables.Tokens)
        {
            (string name, SampleTable rows) = inHand[table.Source.Table];
            PostgresSampleLoader loader = new(_session, table.Name, tables.RowNumber, $"token table '{name}'");
            // A value may be longer than its token.
            SqlType type = TypeOf(table.Field) with { Arguments = [] };
            string[] columns = [.. new[] { table.Source.TokenColumn, table.Source.ValueColumn }.Distinct(StringComparer.Ordinal)];
            await loader.RunAsync(
                rows,
                [.. columns.Select(column => new SampleColumn(column, type, table.Field.Type, table.Source.Path))],
                _problems,
                cancellation);
        }
    }

    // The view is made for two questions only: whose operators it uses, and what types its columns have.
    private async Task<ValueList<SqlType>> DescribeAsync(CompiledView view, QualifiedName name, CancellationToken cancellation)
    {
        await PostgresQueryCheck.RunAsync(_session, view, _policy.Origin, _problems, inTransaction: true, cancellation);
        RefuseWithProblems();
        await _session.ExecuteAsync(PostgresEvaluationSql.CreateView(name, view.Query), cancellation);
        uint relation = (await _session.QueryAsync(RelationQuery, row => row.GetFieldValue<uint>(0), cancellation, name.Name)).Single();
        await PostgresShadowCheck.RunAsync(_session, view.Target, relation, cancellation);
        List<string> types = await _session.QueryAsync(TypesQuery, row => row.GetString(0), cancellation, relation);
        return types.Select(text => SqlType.TryParse(text, out SqlType type) ? type : new SqlType(SqlTypeKind.Other, [text], [])).ToValueList();
    }

    private async Task<IReadOnlyList<IReadOnlyList<object?>>> ReadAsync(CompiledView view, Audience audience, CancellationToken cancellation)
    {
        List<IReadOnlyList<object?>> rows = [];
        try
        {
            await foreach ((IReadOnlyList<ResultColumn> columns, string?[] texts) in _session.ReadTextAsync(view.Query, cancellation))
            {
                rows.Add(PostgresRows.Values(columns, texts));
            }
        }
        catch (PaceException error) when (error.InnerException is PostgresException said && PostgresDataErrors.Tell(said) is { } told)
        {
            // Without the server's message, which may hold a value.
            throw new PaceException(
                PaceErrorKind.DataInvalid,
                $"View {view.Target}, seen by {audience}, cannot be computed from these rows: {told}.",
                "Correct the values, or the expression of the policy that cannot take them.",
                _policy.Id);
        }

        return rows;
    }

    private void RefuseWithProblems()
    {
        if (_problems.HasErrors)
        {
            throw PaceException.Invalid(_policy.ToString(), _problems.Sorted());
        }
    }

    private static SqlType TypeOf(Field field) => SqlType.TryParse(field.Type, out SqlType type)
        ? type
        : throw new InvalidOperationException($"The type '{field.Type}' passed validation and cannot be read.");
}
