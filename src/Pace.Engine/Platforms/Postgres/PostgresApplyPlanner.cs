using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Postgres;

/// <summary>A statement of a plan.</summary>
/// <param name="Sql">The statement, without its semicolon.</param>
/// <param name="Replaces">The view that the statement replaces in place, which the server may find impossible; else null.</param>
/// <param name="Drops">The view that the statement drops; else null.</param>
internal sealed record PlannedStatement(string Sql, QualifiedName? Replaces = null, QualifiedName? Drops = null);

/// <summary>Who may do what with a view once its statements ran.</summary>
internal sealed record PlannedGrants(QualifiedName View, string Owner, PostgresGrants Grants);

/// <summary>What applying a policy does.</summary>
internal sealed record PostgresPlan(
    int Version,
    IReadOnlyList<PlannedStatement> Statements,
    IReadOnlyList<PlannedGrants> Grants,
    ValueList<string> Warnings);

/// <summary>
/// Decides what applying a policy does, from what is on the platform. Talks to no server: the same plan is shown by
/// -WhatIf and run by apply.
/// </summary>
internal sealed class PostgresApplyPlanner
{
    private readonly ApplyRequest _request;
    private readonly PostgresState _state;
    private readonly IReadOnlySet<QualifiedName> _recreate;
    private readonly List<PlannedStatement> _statements = [];
    private readonly List<PlannedGrants> _grants = [];
    private readonly List<string> _warnings = [];

    private PostgresApplyPlanner(ApplyRequest request, PostgresState state, IReadOnlySet<QualifiedName> recreate)
    {
        _request = request;
        _state = state;
        _recreate = recreate;
    }

    private string PolicyId => _request.Compiled.PolicyId;

    /// <summary>The plan.</summary>
    /// <param name="request">What is to be applied.</param>
    /// <param name="state">What is there.</param>
    /// <param name="recreate">Views that the server is known not to replace in place, though their columns look alike.</param>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.VersionConflict"/>, <see cref="PaceErrorKind.TargetNotPace"/> or
    /// <see cref="PaceErrorKind.TargetHasDependants"/>.
    /// </exception>
    public static PostgresPlan Plan(ApplyRequest request, PostgresState state, IReadOnlySet<QualifiedName> recreate)
    {
        PostgresApplyPlanner planner = new(request, state, recreate);
        return planner.Plan();
    }

    private PostgresPlan Plan()
    {
        int version = AppliedVersion.Decide(_request, _state.Marked.Where(view => view.IsOurs).Select(view => view.Mark));
        foreach (TargetState target in _state.Targets)
        {
            RefuseWhatIsNotPaces(target);
        }

        DropFormerTargets();
        foreach (TargetState target in _state.Targets)
        {
            Make(target, version);
        }

        return new PostgresPlan(version, _statements, _grants, _warnings.ToValueList());
    }

    private void RefuseWhatIsNotPaces(TargetState target)
    {
        if (target.Existing is not { } existing)
        {
            return;
        }

        QualifiedName name = target.View.Target;
        if (existing.Kind != PostgresCatalog.View)
        {
            throw new PaceException(
                PaceErrorKind.TargetNotPace,
                $"{name} cannot be the policy's view: there is a {existing.Kind} of that name.",
                "Give the policy's target another name.",
                name.ToString());
        }

        ViewMark? mark = CommentMark.Read(name, existing.Comment);
        if (mark?.PolicyId != PolicyId && !_request.Force)
        {
            throw new PaceException(
                PaceErrorKind.TargetNotPace,
                mark is null
                    ? $"View {name} is there, and Pace did not make it."
                    : $"View {name} is there, and belongs to policy '{mark.PolicyId}'.",
                "Give the policy's target another name, or take the view over with -Force.",
                name.ToString());
        }

        if (!_request.Force && _state.Marked.FirstOrDefault(view => view.Name == name && !view.IsOurs) is { } foreign)
        {
            throw new PaceException(
                PaceErrorKind.TargetNotPace,
                $"View {name} has the mark of policy '{PolicyId}', but belongs to '{foreign.Owner}', as whom the login may not act"
                    + " or who may not read the policy's source.",
                "Give the policy's target another name, or take the view over with -Force.",
                name.ToString());
        }
    }

