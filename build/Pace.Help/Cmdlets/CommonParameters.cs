namespace Pace.Help.Cmdlets;

/// <summary>The parameters that PowerShell gives to every cmdlet that can be asked first.</summary>
internal static class CommonParameters
{
    public static IReadOnlyList<ParameterInfo> ForShouldProcess { get; } =
    [
        Make("WhatIf", "wi", "Shows what would be done, and does nothing."),
        Make("Confirm", "cf", "Asks before anything is done."),
    ];

    private static ParameterInfo Make(string name, string alias, string text) => new(
        name, "SwitchParameter", [alias], Wildcards: false, "False", [], Range: null,
        new Dictionary<string, ParameterUse> { [""] = new(Mandatory: false, Position: null, ByValue: false, ByPropertyName: false) })
    {
        CommonText = text,
    };
}
