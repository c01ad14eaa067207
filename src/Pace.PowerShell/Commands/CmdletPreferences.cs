using System.Management.Automation;

namespace Pace.PowerShell.Commands;

/// <summary>What the user wants to see before something is done.</summary>
internal static class CmdletPreferences
{
    /// <summary>
    /// Whether somebody will read what would run, so that asking the platform for it is worth while: with -WhatIf,
    /// -Confirm or -Verbose, or the preferences of the same meaning.
    /// </summary>
    public static bool ShowsPlan(this PaceCmdlet cmdlet) =>
        Is(cmdlet, "WhatIf", "WhatIfPreference", static value => LanguagePrimitives.IsTrue(value))
        || Is(cmdlet, "Verbose", "VerbosePreference", IsShown)
        || cmdlet.Confirms(ConfirmImpact.Medium);

    /// <summary>Whether somebody wants to see what is sent to platforms.</summary>
    public static bool ShowsDebug(this PaceCmdlet cmdlet) => Is(cmdlet, "Debug", "DebugPreference", IsShown);

    /// <summary>Whether -Debug was given, and -Verbose was not.</summary>
    public static bool IsDebugOnly(this PaceCmdlet cmdlet) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue("Debug", out object? given) && LanguagePrimitives.IsTrue(given)
        && !cmdlet.MyInvocation.BoundParameters.ContainsKey("Verbose");

    /// <summary>Whether something of that impact is confirmed by its user.</summary>
    public static bool Confirms(this PaceCmdlet cmdlet, ConfirmImpact impact) => Is(
        cmdlet, "Confirm", "ConfirmPreference",
        value => LanguagePrimitives.TryConvertTo(value, out ConfirmImpact wanted) && wanted != ConfirmImpact.None && wanted <= impact);

    /// <summary>What is to be done about an error or a message: as the parameter says, else the variable.</summary>
    public static ActionPreference Action(this PaceCmdlet cmdlet, string? parameter, string variable)
    {
        object? wanted = null;
        if (parameter is null || !cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out wanted))
        {
            wanted = cmdlet.GetVariableValue(variable);
        }

        return LanguagePrimitives.TryConvertTo(wanted, out ActionPreference action) ? action : ActionPreference.Continue;
    }

    private static bool IsShown(object? value) => value is not ActionPreference.SilentlyContinue and not ActionPreference.Ignore and not null;

    private static bool Is(PaceCmdlet cmdlet, string parameter, string variable, Func<object?, bool> test) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? given)
            ? LanguagePrimitives.IsTrue(given)
            : test(cmdlet.GetVariableValue(variable));
}
