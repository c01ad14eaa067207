using System.Text.RegularExpressions;
using Pace.Engine.Policies.Language;

namespace Pace.Engine.Policies.Reading;

/// <summary>
/// What readers of YAML make of an unquoted scalar. For reading, a number is whatever YAML 1.1 or 1.2 takes for one,
/// so that a text that any reader would change must be quoted; <c>yes</c>, <c>no</c>, <c>on</c>, <c>off</c> and dates are texts, as in
/// YAML 1.2. For writing, all that either version takes for something else than a text is quoted.
/// </summary>
internal static partial class YamlScalars
{
    /// <summary>What an unquoted scalar is.</summary>
    public static ScalarKind Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        [(>= '0' and <= '9') or '+' or '-' or '.', ..] when Number().IsMatch(text) => ScalarKind.Number,
        _ => ScalarKind.Text,
    };

    /// <summary>Whether some reader of YAML takes an unquoted scalar for something else than this text.</summary>
    public static bool IsAmbiguous(string text) => Resolve(text) != ScalarKind.Text || text switch
    {
        "=" or "<<" => true,
        "y" or "Y" or "yes" or "Yes" or "YES" or "n" or "N" or "no" or "No" or "NO" => true,
        "on" or "On" or "ON" or "off" or "Off" or "OFF" => true,
        [>= '0' and <= '9', ..] => Date().IsMatch(text),
        _ => false,
    };

    [GeneratedRegex(@"\A(?:[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?\z")]
    private static partial Regex Date();
}
