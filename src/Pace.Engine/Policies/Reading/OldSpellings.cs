using System.Numerics;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies.Language;

namespace Pace.Engine.Policies.Reading;

/// <summary>
/// Turns what earlier versions of the policy language wrote into what it is called today, before the document is
/// judged. Each old spelling is told once, where it stands first. Whatever is not exactly an old spelling is left as it
/// is, for the reader to refuse.
/// </summary>
internal sealed class OldSpellings
{
    private readonly PolicyReading _reading;
    private readonly List<Note> _notes = [];

    private OldSpellings(PolicyReading reading) => _reading = reading;

    /// <summary>The root of the document in today's spelling.</summary>
    public static MappingNode Upgrade(MappingNode root, PolicyReading reading)
    {
        OldSpellings upgrade = new(reading);
        MappingNode policy = upgrade.Unwrap(root);
        upgrade.Policy(policy);
        foreach (Note note in upgrade._notes)
        {
            string more = note.Count switch
            {
                1 => "",
                2 => ", here and in one more place",
                _ => $", here and in {note.Count - 1} more places",
            };
            reading.Report(DiagnosticCodes.OldSpelling, note.Path, note.Position, note.Message + more);
        }

        return policy;
    }

    private MappingNode Unwrap(MappingNode root)
    {
        if (Find(root, "data_policy") is not { Value: MappingNode inner } wrapper)
        {
            return root;
        }

        if (root.Entries.Find(entry => !ReferenceEquals(entry, wrapper)) is { } other)
        {
            Conflict("", wrapper, other);
        }

        Tell("", wrapper, "the policy without the wrapper");
        return inner;
    }

    private void Policy(MappingNode policy)
    {
        if (Find(policy, "id") is { Value: ScalarNode } id)
        {
            _ = policy.Entries.Remove(id);
            Tell("", id, "source.ref.integration_fqn, which alone identifies a policy");
        }

        if (Find(policy, "metadata")?.Value is MappingNode metadata)
        {
            Metadata(metadata);
        }

        if (Find(policy, "source")?.Value is MappingNode source)
        {
            Rename(source, "source", "attributes", "fields");
            StringRef(source, "source");
            ForEach(source, "source", "fields", Field);
        }

        Platform(policy);
        ForEach(policy, "", "rule_sets", RuleSet);
    }

    private void Metadata(MappingNode metadata)
    {
        if (Find(metadata, "version") is { Value: ScalarNode { Kind: ScalarKind.Text, Text.Length: 0 } } version)
        {
            _ = metadata.Entries.Remove(version);
            Tell("metadata", version, "a number, and no version at all before a policy is stored", "version: \"\"");
        }

        foreach (string name in new[] { "create_time", "update_time", "last_apply_time" })
        {
            if (Find(metadata, name) is { Value: MappingNode parts } entry && Instant(parts) is { } instant)
            {
                Replace(metadata, entry, entry.Key, new ScalarNode(entry.KeyPosition, ScalarKind.Text, Timestamps.Write(instant)));
                Tell("metadata", entry, "a text as in RFC 3339", "{seconds, nanos}");
            }
        }
    }

    private void Platform(MappingNode policy)
    {
        if (Find(policy, "platform") is not { Value: MappingNode } platform)
        {
            return;
        }

        if (Child(policy, "source", platform.KeyPosition) is not { } source
            || Child(source, "ref", platform.KeyPosition) is not { } urn)
        {
            return;
        }

        _ = policy.Entries.Remove(platform);
        if (Find(urn, "platform") is { } today)
        {
            Conflict("source.ref", platform, today);
            return;
        }

        urn.Entries.Add(platform);
        Tell("", platform, "source.ref.platform");
    }

    private void RuleSet(MappingNode ruleSet, string path)
    {
        if (Find(ruleSet, "target")?.Value is MappingNode target)
        {
            string at = path + ".target";
            StringRef(target, at);
            if (Find(target, "fullname") is { Value: ScalarNode } fullName)
            {
                Rename(target, at, "fullname", "ref", Urn(fullName.Value), "ref: {integration_fqn}");
            }
        }

        ForEach(ruleSet, path, "field_transforms", FieldTransform);
        if (Find(ruleSet, "generic_filter") is { Value: SequenceNode { Items.Count: > 0 } several } entry)
        {
            Rename(ruleSet, path, "generic_filter", "filters", Wrapped(entry, several), "filters: [{generic_filter: {conditions}}]");
        }

        if (Find(ruleSet, "filters") is { Value: SequenceNode filters })
        {
            Filters(filters, path + ".filters");
        }
    }

