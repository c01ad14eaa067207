using System.Dynamic;
using System.Linq.Expressions;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Pace.PowerShell.Rows;

/// <summary>
/// Reads a property as a script does, by PowerShell's own dynamic binding. Asking an object for its collection of
/// properties leaves that collection with the object for as long as it lives, which costs several times as much.
/// </summary>
internal sealed class PropertyReader(string name)
{
    private readonly CallSite<Func<CallSite, object, object?>> _site =
        CallSite<Func<CallSite, object, object?>>.Create(new PropertyBinder(name));

    /// <summary>The property's value; null where it is NULL and where there is no such property.</summary>
    public object? Read(PSObject item) => _site.Target(_site, item);

    private sealed class PropertyBinder(string name) : GetMemberBinder(name, ignoreCase: true)
    {
        public override DynamicMetaObject FallbackGetMember(DynamicMetaObject target, DynamicMetaObject? errorSuggestion) =>
            errorSuggestion ?? new DynamicMetaObject(
                Expression.Constant(null, typeof(object)), BindingRestrictions.GetTypeRestriction(target.Expression, target.LimitType));
    }
}
