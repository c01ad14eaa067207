using Pace.Engine.Compilation;
using Pace.Engine.Evaluation;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// Runs the queries of a policy's views over rows in hand: they stand in temporary tables, which a query finds before
/// the file's own. Nothing is kept, and nothing is written to the file.
/// </summary>
internal sealed class SqliteEvaluator
{
    private const string TemporarySchema = "temp";

    private readonly SqliteSession _session;
    private readonly EvaluationRequest _request;
    private readonly CompiledPolicy _compiled;
    private readonly ValueList<Field> _fields;

    private SqliteEvaluator(SqliteSession session, EvaluationRequest request, CompiledPolicy compiled)
    {
        (_session, _request, _compiled) = (session, request, compiled);
        _fields = request.Policy.Source!.Fields;
    }

    /// <summary>What each audience sees of each view.</summary>
    public static IReadOnlyList<EvaluatedView> Run(
        SqliteFile file, EvaluationRequest request, SqlDialect dialect, CancellationToken cancellation)
    {
        foreach (Audience audience in request.Audiences)
        {
            Principals.Require(request.Policy, audience);
        }

        CompiledPolicy compiled = PolicyCompiler.Compile(request.Policy, dialect).Require(request.Policy);
        using SqliteSession session = file.Read(cancellation);
        return new SqliteEvaluator(session, request, compiled).Run();
    }

    private IReadOnlyList<EvaluatedView> Run()
    {
        SqliteEncoding.Check(_session);
        List<SqliteObject> objects = SqliteCatalog.ReadObjects(_session);
        if (_request.Sample is { } sample)
        {
            Fill(_compiled.Source, sample, "the sample", [.. _fields.Select(field => (field.NameParts[0], TypeOf(field)))]);
        }
        else
        {
            CopySource(objects);
        }

        FillTokenTables(objects);
        List<EvaluatedView> views = [];
        for (int at = 0; at < _compiled.Views.Count; at++)
        {
            ValueList<SqlType> types = SqliteViewTypes.Of(_request.Policy, at);
            views.AddRange(_request.Audiences.Select(audience => Look(_compiled.Views[at], types, audience)));
        }

        return views;
    }

    private EvaluatedView Look(CompiledView view, ValueList<SqlType> types, Audience audience)
    {
        string doing = $"Evaluating view {view.Target} as {audience}";
        _session.Functions.Audience = audience;
        List<object?[]> rows = [.. _session.Rows(view.Query, doing)];
        foreach (object?[] row in rows)
        {
            for (int at = 0; at < row.Length; at++)
            {
                row[at] = SqliteRows.Show(_session, view.Columns[at], types[at], row[at], doing);
            }
        }

        return new EvaluatedView(view.Target, audience, view.Columns, types, rows);
    }

    private void CopySource(List<SqliteObject> objects)
    {
        if (SqliteCatalog.Find(objects, _compiled.Source) is not { IsSelectable: true } source)
        {
            throw SqliteCatalog.NotFound(
                _session, $"table or view '{_compiled.Source}'", SqliteCatalog.Hint(objects, _compiled.Source), _compiled.Source.ToString());
        }

        string[] columns = [.. _fields.Select(field => field.NameParts[0])];
        CreateTable(_compiled.Source, columns);
        _session.Run(
            SqliteDdl.CopyRows(TemporarySchema, _compiled.Source.Name, source.Name, columns, _request.First),
            $"Reading '{source.Name}'");
    }

    // What a token is must be read as the field's type, and so must what it stands for.
    private void FillTokenTables(List<SqliteObject> objects)
    {
        var tokens = from ruleSet in _request.Policy.RuleSets
                     from fieldTransform in ruleSet.FieldTransforms
                     from transform in fieldTransform.Transforms
                     let detokenize = transform.Action as DetokenizeTransform
                     where detokenize is not null
                     let field = _fields.First(field => field.NameParts.Equals(fieldTransform.Field!.NameParts))
                     group (detokenize, Type: TypeOf(field) with { Arguments = [] }) by detokenize.TokenSourceRef;
        foreach (var source in tokens)
        {
            _ = QualifiedName.TryParse(source.Key, out QualifiedName name, out _);
            if (_request.TokenTables.TryGetValue(source.Key, out SampleTable? table))
            {
                Fill(
                    name,
                    table,
                    $"token table '{source.Key}'",
                    [
                        .. source.SelectMany(use => new[]
                        {
                            (use.detokenize!.TokenField!.NameParts[0], use.Type), (use.detokenize.ValueField!.NameParts[0], use.Type),
                        })
                        .DistinctBy(column => SqliteText.Fold(column.Item1)),
                    ]);
            }
            else if (SqliteCatalog.Find(objects, name) is not { IsSelectable: true })
            {
                throw SqliteCatalog.NotFound(_session, $"token table '{source.Key}'", SqliteCatalog.Hint(objects, name), source.Key);
            }
        }
    }

    private void Fill(QualifiedName name, SampleTable table, string what, IReadOnlyList<(string Name, SqlType Type)> columns)
    {
        List<object?[]> rows = SampleReader.Read(table, columns, what);
        CreateTable(name, columns.Select(column => column.Name));
        using SqliteInsert insert = _session.Insert(
            SqliteDdl.Insert(TemporarySchema, name.Name, [.. columns.Select(column => column.Name)]));
        for (int row = 0; row < rows.Count; row++)
        {
            for (int at = 0; at < columns.Count; at++)
            {
                // What is of a type that nothing is computed with has not been looked at yet.
                insert.Set(at, SqliteCell.TryStore(columns[at].Type, rows[row][at], out object? stored, out string? problem)
                    ? stored
                    : throw DataErrors.WrongValue(row + 1, what, columns[at].Name, problem!));
            }

            _session.Guard(() =>
            {
                insert.Run();
                return true;
            });
        }
    }

    private void CreateTable(QualifiedName name, IEnumerable<string> columns) =>
        _session.Run(SqliteDdl.CreateTable(TemporarySchema, name.Name, columns.Select(column => (column, "", true))));

    private static SqlType TypeOf(Field field) => SqlType.TryParse(field.Type, out SqlType type) ? type : SqlType.Of(SqlTypeKind.Other);
}