    private void FieldTransform(MappingNode fieldTransform, string path)
    {
        Rename(fieldTransform, path, "attribute", "field");
        ForOne(fieldTransform, path, "field", Field);
        ForEach(fieldTransform, path, "transforms", (transform, at) =>
        {
            Principals(transform, at);
            ForOne(transform, at, "detokenize", (detokenize, below) =>
            {
                ForOne(detokenize, below, "token_field", Field);
                ForOne(detokenize, below, "value_field", Field);
            });
            ForOne(transform, at, "aggregation", (aggregation, below) => ForEach(aggregation, below, "partition_by", Field));
        });
    }

    private void Filters(SequenceNode filters, string path)
    {
        List<DocumentNode> upgraded = [];
        foreach (DocumentNode item in filters.Items)
        {
            string at = $"{path}[{upgraded.Count}]";
            if (item is not MappingNode filter)
            {
                upgraded.Add(item);
                continue;
            }

            if (Find(filter, "conditions") is { } conditions)
            {
                if (filter.Entries.Count == 1)
                {
                    MappingNode inner = new(filter.Position);
                    inner.Entries.Add(conditions);
                    Replace(filter, conditions, "generic_filter", inner);
                    Tell(at, conditions, "generic_filter: {conditions}");
                }
                else if (Find(filter, "generic_filter") is { } today)
                {
                    _ = filter.Entries.Remove(conditions);
                    Conflict(at, conditions, today);
                }
            }
            else if (filter.Entries is [{ Value: SequenceNode { Items.Count: > 0 } several } only] && Is(only.Key, "generic_filter"))
            {
                Tell(at, only, "a mapping, one entry of filters each", "generic_filter: [{conditions}]");
                upgraded.AddRange(Wrapped(only, several).Items);
                continue;
            }

            upgraded.Add(filter);
        }

        filters.Items.Clear();
        filters.Items.AddRange(upgraded);
        for (int i = 0; i < upgraded.Count; i++)
        {
            if (upgraded[i] is MappingNode filter)
            {
                ForOne(filter, $"{path}[{i}]", "generic_filter", (generic, at) => ForEach(generic, at, "conditions", Principals));
                ForOne(filter, $"{path}[{i}]", "retention_filter", (retention, at) =>
                {
                    ForOne(retention, at, "field", Field);
                    ForEach(retention, at, "conditions", Principals);
                });
            }
        }
    }

    // A filter for each item of a list that stands where one filter should.
    private static SequenceNode Wrapped(MappingEntry entry, SequenceNode several)
    {
        SequenceNode filters = new(several.Position);
        foreach (DocumentNode each in several.Items)
        {
            MappingNode filter = new(each.Position);
            filter.Entries.Add(new MappingEntry("generic_filter", entry.KeyPosition, each));
            filters.Items.Add(filter);
        }

        return filters;
    }

    private void Field(MappingNode field, string path) => Rename(field, path, "path_components", "name_parts");

    private void Principals(MappingNode holder, string path)
    {
        if (Find(holder, "principals")?.Value is not SequenceNode principals)
        {
            return;
        }

        for (int i = 0; i < principals.Items.Count; i++)
        {
            if (principals.Items[i] is ScalarNode { Kind: not ScalarKind.Null } name)
            {
                MappingNode group = new(name.Position);
                group.Entries.Add(new MappingEntry("group", name.Position, name));
                principals.Items[i] = group;
                Tell($"{path}.principals[{i}]", new MappingEntry("principals", name.Position, name), "a list of {group: ...}", "a principal that is a text");
            }
        }
    }

    private void StringRef(MappingNode holder, string path)
    {
        if (Find(holder, "ref") is { Value: ScalarNode { Kind: not ScalarKind.Null } } entry)
        {
            Replace(holder, entry, entry.Key, Urn(entry.Value));
            Tell(path, entry, "ref: {integration_fqn}", "ref as a text");
        }
    }

    private static MappingNode Urn(DocumentNode name)
    {
        MappingNode urn = new(name.Position);
        urn.Entries.Add(new MappingEntry("integration_fqn", name.Position, name));
        return urn;
    }

