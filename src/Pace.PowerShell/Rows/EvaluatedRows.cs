using System.Management.Automation;
using Pace.Engine.Evaluation;
using Pace.PowerShell.Errors;

namespace Pace.PowerShell.Rows;

/// <summary>
/// Makes objects of what audiences see: a property a column, as the policy orders them, and who looks as one more,
/// which is there for grouping and is left out of what is displayed.
/// </summary>
internal sealed class EvaluatedRows
{
    /// <summary>The type's name, for views and for telling such objects apart.</summary>
    public const string TypeName = "Pace.EvaluatedRow";

    private readonly IReadOnlyList<string> _columns;
    private readonly string? _target;
    private readonly RowDisplay _display;
    private readonly PSMemberSet _displayed;

    /// <summary>For the rows of one view.</summary>
    /// <param name="views">What is shown, all of it with the same columns.</param>
    /// <param name="tellsTarget">Whether the rows of several views come together, so that each says of which it is.</param>
    /// <param name="width">How many columns a terminal has.</param>
    public EvaluatedRows(IReadOnlyList<EvaluatedView> views, bool tellsTarget, int width)
    {
        IReadOnlyList<string> columns = views[0].Columns;
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (string column in columns)
        {
            if (!names.Add(column))
            {
                throw new CmdletException(
                    PaceErrors.NotSupported,
                    $"Two columns are called '{column}' but for their case, and an object has one property of a name.",
                    "Leave one of them out of source.fields.");
            }
        }

        _columns = columns;
        Principal = Unused(names, "Principal");
        _target = tellsTarget ? Unused(names, "Target") : null;
        PSPropertySet shown = new("DefaultDisplayPropertySet", columns);
        string[] titles = _target is null ? [Principal] : [Principal, _target];
        _display = new RowDisplay(
            row => string.Join(", ", titles.Select(name => $"{name}: {row.Properties[name]?.Value}")), columns, views.SelectMany(view => view.Rows), width);
        _displayed = new PSMemberSet("PSStandardMembers", [shown]);
    }

    /// <summary>The name of the property that says who looks.</summary>
    public string Principal { get; }

    /// <summary>One row.</summary>
    public PSObject Make(EvaluatedView view, IReadOnlyList<object?> row)
    {
        PSObject result = RowObjects.New(_columns.Count + 2);
        result.TypeNames.Insert(0, TypeName);
        for (int at = 0; at < _columns.Count; at++)
        {
            result.Properties.Add(_display.Property(at, row[at]), preValidated: true);
        }

        result.Properties.Add(new PSNoteProperty(Principal, view.Audience.ToString()), preValidated: true);
        if (_target is not null)
        {
            result.Properties.Add(new PSNoteProperty(_target, view.Target.ToString()), preValidated: true);
        }

        result.Members.Add(_displayed);
        return result;
    }

    // A column keeps its name: what a policy shows is not to be mistaken for who looks at it.
    private static string Unused(HashSet<string> names, string name)
    {
        string unused = name;
        while (names.Contains(unused))
        {
            unused = unused == name ? "Pace" + name : unused + "_";
        }

        return unused;
    }
}
