using Pace.Engine.Diagnostics;
using Pace.Engine.Platforms.Http;

namespace Pace.Engine.Platforms.Snowflake;

/// <summary>Where the private key comes from. It is read when it is first needed.</summary>
/// <param name="platformId">The platform's id.</param>
/// <param name="file">The file; null: none.</param>
/// <param name="pem">The key itself; null: none.</param>
/// <param name="passphrase">What it is encrypted with; null: it is not.</param>
internal sealed class KeySource(string platformId, string? file, string? pem, string? passphrase)
{
    // A key of 16384 bits has about 13 kB.
    private const long LargestFile = 1 << 16;

    /// <summary>The key.</summary>
    /// <exception cref="PaceException"><see cref="PaceErrorKind.PlatformMisconfigured"/>.</exception>
    public RsaKey Read()
    {
        string text = pem ?? (file is null
            ? throw Wrong("it has neither private-key-file nor private-key", null)
            : ReadFile(file.StartsWith("~/", StringComparison.Ordinal)
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), file[2..])
                : file));
        return RsaKey.Read(text, passphrase, out string problem) ?? throw Wrong($"its private key cannot be used: {problem}", null);
    }

    private string ReadFile(string path)
    {
        try
        {
            FileInfo info = new(path);
            return info.Exists && info.Length > LargestFile
                ? throw Wrong($"private-key-file '{path}' is too large for a key", null)
                : File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Wrong($"private-key-file '{path}' cannot be read: {error.Message}", error);
        }
    }

    private PaceException Wrong(string what, Exception? error) => new(
        PaceErrorKind.PlatformMisconfigured,
        $"Nobody can log in to processing platform '{platformId}': {what}.",
        "Set private-key-file to a file with a PKCS#8 key in PEM, and private-key-passphrase: ${ENV_NAME} where it is encrypted.",
        platformId,
        error);
}
