using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;
using Pace.Engine.Sql.Patterns;

namespace Pace.Engine.Validation.Rules;

/// <summary>A regular expression can be read and is used on text; its replacement names groups that are there.</summary>
internal sealed class RegexpRule : IPolicyRule
{
    public void Check(PolicyContext context)
    {
        foreach (TransformPlace transform in context.Transforms)
        {
            if (transform.Value.Action is RegexpTransform regexp)
            {
                Check(context, transform, regexp);
            }
        }
    }

    private static void Check(PolicyContext context, TransformPlace transform, RegexpTransform regexp)
    {
        string path = transform.Path + ".regexp";
        SqlType? type = PolicyContext.TypeOf(transform.Field);
        if (type is not null && !type.IsText && type.Kind != SqlTypeKind.Other)
        {
            context.Report(DiagnosticCodes.NotText, path, $"'{transform.Field!.Name}' is {transform.Field.Type}, and a regular expression needs text");
        }

        if (!RegexpPattern.TryParse(regexp.Regexp, out RegexpPattern pattern, out PatternProblem problem))
        {
            context.Report(DiagnosticCodes.RegexpInvalid, path + ".regexp", Message("the regular expression", problem), problem.Hint);
        }
        else if (!ReplacementTemplate.TryParse(regexp.Replacement, pattern.GroupCount, out _, out problem))
        {
            context.Report(DiagnosticCodes.ReplacementInvalid, path + ".replacement", Message("the replacement", problem), problem.Hint);
        }
    }

    private static string Message(string thing, PatternProblem problem)
    {
        string part = problem.Length > 0 ? $" ({problem.Construct})" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{thing}, character {problem.Offset + 1}{part}: {problem.Message}");
    }
}
