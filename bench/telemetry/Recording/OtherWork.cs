namespace Pace.Bench.Recording;

/// <summary>Some 100 microseconds of something else, as a pipeline does between two cmdlets: it fills the caches.</summary>
internal sealed class OtherWork
{
    private readonly byte[] _memory = new byte[1 << 20];

    public void Do()
    {
        for (int i = 0; i < _memory.Length; i += 64) _memory[i]++;
    }
}
