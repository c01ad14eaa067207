using System.Text;
using Pace.Telemetry.Contract;

namespace Pace.Relay.Receiving;

/// <summary>The command names that the relay knows, each with a small number that never changes in a store.</summary>
/// <remarks>
/// A name that left the allow-list keeps its number, so that the counts under it stay what they are; it is published
/// as <c>other</c>. What stands on no list has no number of its own: it is told apart by a hash, and published as the
/// <c>other</c> of the client whose names look like that.
/// </remarks>
internal sealed class NameTable
{
    /// <summary>Unlisted commands of the CLI, of the module, and of nobody known.</summary>
    public const ushort OtherCli = 0, OtherPowerShell = 1, Other = 2;

    /// <summary>The first number of a name of its own.</summary>
    public const ushort FirstName = 3;

    private const int MostNames = 4000;
    private readonly List<CommandLabels> _labels = [CommandLabels.OtherCli, CommandLabels.OtherPowerShell, CommandLabels.Other];
    private readonly List<string> _names = [];
    private readonly List<uint> _hashes = [0, 0, 0];
    private readonly byte[][] _slots;
    private readonly ushort[] _numbers;

    /// <summary>Makes a table of the names that a store has, and those of the allow-list after them.</summary>
    /// <param name="stored">The store's names, by number from <see cref="FirstName"/>.</param>
    /// <param name="listed">The allow-list; null: that of the contract.</param>
    public NameTable(IReadOnlyList<string> stored, IReadOnlySet<string>? listed = null)
    {
        listed ??= CommandNames.All;
        _names.AddRange(stored);
        _names.AddRange(listed.Except(stored, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        if (_names.Count > MostNames) throw new InvalidOperationException($"There are more than {MostNames} command names.");
        StoredCount = stored.Count;
        int size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(_names.Count * 4) | 1);
        _slots = new byte[size][];
        _numbers = new ushort[size];
        for (int i = 0; i < _names.Count; i++) Add(_names[i], (ushort)(FirstName + i), listed.Contains(_names[i]));
    }

    /// <summary>How many numbers there are, those of the unlisted included.</summary>
    public int Count => _labels.Count;

    /// <summary>How many of <see cref="Names"/> the store had already.</summary>
    public int StoredCount { get; }

    /// <summary>The names, by number from <see cref="FirstName"/>.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>What is published of a number.</summary>
    public CommandLabels Labels(ushort number) => _labels[number];

    /// <summary>The hash under which a name was kept while it stood on no list.</summary>
    public uint Hash(ushort number) => _hashes[number];

    /// <summary>The number of a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name, uint hash)
    {
        int mask = _slots.Length - 1;
        for (int slot = (int)hash & mask; _slots[slot] is { } known; slot = (slot + 1) & mask)
        {
            if (name.SequenceEqual(known)) return _numbers[slot];
        }

        return -1;
    }

    /// <summary>The <c>other</c> that an unlisted name belongs to, by its shape.</summary>
    public static ushort OtherOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("pace"u8) || name.StartsWith("pace "u8)) return OtherCli;
        return name.Length <= 64 && CommandNames.IsCmdlet(Encoding.UTF8.GetString(name)) ? OtherPowerShell : Other;
    }

    /// <summary>A hash of a name that stays the same from version to version, since stores keep it (FNV-1a, mixed).</summary>
    public static uint HashOf(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        foreach (byte b in name) hash = (hash ^ b) * 16777619;
        hash ^= hash >> 15;
        return hash * 2246822519;
    }

    private void Add(string name, ushort number, bool listed)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        uint hash = HashOf(bytes);
        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        while (_slots[slot] is not null) slot = (slot + 1) & mask;
        _slots[slot] = bytes;
        _numbers[slot] = number;
        _hashes.Add(hash);
        _labels.Add(listed ? CommandLabels.Of(name) : _labels[OtherOf(bytes)]);
    }
}
