namespace Pace.Engine.Differential.Tests.Oracle;

/// <summary>What stands in a value's place when there is none.</summary>
public sealed class Failure
{
    /// <summary>Every platform ends in an error.</summary>
    public static readonly Failure Certain = new("an error");

    /// <summary>
    /// A part of the expression fails, and whether a platform looks at that part is its own affair: SQL does not say in
    /// which order AND's sides are looked at. Nothing is compared then.
    /// </summary>
    public static readonly Failure Possible = new("perhaps an error");

    private readonly string _name;

    private Failure(string name) => _name = name;

    public override string ToString() => _name;
}