    // Views of this policy under names that it no longer has: they would go on showing what the policy said before.
    private void DropFormerTargets()
    {
        foreach (MarkedView view in _state.Marked.Where(view => _state.Targets.All(target => target.View.Target != view.Name)))
        {
            if (view.IsOurs)
            {
                RefuseDependants(view.Name, view.Dependants.Where(dependant => !dependant.IsPart), "no longer a target of the policy");
                _statements.Add(new PlannedStatement(PostgresDdl.DropView(view.Name), Drops: view.Name));
            }
            else
            {
                _warnings.Add($"View {view.Name} has the mark of policy '{PolicyId}', but belongs to '{view.Owner}'; it was left alone.");
            }
        }
    }

    private void Make(TargetState target, int version)
    {
        QualifiedName name = target.View.Target;
        ExistingRelation? existing = target.Existing;
        bool isNew = existing is null || MustRecreate(target, existing);
        string owner = existing?.Owner ?? _state.CurrentUser;
        List<AclEntry> acl = isNew ? [.. AsOwner(target.DefaultAcl, owner)] : [.. existing!.Acl];
        PostgresGrants grants = PostgresGrants.Decide(
            name,
            target.View.Groups,
            CommentMark.Read(name, existing?.Comment)?.Grants ?? [],
            owner,
            existing?.Acl ?? acl.ToValueList(),
            existing is not null && isNew ? [.. target.Columns.Select(column => column.Name)] : null);
        if (!isNew)
        {
            _statements.Add(new PlannedStatement(PostgresDdl.CreateOrReplaceView(target.View), Replaces: name));
        }
        else
        {
            if (existing is not null)
            {
                RefuseDependants(name, existing.Dependants, "to be made anew, because its columns change");
                _statements.Add(new PlannedStatement(PostgresDdl.DropView(name), Drops: name));
            }

            Add(PostgresDdl.CreateView(target.View));
            if (owner != _state.CurrentUser)
            {
                Add(PostgresDdl.SetOwner(name, owner));
            }
        }

        foreach (string statement in grants.Statements(name, owner, acl))
        {
            Add(statement);
        }

        ViewMark mark = new(name, PolicyId, version, _request.Compiled.Hash, grants.Recorded)
        {
            Owner = owner,
            Hidden = _state.Hidden,
            // What was given since stays told as given; what a view begins with was there.
            Others = (CommentMark.Read(name, existing?.Comment)?.Others
                ?? PostgresGrants.ByDefault(target.View.Groups, owner, AsOwner(target.DefaultAcl, owner)))
                .Where(other => grants.Select.ContainsKey(new SelectGrant(other == PostgresGrants.Public ? null : other, null))).ToValueList(),
        };
        Add(PostgresDdl.Comment(name, CommentMark.Write(mark, existing?.Comment)));
        if (existing is not null && isNew)
        {
            foreach ((ColumnShape column, string? comment) in existing.Columns)
            {
                if (comment is not null && target.Columns.Any(made => made.Name == column.Name))
                {
                    Add(PostgresDdl.CommentColumn(name, column.Name, comment));
                }
            }
        }

        _warnings.AddRange(grants.Warnings);
        _grants.Add(new PlannedGrants(name, owner, grants));
    }

    // A view can be replaced in place as long as its columns stay and new ones come last.
    private bool MustRecreate(TargetState target, ExistingRelation existing) =>
        _recreate.Contains(target.View.Target)
        || existing.Columns.Count > target.Columns.Count
        || !existing.Columns.Select(column => column.Shape).SequenceEqual(target.Columns.Take(existing.Columns.Count));

    // ALTER VIEW OWNER puts the new owner in the place of the old one, as grantor and as grantee.
    private IEnumerable<AclEntry> AsOwner(IEnumerable<AclEntry> acl, string owner) => acl
        .Select(entry => entry with
        {
            Grantor = entry.Grantor == _state.CurrentUser ? owner : entry.Grantor,
            Grantee = entry.Grantee == _state.CurrentUser ? owner : entry.Grantee,
        })
        .Where(entry => entry.Grantee != owner);

    private static void RefuseDependants(QualifiedName view, IEnumerable<Dependant> dependants, string why)
    {
        List<string> names = [.. dependants.Select(dependant => dependant.Description).Distinct().Order(StringComparer.Ordinal)];
        if (names.Count > 0)
        {
            throw HasDependants(view, names, why);
        }
    }

    /// <summary>The error about a view that cannot be dropped.</summary>
    internal static PaceException HasDependants(QualifiedName view, IReadOnlyList<string> names, string why) => new(
        PaceErrorKind.TargetHasDependants,
        $"View {view} is {why}, but there depends on it: {string.Join(", ", names)}. Nothing was changed.",
        "Drop what depends on the view, apply again, and make it anew after.",
        view.ToString());

    private void Add(string statement) => _statements.Add(new PlannedStatement(statement));
}
