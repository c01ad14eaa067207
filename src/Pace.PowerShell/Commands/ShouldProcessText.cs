using Pace.Engine.Platforms;

namespace Pace.PowerShell.Commands;

/// <summary>What -WhatIf and -Confirm say about statements that would run.</summary>
internal static class ShouldProcessText
{
    /// <summary>A sentence, and the statements below it, indented.</summary>
    public static string Of(string action, ApplyPlan plan)
    {
        if (plan.Statements.Count == 0)
        {
            return $"{action}: nothing to run.";
        }

        string script = string.Join(
            Environment.NewLine,
            plan.ToString().TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "" : "    " + line));
        return $"{action}:{Environment.NewLine}{Environment.NewLine}{script}{Environment.NewLine}";
    }
}
