using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Pace.PowerShell.Rows;

/// <summary>Which of a policy's fields an object has, in which order and how it spells them.</summary>
internal sealed class ObjectShape
{
    private readonly string?[] _spelling;

    private ObjectShape(string[] names, int[] fields, string?[] spelling)
    {
        (Names, Fields, _spelling) = (names, fields, spelling);
        Notes = Array.ConvertAll(names, name => new PSNoteProperty(name, null));
    }

    /// <summary>The names of the properties that the policy lists, as the object spells and orders them.</summary>
    public string[] Names { get; }

    /// <summary>For each of them its place in the policy's fields.</summary>
    public int[] Fields { get; }

    /// <summary>
    /// For each of them a property to be given a value and added to an object: what adds it takes a copy. For one caller
    /// at a time.
    /// </summary>
    public PSNoteProperty[] Notes { get; }

    /// <summary>Finds the shape of an object whose properties have these names.</summary>
    /// <param name="names">All names.</param>
    /// <param name="places">The places of the policy's fields, by name whatever its case.</param>
    /// <param name="unlisted">Gets the names that the policy does not list.</param>
    /// <returns>Null where two of the names are one but for their case.</returns>
    public static ObjectShape? Of(IEnumerable<string> names, IReadOnlyDictionary<string, int> places, ICollection<string> unlisted)
    {
        List<string> listed = [];
        List<int> fields = [];
        string?[] spelling = new string?[places.Count];
        foreach (string name in names)
        {
            if (!places.TryGetValue(name, out int place))
            {
                unlisted.Add(name);
            }
            else if (spelling[place] is not null)
            {
                return null;
            }
            else
            {
                listed.Add(name);
                fields.Add(place);
                spelling[place] = name;
            }
        }

        return new ObjectShape([.. listed], [.. fields], spelling);
    }

    /// <summary>Whether an object's property of a field is the one that this shape has, or that neither has one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Has(int field, PSPropertyInfo? property) => _spelling[field] is { } name ? property?.Name == name : property is null;

    /// <summary>Whether the object spells and orders them alike.</summary>
    public bool Equals(ObjectShape other) => Names.AsSpan().SequenceEqual(other.Names);

    /// <summary>Whether it has the same properties, in whatever order.</summary>
    public bool HasSame(ObjectShape other) => _spelling.AsSpan().SequenceEqual(other._spelling);

    /// <summary>Whether it has a field.</summary>
    public bool Has(int field) => _spelling[field] is not null;
}
