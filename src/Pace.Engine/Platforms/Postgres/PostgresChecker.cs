using System.Globalization;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>What only the server knows about a policy. Reads the catalog and lets the server parse; changes nothing.</summary>
internal sealed class PostgresChecker
{
    private readonly PostgresSession _session;
    private readonly DataPolicy _policy;
    private readonly CompiledPolicy _compiled;
    private readonly DiagnosticBag _problems;

    public PostgresChecker(PostgresSession session, DataPolicy policy, CompiledPolicy compiled)
    {
        _session = session;
        _policy = policy;
        _compiled = compiled;
        _problems = new DiagnosticBag(policy.Origin);
    }

    /// <summary>All problems, by position.</summary>
    public async Task<IReadOnlyList<Diagnostic>> RunAsync(CancellationToken cancellation)
    {
        await PostgresGroupCheck.RunAsync(_session, _policy, _compiled, _problems, cancellation);
        bool complete = await CheckSourceAsync(cancellation);
        foreach (CompiledView view in _compiled.Views)
        {
            complete &= await CheckTokenSourcesAsync(view, cancellation);
            await CheckTargetAsync(view, cancellation);
        }

        await PostgresPatternCheck.RunAsync(_session, _policy, _problems, cancellation);

        // Where something that the views read is missing, the server's message would only repeat it.
        if (complete)
        {
            foreach (CompiledView view in _compiled.Views)
            {
                await PostgresQueryCheck.RunAsync(_session, view, _policy.Origin, _problems, inTransaction: false, cancellation);
            }
        }

        return _problems.Sorted();
    }

    /// <summary>The problems of what evaluating reads: patterns, and the tables for which none is in hand.</summary>
    /// <param name="readsSource">Whether the source is read.</param>
    /// <param name="readsTokens">Whether a token table is read.</param>
    /// <param name="cancellation">Ends the check.</param>
    public async Task<IReadOnlyList<Diagnostic>> RunForEvaluationAsync(
        bool readsSource, Func<TokenSource, bool> readsTokens, CancellationToken cancellation)
    {
        if (readsSource)
        {
            await CheckSourceAsync(cancellation);
        }

        foreach (CompiledView view in _compiled.Views)
        {
            await CheckTokenSourcesAsync(view with { TokenSources = [.. view.TokenSources.Where(readsTokens)] }, cancellation);
        }

        await PostgresPatternCheck.RunAsync(_session, _policy, _problems, cancellation);
        return _problems.Sorted();
    }

    private async Task<bool> CheckSourceAsync(CancellationToken cancellation)
    {
        QualifiedName source = _compiled.Source;
        const string Path = "source.ref.integration_fqn";
        CatalogRelation? relation = source.Parts.Count == 2
            ? await PostgresCatalog.FindRelationAsync(_session, source, cancellation)
            : null;
        if (relation is null || !PostgresTables.IsSelectable(relation))
        {
            string message = relation is null
                ? $"there is no table or view '{source}' on the platform"
                : $"'{source}' is a {relation.Kind}, which has no rows to select";
            _problems.Add(
                DiagnosticCodes.SourceNotFound,
                Path,
                message,
                NearestName.Hint(source.ToString(), await PostgresTables.ReadNamesAsync(_session, cancellation)));
            return false;
        }

        List<PostgresColumn> columns = await PostgresColumn.ReadAsync(_session, relation.Oid, cancellation);
        return PostgresColumnCheck.Run(_session, _policy, source, columns, _problems);
    }

    private async Task<bool> CheckTokenSourcesAsync(CompiledView view, CancellationToken cancellation)
    {
        bool complete = true;
        foreach (TokenSource token in view.TokenSources)
        {
            CatalogRelation? relation = token.Table.Parts.Count == 2
                ? await PostgresCatalog.FindRelationAsync(_session, token.Table, cancellation)
                : null;
            if (relation is null || !PostgresTables.IsSelectable(relation))
            {
                _problems.Add(
                    DiagnosticCodes.TokenSourceNotFound,
                    token.Path,
                    $"there is no token table '{token.Table}' on the platform",
                    NearestName.Hint(token.Table.ToString(), await PostgresTables.ReadNamesAsync(_session, cancellation)));
                complete = false;
                continue;
            }

            List<PostgresColumn> columns = await PostgresColumn.ReadAsync(_session, relation.Oid, cancellation);
            List<string> names = [.. columns.Select(column => column.Name)];
            foreach (string column in new[] { token.TokenColumn, token.ValueColumn }.Where(column => !names.Contains(column)))
            {
                _problems.Add(
                    DiagnosticCodes.TokenSourceNotFound,
                    token.Path,
                    $"token table '{token.Table}' has no column '{column}'",
                    NearestName.Hint(column, names));
                complete = false;
            }

            List<string> read = [token.TokenColumn, token.ValueColumn];
            if (columns.Exists(column => read.Contains(column.Name) && !column.IsReadable))
            {
                _problems.Add(
                    DiagnosticCodes.RefusedByPlatform,
                    token.Path,
                    $"user '{_session.Endpoint.User}' may not select from token table '{token.Table}', so a view of its could not either",
                    "grant it SELECT on the token table");
                complete = false;
            }
        }

        return complete;
    }

    private async Task CheckTargetAsync(CompiledView view, CancellationToken cancellation)
    {
        string path = view.Path.Length > 0 ? view.Path + ".target.ref.integration_fqn" : RuleSetPath(view);
        if (view.Target.Parts.Count != 2)
        {
            _problems.Add(DiagnosticCodes.NameInvalid, path, $"'{view.Target}' does not name a schema and a view");
            return;
        }

        if (await PostgresCatalog.FindRelationAsync(_session, view.Target, cancellation) is { } existing)
        {
            ViewMark? mark = existing.Kind == PostgresCatalog.View ? CommentMark.Read(view.Target, existing.Comment) : null;
            if (existing.Kind != PostgresCatalog.View)
            {
                _problems.Add(
                    DiagnosticCodes.TargetTaken,
                    path,
                    $"there is a {existing.Kind} '{view.Target}' on the platform",
                    "give the view another name");
            }
            else if (mark?.PolicyId != _compiled.PolicyId)
            {
                _problems.Add(
                    DiagnosticCodes.TargetTaken,
                    path,
                    mark is null
                        ? $"there is a view '{view.Target}' on the platform that Pace did not make"
                        : $"view '{view.Target}' belongs to policy '{mark.PolicyId}'");
            }

            return;
        }

        bool? mayCreate = await PostgresCatalog.MayCreateInAsync(_session, view.Target.Schema!, cancellation);
        if (mayCreate is null)
        {
            _problems.Add(
                DiagnosticCodes.RefusedByPlatform,
                path,
                $"there is no schema '{view.Target.Schema}' on the platform",
                NearestName.Hint(
                    view.Target.Schema!, await PostgresListing.ReadSchemaNamesAsync(_session, Page.All, cancellation))
                    ?? "create the schema, or correct its name");
        }
        else if (mayCreate is false)
        {
            _problems.Add(
                DiagnosticCodes.RefusedByPlatform,
                path,
                $"user '{_session.Endpoint.User}' may not create views in schema '{view.Target.Schema}'",
                "grant it CREATE on the schema");
        }
    }

    private string RuleSetPath(CompiledView view)
    {
        int at = 0;
        while (at < _compiled.Views.Count && !ReferenceEquals(_compiled.Views[at], view))
        {
            at++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"rule_sets[{at}].target.ref.integration_fqn");
    }
}
