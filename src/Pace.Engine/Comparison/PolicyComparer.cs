using System.Globalization;
using Pace.Engine.Policies;
using Pace.Engine.Policies.Language;
using Pace.Engine.Policies.Writing;

namespace Pace.Engine.Comparison;

/// <summary>
/// Compares two policies by what they say. What belongs together is found by its name: fields, views, and branches by
/// their principals; where their order has a meaning, another order is a difference. Versions and times are none.
/// </summary>
public static class PolicyComparer
{
    // The store's, not the policy's.
    private static readonly HashSet<string> NotCompared =
        ["metadata.version", "metadata.create_time", "metadata.update_time", "metadata.last_apply_time"];

    // Columns stand in a view in this order, and the first branch that matches decides.
    private static readonly HashSet<string> Ordered = ["fields", "transforms", "conditions"];

    /// <summary>All differences, in the order of the first policy.</summary>
    /// <param name="first">What is expected.</param>
    /// <param name="second">What is compared with it.</param>
    public static IReadOnlyList<PolicyDifference> Compare(DataPolicy first, DataPolicy second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        List<PolicyDifference> found = [];
        Compare(Root, RuleSetMessages.DataPolicy.Write(first), RuleSetMessages.DataPolicy.Write(second), found);
        return [.. found.Select(difference => difference with { Policy = first.Id.Length > 0 ? first.Id : second.Id })];
    }

    private static readonly Place Root = new("", [], "");

    private static void Compare(Place place, DocumentNode? first, DocumentNode? second, List<PolicyDifference> found)
    {
        switch (first, second)
        {
            case (MappingNode left, MappingNode right):
                foreach (string key in left.Entries.Select(entry => entry.Key).Union(right.Entries.Select(entry => entry.Key)))
                {
                    Place at = place.Key(key);
                    if (!NotCompared.Contains(at.Path))
                    {
                        Compare(at, Find(left, key), Find(right, key), found);
                    }
                }

                break;
            case (SequenceNode left, SequenceNode right) when left.Items.Concat(right.Items).All(item => item is MappingNode):
                CompareLists(place, left, right, found);
                break;
            case (null, not null) when place.Path.Length > 0 && second is SequenceNode { Items: [MappingNode, ..] } added:
                CompareLists(place, new SequenceNode(default), added, found);
                break;
            case (not null, null) when first is SequenceNode { Items: [MappingNode, ..] } removed:
                CompareLists(place, removed, new SequenceNode(default), found);
                break;
            default:
                string? expected = Text(first);
                string? actual = Text(second);
                if (expected != actual)
                {
                    DifferenceKind kind = expected is null ? DifferenceKind.Added : actual is null ? DifferenceKind.Removed : DifferenceKind.Changed;
                    found.Add(new PolicyDifference(kind, place.What, place.Path, expected, actual));
                }

                break;
        }
    }

    private static void CompareLists(Place place, SequenceNode left, SequenceNode right, List<PolicyDifference> found)
    {
        List<string> first = Names(place.Name, left);
        List<string> second = Names(place.Name, right);
        if (first.Distinct().Count() != first.Count || second.Distinct().Count() != second.Count)
        {
            first = [.. left.Items.Select((_, at) => Number(at))];
            second = [.. right.Items.Select((_, at) => Number(at))];
        }

        foreach (string name in first.Union(second))
        {
            int at = first.IndexOf(name);
            int other = second.IndexOf(name);
            Compare(place.Item(name), at < 0 ? null : left.Items[at], other < 0 ? null : right.Items[other], found);
        }

        List<string> order = [.. first.Intersect(second)];
        List<string> otherOrder = [.. second.Intersect(first)];
        if (Ordered.Contains(place.Name) && !order.SequenceEqual(otherOrder))
        {
            found.Add(new PolicyDifference(
                DifferenceKind.Changed, $"{place.What}: order", place.Path, string.Join(", ", order), string.Join(", ", otherOrder)));
        }
    }

    private static List<string> Names(string list, SequenceNode sequence) => [.. sequence.Items.Select((item, at) =>
    {
        MappingNode node = (MappingNode)item;
        return list switch
        {
            "fields" or "partition_by" => Parts(node),
            "field_transforms" => Find(node, "field") is MappingNode field ? Parts(field) : null,
            "rule_sets" => Find(node, "target") is MappingNode target && Find(target, "ref") is MappingNode reference
                ? Text(Find(reference, "integration_fqn")) : null,
            "transforms" or "conditions" => Principals(Find(node, "principals") as SequenceNode),
            _ => null,
        } ?? Number(at);
    })];

    private static string? Parts(MappingNode field) =>
        Find(field, "name_parts") is SequenceNode parts ? string.Join('.', parts.Items.Select(Text)) : null;

    private static string Principals(SequenceNode? principals) => principals is null or { Items.Count: 0 }
        ? "everyone else"
        : string.Join(" or ", principals.Items.OfType<MappingNode>().SelectMany(item => item.Entries).Select(entry => Text(entry.Value)));

    private static string Number(int at) => (at + 1).ToString(CultureInfo.InvariantCulture);

    private static DocumentNode? Find(MappingNode node, string key) => node.Entries.Find(entry => entry.Key == key)?.Value;

    private static string? Text(DocumentNode? node) => node switch
    {
        null => null,
        ScalarNode scalar => scalar.Text,
        _ => JsonText.Write(node, compact: true).TrimEnd('\n'),
    };

    /// <summary>A place in both policies.</summary>
    /// <param name="Path">The path, such as <c>rule_sets[public.demo_view].field_transforms[email]</c>.</param>
    /// <param name="Words">What people call the parts of the path that say something.</param>
    /// <param name="Name">The key, or that of the list.</param>
    private sealed record Place(string Path, ValueList<string> Words, string Name)
    {
        public string What => Words.Count == 0 ? "policy" : string.Join(", ", Words);

        public Place Key(string key) => new(
            Path.Length == 0 ? key : $"{Path}.{key}",
            IsSaid(key) ? Words.Add(key.Replace('_', ' ')) : Words,
            key);

        public Place Item(string name) => new(
            $"{Path}[{name}]",
            Name switch
            {
                "rule_sets" => Words.Add($"view {name}"),
                "fields" => Words.Add($"field '{name}'"),
                "field_transforms" => Words.Add($"column '{name}'"),
                "filters" => Words.Add($"filter {name}"),
                "transforms" or "conditions" => Words.Add($"for {name}"),
                _ => Words.Add(name),
            },
            Name);

        private static bool IsSaid(string key) =>
            key is not ("metadata" or "source" or "rule_sets" or "fields" or "field_transforms" or "transforms" or "filters" or "conditions"
                or "generic_filter" or "retention_filter" or "ref" or "target");
    }
}