    private static DateTimeOffset? Instant(MappingNode parts)
    {
        if (parts.Entries.Exists(entry => entry.Key is not ("seconds" or "nanos"))
            || Number(parts, "seconds", DateTimeOffset.MaxValue.ToUnixTimeSeconds()) is not { } seconds
            || seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds()
            || Number(parts, "nanos", 999_999_999) is not { } nanos || nanos < 0
            || parts.Entries.Count > 2)
        {
            return null;
        }

        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100);

        static long? Number(MappingNode parts, string name, long max) => Find(parts, name)?.Value switch
        {
            null => 0,
            ScalarNode { Kind: ScalarKind.Number or ScalarKind.Text } scalar
                when ExactNumber.TryParse(scalar.Text, out BigInteger number, out int scale) && scale == 0
                && BigInteger.Abs(number) <= max => (long)number,
            _ => null,
        };
    }

    private void Rename(MappingNode holder, string path, string old, string today, DocumentNode? value = null, string? told = null)
    {
        if (Find(holder, old) is not { } entry)
        {
            return;
        }

        if (Find(holder, today) is { } both)
        {
            _ = holder.Entries.Remove(entry);
            Conflict(path, entry, both);
            return;
        }

        Replace(holder, entry, today, value ?? entry.Value);
        Tell(path, entry, told ?? today);
    }

    private static void Replace(MappingNode holder, MappingEntry entry, string key, DocumentNode value) =>
        holder.Entries[holder.Entries.IndexOf(entry)] = new MappingEntry(key, entry.KeyPosition, value);

    private void Conflict(string path, MappingEntry old, MappingEntry today) => _reading.Report(
        DiagnosticCodes.ConflictingKeys,
        path,
        old.KeyPosition,
        $"{Quote.Name(old.Key)} is an old spelling and cannot stand together with {Quote.Name(today.Key)} of line {today.KeyPosition.Line}",
        $"remove {Quote.Name(old.Key)}");

    private void Tell(string path, MappingEntry entry, string today, string? old = null)
    {
        string message = $"old spelling: {old ?? Quote.Name(entry.Key)} is now {today}";
        if (_notes.Find(note => note.Message == message) is { } known)
        {
            known.Count++;
            known.Position = Earlier(known.Position, entry.KeyPosition);
        }
        else
        {
            _notes.Add(new Note(message, path, entry.KeyPosition));
        }
    }

    private static TextPosition Earlier(TextPosition a, TextPosition b) =>
        (a.Line, a.Column).CompareTo((b.Line, b.Column)) <= 0 ? a : b;

    private static void ForOne(MappingNode holder, string path, string name, Action<MappingNode, string> upgrade)
    {
        if (Find(holder, name)?.Value is MappingNode child)
        {
            upgrade(child, $"{path}.{name}");
        }
    }

    private static void ForEach(MappingNode holder, string path, string name, Action<MappingNode, string> upgrade)
    {
        if (Find(holder, name)?.Value is not SequenceNode items)
        {
            return;
        }

        for (int i = 0; i < items.Items.Count; i++)
        {
            if (items.Items[i] is MappingNode item)
            {
                upgrade(item, path.Length == 0 ? $"{name}[{i}]" : $"{path}.{name}[{i}]");
            }
        }
    }

    // The mapping below a key, made when nothing is there; null when something else is.
    private static MappingNode? Child(MappingNode holder, string name, TextPosition position)
    {
        MappingEntry? entry = Find(holder, name);
        if (entry is null or { Value: ScalarNode { Kind: ScalarKind.Null } })
        {
            MappingNode made = new(position);
            if (entry is not null)
            {
                Replace(holder, entry, entry.Key, made);
            }
            else
            {
                holder.Entries.Add(new MappingEntry(name, position, made));
            }

            return made;
        }

        return entry.Value as MappingNode;
    }

    private static MappingEntry? Find(MappingNode holder, string name) => holder.Entries.Find(entry => Is(entry.Key, name));

    private static bool Is(string key, string name) => key == name || key == CamelCase.From(name);

    private sealed class Note(string message, string path, TextPosition position)
    {
        public string Message { get; } = message;

        public string Path { get; } = path;

        public TextPosition Position { get; set; } = position;

        public int Count { get; set; } = 1;
    }
}
