using System.Text;

namespace Pace.Engine.Policies.Language;

/// <summary>The second spelling of every key, as protocol buffers' JSON has it.</summary>
internal static class CamelCase
{
    /// <summary><c>nameParts</c> from <c>name_parts</c>.</summary>
    public static string From(string snake)
    {
        StringBuilder camel = new();
        foreach (string part in snake.Split('_'))
        {
            _ = camel.Length == 0 ? camel.Append(part) : camel.Append(char.ToUpperInvariant(part[0])).Append(part, 1, part.Length - 1);
        }

        return camel.ToString();
    }
}
