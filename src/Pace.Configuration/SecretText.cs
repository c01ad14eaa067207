using System.Text;

namespace Pace.Configuration;

/// <summary>References to the environment in values: <c>${NAME}</c>, so that secrets need not stand in a file.</summary>
public static class SecretText
{
    private const string Advice = "Write ${NAME} with a name of letters, digits and underscores";

    /// <summary>Replaces each reference by the variable's value.</summary>
    /// <param name="key">The key the value belongs to; errors name it.</param>
    /// <param name="value">The value as written.</param>
    /// <param name="environment">Gives a variable's value by its name, or null.</param>
    /// <returns>The text to use. What a variable holds is not searched for references again.</returns>
    /// <exception cref="ConfigurationException">A variable is missing or empty, or a reference is malformed. Names the
    /// variable and the key, never a value.</exception>
    public static string Resolve(string key, string value, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(environment);
        if (!value.Contains("${", StringComparison.Ordinal)) return value;
        var text = new StringBuilder();
        int position = 0;
        for (int start; (start = value.IndexOf("${", position, StringComparison.Ordinal)) >= 0;)
        {
            int end = value.IndexOf('}', start);
            string name = end < 0 ? "" : value[(start + 2)..end];
            if (!IsName(name)) throw new ConfigurationException($"The key '{key}' holds a malformed reference", Advice);
            if (environment(name) is not { Length: > 0 } content)
            {
                throw new ConfigurationException(
                    $"The key '{key}' refers to the environment variable {name}, which is not set", $"Set {name}");
            }

            text.Append(value, position, start - position).Append(content);
            position = end + 1;
        }

        return text.Append(value, position, value.Length - position).ToString();
    }

    /// <summary>Whether a value consists of references alone, as a secret's must.</summary>
    /// <param name="value">The value as written.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public static bool IsReference(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int position = 0;
        while (position < value.Length)
        {
            int end = value.IndexOf('}', position);
            if (end < 0 || !value.AsSpan(position).StartsWith("${") || !IsName(value[(position + 2)..end])) return false;
            position = end + 1;
        }

        return position > 0;
    }

    private static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0])
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
