using System.Globalization;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies.Language;

namespace Pace.Engine.Policies.Writing;

/// <summary>Finds texts that are no Unicode: with half a surrogate pair no UTF-8 file can hold them.</summary>
internal static class WritableText
{
    /// <summary>Adds a problem for each such text below a node.</summary>
    public static void Check(DocumentNode node, string path, List<Diagnostic> problems)
    {
        switch (node)
        {
            case MappingNode mapping:
                foreach (MappingEntry entry in mapping.Entries)
                {
                    Check(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", problems);
                }

                break;
            case SequenceNode sequence:
                for (int i = 0; i < sequence.Items.Count; i++)
                {
                    Check(sequence.Items[i], $"{path}[{i}]", problems);
                }

                break;
            case ScalarNode scalar when LoneSurrogate(scalar.Text) is { } lone:
                problems.Add(new Diagnostic(
                    DiagnosticCodes.TextInvalid,
                    string.Create(CultureInfo.InvariantCulture, $"the text holds half a character, U+{(int)lone:X4}"),
                    path));
                break;
        }
    }

    private static char? LoneSurrogate(string text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (at + 1 < text.Length && char.IsSurrogatePair(text, at))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                return text[at];
            }
        }

        return null;
    }
}
