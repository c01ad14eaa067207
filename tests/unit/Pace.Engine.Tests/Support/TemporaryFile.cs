using System.Text;

namespace Pace.Engine.Tests.Support;

/// <summary>A file that is gone after the test.</summary>
public sealed class TemporaryFile : IDisposable
{
    /// <summary>A file with some bytes.</summary>
    public TemporaryFile(byte[] bytes) => File.WriteAllBytes(Path, bytes);

    /// <summary>A file with some text, in UTF-8 unless another encoding is given, whose byte order mark is written.</summary>
    public TemporaryFile(string text, Encoding? encoding = null)
        : this([.. encoding?.GetPreamble() ?? [], .. (encoding ?? Encoding.UTF8).GetBytes(text)])
    {
    }

    /// <summary>Where it is.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"pace-{Guid.NewGuid():n}.csv");

    public void Dispose() => File.Delete(Path);
}
