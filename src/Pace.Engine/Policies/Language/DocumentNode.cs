using Pace.Engine.Diagnostics;

namespace Pace.Engine.Policies.Language;

/// <summary>
/// A part of a document, whether it was written in YAML or JSON: what both notations have in common, with positions.
/// </summary>
internal abstract class DocumentNode(TextPosition position)
{
    /// <summary>Where it stands; the default for a node that was made for writing.</summary>
    public TextPosition Position { get; set; } = position;

    /// <summary>What a comment before it says, in one line, where a list's item is written as YAML; null: nothing.</summary>
    public string? Comment { get; set; }

    /// <summary>What it is, for a message: "a mapping".</summary>
    public abstract string Description { get; }
}

/// <summary>Keys with values, in the order of the text. The same key may be there twice: that is for the reader to tell.</summary>
internal sealed class MappingNode(TextPosition position) : DocumentNode(position)
{
    public List<MappingEntry> Entries { get; } = [];

    public override string Description => "a mapping";

    /// <summary>Adds an entry; a null value adds nothing.</summary>
    public void Add(string key, DocumentNode? value)
    {
        if (value is not null)
        {
            Entries.Add(new MappingEntry(key, default, value));
        }
    }
}

/// <summary>A key with its value.</summary>
internal sealed record MappingEntry(string Key, TextPosition KeyPosition, DocumentNode Value)
{
    /// <summary>
    /// The place that a message about the value points to: a value on one line itself, what is nested by its key.
    /// </summary>
    public TextPosition ValuePosition => Value is ScalarNode { Position.Length: > 0 } ? Value.Position : KeyPosition;
}

/// <summary>Items in order.</summary>
internal sealed class SequenceNode(TextPosition position) : DocumentNode(position)
{
    public List<DocumentNode> Items { get; } = [];

    public override string Description => "a list";
}

/// <summary>What a scalar's notation makes of it.</summary>
internal enum ScalarKind
{
    Text,
    Number,
    Boolean,
    Null,
}

/// <summary>A single value.</summary>
/// <param name="position">Where it stands.</param>
/// <param name="kind">What the notation makes of it.</param>
/// <param name="text">
/// The text; of numbers, booleans and nulls as written. It is empty for a null that cannot have been meant as a text:
/// JSON's, and YAML's when nothing is written.
/// </param>
internal sealed class ScalarNode(TextPosition position, ScalarKind kind, string text) : DocumentNode(position)
{
    public ScalarKind Kind { get; } = kind;

    public string Text { get; } = text;

    public override string Description => Kind switch
    {
        ScalarKind.Number => "a number",
        ScalarKind.Boolean => "a boolean",
        ScalarKind.Null => "null",
        _ => "a text",
    };

    /// <summary>A text for writing.</summary>
    public static ScalarNode Of(string text) => new(default, ScalarKind.Text, text);

    /// <summary>A number or boolean for writing.</summary>
    public static ScalarNode Of(ScalarKind kind, string text) => new(default, kind, text);
}

/// <summary>Something that was refused already, so that nobody refuses it again for what it is not.</summary>
internal sealed class RefusedNode(TextPosition position) : DocumentNode(position)
{
    public override string Description => "something that was refused";
}
