using System.Globalization;
using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Platforms.Warehouse;

/// <summary>What only a warehouse knows about a policy. Reads its catalog and lets it read the queries; changes nothing.</summary>
internal sealed class WarehouseChecker(IWarehouse warehouse, DataPolicy policy, CompiledPolicy compiled)
{
    private readonly DiagnosticBag _problems = new(policy.Origin);

    /// <summary>All problems, by position.</summary>
    public async Task<IReadOnlyList<Diagnostic>> RunAsync(CancellationToken cancellation)
    {
        await CheckGroupsAsync(warehouse, policy, compiled, _problems, cancellation);
        bool complete = await CheckSourceAsync(cancellation);
        foreach (CompiledView view in compiled.Views)
        {
            complete &= await CheckTokenSourcesAsync(view, cancellation);
            await CheckTargetAsync(view, cancellation);
        }

        // Where something that the views read is missing, the service's message would only repeat it.
        if (complete)
        {
            foreach (CompiledView view in compiled.Views)
            {
                await WarehouseQueryCheck.RunAsync(warehouse, view, policy.Origin, _problems, cancellation);
            }
        }

        return _problems.Sorted();
    }

    /// <summary>Refuses a policy that cannot be applied, with all problems, before anything is done.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PolicyInvalid"/>: no views, a target that cannot be, or a group that is not there.</exception>
    public static async Task RefuseWhatCannotBeAsync(IWarehouse warehouse, ApplyRequest request, CancellationToken cancellation)
    {
        DiagnosticBag problems = new(request.Policy.Origin);
        if (request.Compiled.Views.Count == 0)
        {
            problems.Add(DiagnosticCodes.NoRuleSets, "rule_sets", "the policy has no rule set, and applying it would only drop views");
        }

        foreach (CompiledView view in request.Compiled.Views)
        {
            if (await warehouse.ProblemOfTargetAsync(view.Target, cancellation) is { } problem)
            {
                problems.Add(DiagnosticCodes.RefusedByPlatform, view.Path, problem);
            }
        }

        await CheckGroupsAsync(warehouse, request.Policy, request.Compiled, problems, cancellation);
        if (problems.HasErrors)
        {
            throw PaceException.Invalid(request.Compiled.PolicyId, problems.Sorted());
        }
    }

    // Adds a problem for each place that names no group: the name would match nobody, and so lead to the wrong branch.
    private static async Task CheckGroupsAsync(
        IWarehouse warehouse, DataPolicy policy, CompiledPolicy compiled, DiagnosticBag problems, CancellationToken cancellation)
    {
        List<(string Group, string Path)> places = [.. PolicyGroups.Find(policy)];
        HashSet<string> placed = [.. places.Select(place => place.Group)];
        places.AddRange(compiled.Views.SelectMany(view => view.Groups.Where(group => !placed.Contains(group)).Select(group => (group, view.Path))));
        if (places.Count == 0)
        {
            return;
        }

        IReadOnlyList<string>? all = await warehouse.ReadGroupNamesAsync(compiled.Source, cancellation);
        HashSet<string>? known = all?.ToHashSet(StringComparer.Ordinal);
        foreach ((string group, string path) in places)
        {
            if (warehouse.Dialect.ProblemOfGroup(group) is { } why)
            {
                problems.Add(DiagnosticCodes.GroupNotFound, path, $"'{group}' cannot be a group on {warehouse.Product}: {why}");
            }
            else if (known?.Contains(group) == false)
            {
                problems.Add(
                    DiagnosticCodes.GroupNotFound, path, $"there is no group '{group}' on the platform", NearestName.Hint(group, all!));
            }
        }
    }

    private async Task<bool> CheckSourceAsync(CancellationToken cancellation)
    {
        QualifiedName source = compiled.Source;
        if (await warehouse.FindTableAsync(source, cancellation) is not { } table)
        {
            _problems.Add(
                DiagnosticCodes.SourceNotFound,
                "source.ref.integration_fqn",
                $"there is no table or view '{source}' on the platform",
                NearestName.Hint(source.ToString(), await warehouse.ReadTableNamesAsync(cancellation)));
            return false;
        }

        return WarehouseColumnCheck.Run(warehouse.Dialect, policy, source, table.Columns, _problems);
    }

    private async Task<bool> CheckTokenSourcesAsync(CompiledView view, CancellationToken cancellation)
    {
        bool complete = true;
        foreach (TokenSource token in view.TokenSources)
        {
            if (await warehouse.FindTableAsync(token.Table, cancellation) is not { } table)
            {
                _problems.Add(
                    DiagnosticCodes.TokenSourceNotFound,
                    token.Path,
                    $"there is no token table '{token.Table}' on the platform",
                    NearestName.Hint(token.Table.ToString(), await warehouse.ReadTableNamesAsync(cancellation)));
                complete = false;
                continue;
            }

            List<string> names = [.. table.Columns.Where(column => column.NameParts.Count == 1).Select(column => column.Name)];
            foreach (string column in new[] { token.TokenColumn, token.ValueColumn }.Where(column => !names.Contains(column)))
            {
                _problems.Add(
                    DiagnosticCodes.TokenSourceNotFound,
                    token.Path,
                    $"token table '{token.Table}' has no column '{column}'",
                    NearestName.Hint(column, names));
                complete = false;
            }
        }

        return complete;
    }

    private async Task CheckTargetAsync(CompiledView view, CancellationToken cancellation)
    {
        string path = Path(view);
        if (await warehouse.ProblemOfTargetAsync(view.Target, cancellation) is { } problem)
        {
            _problems.Add(DiagnosticCodes.RefusedByPlatform, path, problem);
        }
        else if (await warehouse.FindTableAsync(view.Target, cancellation) is { } existing && existing.Mark?.PolicyId != compiled.PolicyId)
        {
            _problems.Add(
                DiagnosticCodes.TargetTaken,
                path,
                existing.Kind != WarehouseTable.View ? $"there is a {existing.Kind} '{view.Target}' on the platform"
                    : existing.Mark is { } mark ? $"view '{view.Target}' belongs to policy '{mark.PolicyId}'"
                    : $"there is a view '{view.Target}' on the platform that Pace did not make",
                existing.Kind != WarehouseTable.View ? "give the view another name" : null);
        }
    }

    private string Path(CompiledView view)
    {
        int at = 0;
        while (at < compiled.Views.Count && !ReferenceEquals(compiled.Views[at], view))
        {
            at++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"rule_sets[{at}].target.ref.integration_fqn");
    }
}
