using System.Text;
using Pace.Engine.Policies.Language;

namespace Pace.Engine.Policies.Writing;

/// <summary>Writes nodes as YAML in block style, indented by two spaces, lists too.</summary>
internal static class YamlText
{
    private const int Step = 2;

    public static string Write(DocumentNode root)
    {
        StringBuilder text = new();
        if (root is MappingNode { Entries.Count: > 0 } mapping)
        {
            WriteMapping(mapping, 0, false, text);
        }
        else
        {
            _ = text.Append("{}\n");
        }

        return text.ToString();
    }

    // The first key of a mapping that is a list's item stands on the line of the dash.
    private static void WriteMapping(MappingNode mapping, int indent, bool afterDash, StringBuilder text)
    {
        foreach (MappingEntry entry in mapping.Entries)
        {
            _ = text.Append(' ', afterDash ? 0 : indent).Append(entry.Key).Append(':');
            afterDash = false;
            switch (entry.Value)
            {
                case MappingNode { Entries.Count: > 0 } child:
                    _ = text.Append('\n');
                    WriteMapping(child, indent + Step, false, text);
                    break;
                case SequenceNode { Items.Count: > 0 } child:
                    _ = text.Append('\n');
                    WriteSequence(child, indent + Step, text);
                    break;
                default:
                    WriteLeaf(entry.Value, indent + Step, text);
                    break;
            }
        }
    }

    private static void WriteSequence(SequenceNode sequence, int indent, StringBuilder text)
    {
        foreach (DocumentNode item in sequence.Items)
        {
            if (item.Comment is { } comment)
            {
                // Whatever would end the line, or be no text, is a space.
                _ = text.Append(' ', indent).Append("# ")
                    .Append(string.Concat(comment.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u2029' or '\ufeff' ? ' ' : letter))).Append('\n');
            }

            _ = text.Append(' ', indent).Append('-');
            if (item is MappingNode { Entries.Count: > 0 } mapping)
            {
                _ = text.Append(' ');
                WriteMapping(mapping, indent + Step, true, text);
            }
            else
            {
                WriteLeaf(item, indent + Step, text);
            }
        }
    }

    private static void WriteLeaf(DocumentNode node, int indent, StringBuilder text)
    {
        _ = text.Append(' ');
        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.Text } scalar:
                YamlQuoting.Append(scalar.Text, indent, text);
                break;
            case ScalarNode scalar:
                _ = text.Append(scalar.Text);
                break;
            default:
                _ = text.Append(node is SequenceNode ? "[]" : "{}");
                break;
        }

        _ = text.Append('\n');
    }
}
