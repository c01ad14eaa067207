using Pace.Engine.Diagnostics;

namespace Pace.Engine.Policies.Language;

/// <summary>One key of a message.</summary>
/// <typeparam name="T">The message's type.</typeparam>
/// <param name="Name">The name in snake case.</param>
/// <param name="Choice">The name of the choice that it is an alternative of, or null.</param>
/// <param name="NullHint">
/// What to write instead of null where null must not mean "not set", because what is then not set may be a mask or a
/// filter; null where it may.
/// </param>
/// <param name="IsText">Whether the value is a text, for which a null that is written out may have been meant as one.</param>
/// <param name="Read">The message with what the node says.</param>
/// <param name="Write">The node for the message, or null to leave the key out.</param>
internal sealed record Member<T>(
    string Name,
    string? Choice,
    string? NullHint,
    bool IsText,
    Func<T, DocumentNode, string, PolicyReading, T> Read,
    Func<T, DocumentNode?> Write)
{
    /// <summary>The name in camel case, which is accepted as well.</summary>
    public string CamelName { get; } = CamelCase.From(Name);
}

/// <summary>A message of the policy language: the table of its keys, for reading and for writing.</summary>
/// <typeparam name="T">The record that holds it.</typeparam>
/// <param name="empty">Makes one in which nothing is set.</param>
internal sealed partial class MessageShape<T>(Func<T> empty) : Shape<T>
{
    private readonly List<Member<T>> _members = [];
    private readonly Dictionary<string, Member<T>> _byName = new(StringComparer.Ordinal);
    private Action<T, string, PolicyReading>? _check;
    private Func<T, string?>? _comment;

    /// <summary>Adds a key.</summary>
    public MessageShape<T> Add(Member<T> member)
    {
        _members.Add(member);
        _byName[member.Name] = member;
        _byName[member.CamelName] = member;
        return this;
    }

    /// <summary>Sets what is checked when a message was read whole and without a problem of its own.</summary>
    public MessageShape<T> Check(Action<T, string, PolicyReading> check)
    {
        _check = check;
        return this;
    }

    /// <summary>Sets what a comment says before a message that is written as YAML.</summary>
    public MessageShape<T> Comment(Func<T, string?> comment)
    {
        _comment = comment;
        return this;
    }

    public override bool TryRead(DocumentNode node, string path, PolicyReading reading, out T value)
    {
        value = empty();
        switch (node)
        {
            case MappingNode mapping:
                value = ReadEntries(mapping, path, reading);
                return true;
            case RefusedNode:
                reading.MarkRefused(path);
                return false;
            default:
                reading.Refuse(
                    DiagnosticCodes.WrongShape,
                    path,
                    $"{(node is ScalarNode { Kind: ScalarKind.Null } ? "nothing" : node.Description)} stands where a mapping is expected",
                    $"write a mapping with {KeyList()}");
                return false;
        }
    }

    public override DocumentNode Write(T value)
    {
        MappingNode mapping = new(default) { Comment = _comment?.Invoke(value) };
        foreach (Member<T> member in _members)
        {
            mapping.Add(member.Name, member.Write(value));
        }

        return mapping;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private T ReadEntries(MappingNode mapping, string path, PolicyReading reading)
    {
        T message = empty();
        bool whole = true;
        Dictionary<Member<T>, MappingEntry> seen = new(ReferenceEqualityComparer.Instance);
        foreach (MappingEntry entry in mapping.Entries)
        {
            if (!_byName.TryGetValue(entry.Key, out Member<T>? member))
            {
                ReportUnknown(entry, path, reading);
                whole = false;
            }
            else if (seen.TryGetValue(member, out MappingEntry? first))
            {
                string also = first.Key == entry.Key ? "" : $", as {Quote.Name(first.Key)}";
                reading.Report(
                    DiagnosticCodes.DuplicateKey,
                    Join(path, member.Name),
                    entry.KeyPosition,
                    $"key {Quote.Name(entry.Key)} is there twice: first in line {first.KeyPosition.Line}{also}");
                whole = false;
            }
            else if (Rival(member, seen) is { } rival)
            {
                reading.Report(
                    DiagnosticCodes.ConflictingKeys,
                    Join(path, member.Name),
                    entry.KeyPosition,
                    $"{Quote.Name(entry.Key)} cannot stand together with {Quote.Name(rival.Key)} of line {rival.KeyPosition.Line}",
                    "keep the one that is meant");
                whole = false;
            }
            else
            {
                seen.Add(member, entry);
                message = ReadMember(message, member, entry, path, reading);
            }
        }

        if (whole)
        {
            _check?.Invoke(message, path, reading);
        }

        return message;
    }

    private static T ReadMember(T message, Member<T> member, MappingEntry entry, string path, PolicyReading reading)
    {
        string at = Join(path, member.Name);
        reading.Place(at, entry.ValuePosition);
        if (entry.Value is ScalarNode { Kind: ScalarKind.Null } nothing && (nothing.Text.Length == 0 || !member.IsText))
        {
            if (member.NullHint is not null)
            {
                reading.Refuse(DiagnosticCodes.WrongValue, at, $"{Quote.Name(entry.Key)} says nothing", member.NullHint);
                MarkChoice(member, path, reading);
            }

            return message;
        }

        return member.Read(message, entry.Value, at, reading);
    }

    private static void MarkChoice(Member<T> member, string path, PolicyReading reading)
    {
        // Without it the message around it seems not to choose at all, which is not another mistake.
        if (member.Choice is not null)
        {
            reading.MarkRefused(path);
        }
    }

    private static MappingEntry? Rival(Member<T> member, Dictionary<Member<T>, MappingEntry> seen) =>
        member.Choice is null ? null : seen.FirstOrDefault(pair => pair.Key.Choice == member.Choice).Value;

    private void ReportUnknown(MappingEntry entry, string path, PolicyReading reading)
    {
        bool camel = entry.Key.AsSpan().IndexOfAnyInRange('A', 'Z') > 0 && !entry.Key.Contains('_', StringComparison.Ordinal);
        string? near = entry.Key.Length > 60
            ? null
            : NearestName.Find(entry.Key, _members.Select(item => camel ? item.CamelName : item.Name));
        if (near is not null)
        {
            Member<T> meant = _byName[near];
            reading.MarkRefused(Join(path, meant.Name));
            MarkChoice(meant, path, reading);
        }

        reading.Report(
            DiagnosticCodes.UnknownKey,
            Join(path, entry.Key),
            entry.KeyPosition,
            $"key {Quote.Name(entry.Key)} is not known here",
            near is null ? $"known are {KeyList()}" : $"did you mean {Quote.Name(near)}?");
    }

    private string KeyList() => _members.Count == 0 ? "no keys: {}" : string.Join(", ", _members.Select(item => item.Name));
}
