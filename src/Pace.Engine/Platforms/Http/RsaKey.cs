using System.Security.Cryptography;
using System.Text;

namespace Pace.Engine.Platforms.Http;

/// <summary>A private RSA key that signs tokens (RFC 7519, RS256). No message tells anything of it.</summary>
internal sealed class RsaKey : IDisposable
{
    private const int Smallest = 2048;
    private readonly RSA _rsa;

    private RsaKey(RSA rsa) => _rsa = rsa;

    /// <summary>Reads a key.</summary>
    /// <param name="pem">PKCS#8, encrypted or not, as PEM.</param>
    /// <param name="passphrase">What it is encrypted with; null: it is not.</param>
    /// <param name="problem">What is wrong with it, as the rest of a sentence, when the result is null.</param>
    public static RsaKey? Read(string pem, string? passphrase, out string problem)
    {
        RSA rsa = RSA.Create();
        bool encrypted = pem.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);
        try
        {
            if (encrypted && passphrase is null)
            {
                problem = "it is encrypted, and private-key-passphrase is not set";
            }
            else if (!pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            {
                problem = "it is no private key in PEM (PKCS#8)";
            }
            else
            {
                if (encrypted)
                {
                    rsa.ImportFromEncryptedPem(pem, passphrase);
                }
                else
                {
                    rsa.ImportFromPem(pem);
                }

                problem = rsa.KeySize >= Smallest ? "" : $"it is shorter than {Smallest} bits";
                if (problem.Length == 0)
                {
                    return new RsaKey(rsa);
                }
            }
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            problem = encrypted ? "it cannot be decrypted with that passphrase, or is no RSA key" : "it is no RSA key in PEM (PKCS#8)";
        }

        rsa.Dispose();
        return null;
    }

    /// <summary>The public key's fingerprint, as Snowflake writes it: <c>SHA256:</c> and the hash in base 64.</summary>
    public string Fingerprint => "SHA256:" + Convert.ToBase64String(SHA256.HashData(_rsa.ExportSubjectPublicKeyInfo()));

    /// <summary>A token that says some things, signed.</summary>
    public string Sign(params (string Name, object Value)[] claims)
    {
        byte[] payload = Json.Write(writer =>
        {
            foreach ((string name, object value) in claims)
            {
                if (value is long number)
                {
                    writer.WriteNumber(name, number);
                }
                else
                {
                    writer.WriteString(name, (string)value);
                }
            }
        });
        string head = $"{Encode("""{"alg":"RS256","typ":"JWT"}"""u8)}.{Encode(payload)}";
        byte[] signature = _rsa.SignData(Encoding.ASCII.GetBytes(head), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{head}.{Encode(signature)}";
    }

    /// <inheritdoc/>
    public void Dispose() => _rsa.Dispose();

    private static string Encode(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
