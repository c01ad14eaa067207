using Pace.Engine.Compilation;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Dialects;

namespace Pace.Engine.Platforms.Sqlite;

/// <summary>
/// Applies and withdraws policies, each in one transaction that keeps other writers out. A plan is the same, rolled
/// back: what it shows did run.
/// </summary>
internal sealed class SqliteApplier(SqliteFile file)
{
    /// <summary>The statements that <see cref="Apply"/> would run.</summary>
    public ApplyPlan Plan(ApplyRequest request, CancellationToken cancellation)
    {
        RefuseWhatCannotBe(request);
        using SqliteSession session = file.Try(cancellation);
        (int version, ValueList<string> statements) = MakeViews(session, request);
        return new ApplyPlan(version, statements);
    }

    /// <summary>Applies a policy.</summary>
    public ApplyResult Apply(ApplyRequest request, CancellationToken cancellation)
    {
        RefuseWhatCannotBe(request);
        using SqliteSession session = file.Write(cancellation);
        (int version, ValueList<string> statements) = MakeViews(session, request);
        session.Commit(Doing(request));
        return new ApplyResult(
            version, file.Clock.GetUtcNow(), statements, request.Compiled.Views.Select(view => view.Target).ToValueList(), []);
    }

    /// <summary>The statements that <see cref="Withdraw"/> would run.</summary>
    public ApplyPlan PlanWithdraw(string policyId, CancellationToken cancellation)
    {
        using SqliteSession session = file.Try(cancellation);
        List<SqliteMark> marks = DropViews(session, policyId, out ValueList<string> statements);
        return new ApplyPlan(marks.Count == 0 ? 0 : marks.Max(mark => mark.View.Version), statements);
    }

    /// <summary>Drops a policy's views.</summary>
    public IReadOnlyList<QualifiedName> Withdraw(string policyId, CancellationToken cancellation)
    {
        using SqliteSession session = file.Try(cancellation);
        List<SqliteMark> marks = DropViews(session, policyId, out _);
        if (marks.Count > 0)
        {
            session.Commit($"Withdrawing policy '{policyId}'");
        }

        return [.. marks.Select(mark => mark.View.Target)];
    }

    private static (int Version, ValueList<string> Statements) MakeViews(SqliteSession session, ApplyRequest request)
    {
        SqliteEncoding.Check(session);
        List<SqliteObject> objects = SqliteCatalog.ReadObjects(session);
        List<SqliteObject> own = [.. objects.Where(found => found.Mark?.View.PolicyId == request.Compiled.PolicyId)];
        int version = AppliedVersion.Decide(request, own.Select(view => view.Mark!.View));
        List<SqliteObject> replaced = [.. request.Compiled.Views.Select(view => FindExisting(objects, view, request)).OfType<SqliteObject>()];
        List<SqliteObject> dropped = [.. own.Union(replaced)];
        SqliteDependants dependants = SqliteDependants.Before(session, objects.Except(dropped));
        ValueList<string> hidden = SqliteCatalog.FindUncovered(session, objects, request.Compiled.Source, request.Policy);
        List<string> statements = [];
        void Run(string statement)
        {
            session.Run(statement, Doing(request));
            statements.Add(statement);
        }

        dropped.ForEach(view => Run(SqliteDdl.DropView(view.Name)));
        for (int at = 0; at < request.Compiled.Views.Count; at++)
        {
            CompiledView view = request.Compiled.Views[at];
            Run(SqliteDdl.CreateView(view, SqliteMark.Of(request.Policy, request.Compiled, at, version, hidden).Write()));
            if (session.FindComplaint(SqliteDdl.SelectRows(view.Target.Name, 0, null)) is { } complaint)
            {
                throw new PaceException(
                    PaceErrorKind.PlatformRefused,
                    $"{Doing(request)} failed: view {view.Target} cannot be read: {complaint}. Nothing was changed.",
                    "SQLite's own message says what is wrong.",
                    view.Target.ToString());
            }
        }

        // A view that is made anew gets back what somebody hung on it.
        foreach (SqliteObject trigger in objects.Where(found => found.Kind == SqliteObject.TriggerKind && found.Sql is not null
            && replaced.Exists(view => SqliteText.SameName(view.Name, found.Table))))
        {
            Run(trigger.Sql!);
        }

        dependants.RefuseBroken(session, request.Compiled.PolicyId, "would no longer work");
        return (version, statements.ToValueList());
    }

    private static List<SqliteMark> DropViews(SqliteSession session, string policyId, out ValueList<string> statements)
    {
        List<SqliteObject> objects = SqliteCatalog.ReadObjects(session);
        List<SqliteObject> own = [.. objects.Where(found => found.Mark?.View.PolicyId == policyId)];
        SqliteDependants dependants = SqliteDependants.Before(session, objects.Except(own));
        statements = own.Select(view => SqliteDdl.DropView(view.Name)).ToValueList();
        foreach (string statement in statements)
        {
            session.Run(statement, $"Withdrawing policy '{policyId}'");
        }

        dependants.RefuseBroken(session, policyId, "reads a view that was to be dropped");
        return [.. own.Select(view => view.Mark!)];
    }

    // Tables, views and indexes share their names.
    private static SqliteObject? FindExisting(List<SqliteObject> objects, CompiledView view, ApplyRequest request)
    {
        if (SqliteCatalog.Find(objects, view.Target) is not { } existing)
        {
            return null;
        }

        if (existing.Kind != SqliteObject.ViewKind)
        {
            throw new PaceException(
                PaceErrorKind.TargetNotPace,
                $"{view.Target} cannot be the policy's view: there is {(existing.Kind == "index" ? "an" : "a")} {existing.Kind} of that name.",
                "Give the policy's target another name.",
                view.Target.ToString());
        }

        string? owner = existing.Mark?.View.PolicyId;
        if (owner != request.Compiled.PolicyId && !request.Force)
        {
            throw new PaceException(
                PaceErrorKind.TargetNotPace,
                owner is null
                    ? $"View {view.Target} is there, and Pace did not make it."
                    : $"View {view.Target} is there, and belongs to policy '{owner}'.",
                "Give the policy's target another name, or take the view over with -Force.",
                view.Target.ToString());
        }

        return existing;
    }

    // Before any statement is made of them.
    private static void RefuseWhatCannotBe(ApplyRequest request)
    {
        DiagnosticBag problems = new(request.Policy.Origin);
        if (request.Compiled.Views.Count == 0)
        {
            problems.Add(DiagnosticCodes.NoRuleSets, "rule_sets", "the policy has no rule set, and applying it would only drop views");
        }

        foreach (CompiledView view in request.Compiled.Views)
        {
            if (SqliteText.ProblemOfName(view.Target) is { } problem)
            {
                problems.Add(DiagnosticCodes.NameInvalid, view.Path, $"'{view.Target}' cannot be a view's name: {problem}");
            }
        }

        if (problems.HasErrors)
        {
            throw PaceException.Invalid(request.Compiled.PolicyId, problems.Sorted());
        }
    }

    private static string Doing(ApplyRequest request) => $"Applying policy '{request.Compiled.PolicyId}'";
}
