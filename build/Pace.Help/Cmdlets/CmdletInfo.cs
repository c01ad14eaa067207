namespace Pace.Help.Cmdlets;

/// <summary>What the assembly says about a cmdlet.</summary>
/// <param name="Name">Verb-Noun.</param>
/// <param name="Verb">The verb.</param>
/// <param name="Noun">The noun.</param>
/// <param name="ParameterSets">The names of the parameter sets, the default first; one empty name where there are none.</param>
/// <param name="Parameters">All parameters but the common ones, -WhatIf and -Confirm included.</param>
/// <param name="Outputs">The full names of the types that it gives.</param>
internal sealed record CmdletInfo(
    string Name,
    string Verb,
    string Noun,
    IReadOnlyList<string> ParameterSets,
    IReadOnlyList<ParameterInfo> Parameters,
    IReadOnlyList<string> Outputs);

/// <summary>A parameter.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The short name of its type, such as <c>String[]</c>.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="Wildcards">Whether wildcards are understood.</param>
/// <param name="Default">What it is when it is left out; null where the type's own nothing is.</param>
/// <param name="Values">The only values that are accepted; empty where others are.</param>
/// <param name="Range">The range of values as a sentence; null where there is none.</param>
/// <param name="Uses">How it is used in each parameter set; the empty name stands for all of them.</param>
internal sealed record ParameterInfo(
    string Name,
    string Type,
    IReadOnlyList<string> Aliases,
    bool Wildcards,
    string? Default,
    IReadOnlyList<string> Values,
    string? Range,
    IReadOnlyDictionary<string, ParameterUse> Uses)
{
    /// <summary>Whether it takes no value.</summary>
    public bool IsSwitch => Type == "SwitchParameter";

    /// <summary>The text that stands for all cmdlets; null where the page has it.</summary>
    public string? CommonText { get; init; }

    /// <summary>How it is used in a set; null where it does not belong to it.</summary>
    public ParameterUse? In(string set) => Uses.TryGetValue(set, out ParameterUse? use) ? use : Uses.GetValueOrDefault("");
}

/// <summary>How a parameter is used in a parameter set.</summary>
/// <param name="Mandatory">Whether it must be given.</param>
/// <param name="Position">Its place where its name is left out, from 0; null: the name is needed.</param>
/// <param name="ByValue">Whether it takes objects of the pipeline.</param>
/// <param name="ByPropertyName">Whether it takes properties of that name.</param>
internal sealed record ParameterUse(bool Mandatory, int? Position, bool ByValue, bool ByPropertyName);
