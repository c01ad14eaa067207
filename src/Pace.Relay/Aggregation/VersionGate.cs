using Pace.Relay.Receiving;

namespace Pace.Relay.Aggregation;

/// <summary>Which versions are published: those that enough installations reported within a week.</summary>
/// <remarks>So that a version that hardly anybody has tells nobody apart, and nobody makes series at will. Once published,
/// a version stays. Not for several threads.</remarks>
internal sealed class VersionGate(int threshold, int most)
{
    private const uint WindowMinutes = 7 * ActivityRing.MinutesInADay;
    private const int MostCandidates = 512;
    private readonly HashSet<uint> _published = [];
    private readonly Dictionary<uint, Dictionary<UInt128, uint>> _candidates = [];
    private readonly List<uint> _new = [];

    /// <summary>The versions that are published.</summary>
    public IReadOnlyCollection<uint> Published => _published;

    /// <summary>Those that were published since <see cref="Committed"/>.</summary>
    public IReadOnlyList<uint> New => _new;

    /// <summary>How many versions wait for more installations.</summary>
    public int Candidates => _candidates.Count;

    public void Committed() => _new.Clear();

    /// <summary>Takes a version over that was published already.</summary>
    public void Restore(uint version) => _published.Add(version);

    /// <summary>The version as it is published: itself or <see cref="ReportedVersion.Other"/>.</summary>
    public uint Label(uint version) => _published.Contains(version) ? version : ReportedVersion.Other;

    /// <summary>Notes that an installation reported a version, and gives it as it is published from now on.</summary>
    public uint Report(uint version, UInt128 id, uint minute)
    {
        if (version == ReportedVersion.Other || _published.Contains(version)) return version;
        if (_published.Count >= most) return ReportedVersion.Other;
        if (!_candidates.TryGetValue(version, out Dictionary<UInt128, uint>? reports))
        {
            if (_candidates.Count >= MostCandidates) DropOldest();
            _candidates.Add(version, reports = []);
        }

        reports[id] = minute;
        if (reports.Count < threshold) return ReportedVersion.Other;
        foreach ((UInt128 other, uint at) in reports)
        {
            if (at + WindowMinutes <= minute) reports.Remove(other);
        }

        if (reports.Count < threshold) return ReportedVersion.Other;
        _candidates.Remove(version);
        _published.Add(version);
        _new.Add(version);
        return version;
    }

    /// <summary>Forgets what an installation reported.</summary>
    public void Forget(UInt128 id)
    {
        foreach (Dictionary<UInt128, uint> reports in _candidates.Values) reports.Remove(id);
    }

    /// <summary>Drops reports that are too old to count.</summary>
    public void Expire(uint minute)
    {
        foreach ((uint version, Dictionary<UInt128, uint> reports) in _candidates)
        {
            foreach ((UInt128 id, uint at) in reports)
            {
                if (at + WindowMinutes <= minute) reports.Remove(id);
            }

            if (reports.Count == 0) _candidates.Remove(version);
        }
    }

    private void DropOldest()
    {
        uint oldest = _candidates.MinBy(static candidate => candidate.Value.Values.DefaultIfEmpty().Max()).Key;
        _candidates.Remove(oldest);
    }
}
