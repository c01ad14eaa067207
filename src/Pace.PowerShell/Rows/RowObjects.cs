using System.Management.Automation;
using System.Reflection;

namespace Pace.PowerShell.Rows;

/// <summary>Makes objects without a type of their own.</summary>
internal static class RowObjects
{
    // Not in the library that cmdlets are compiled against, where an int would be taken for the object to be wrapped.
    private static readonly ConstructorInvoker? Sized = typeof(PSObject).GetConstructor([typeof(int)]) is { } constructor
        ? ConstructorInvoker.Create(constructor)
        : null;

    /// <summary>An object that has room for a number of properties.</summary>
    public static PSObject New(int properties) => Sized is null ? new PSObject() : (PSObject)Sized.Invoke(properties);
}
