using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace Pace.PowerShell.Input;

/// <summary>Takes encodings by the names that PowerShell has for them, by those of the standards, and by code page.</summary>
internal sealed class EncodingTransformAttribute : ArgumentTransformationAttribute
{
    private static readonly Dictionary<string, Encoding> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ascii"] = Encoding.ASCII,
        ["bigendianunicode"] = Encoding.BigEndianUnicode,
        ["bigendianutf32"] = new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        ["latin1"] = Encoding.Latin1,
        ["unicode"] = Encoding.Unicode,
        ["utf8"] = Encoding.UTF8,
        ["utf8BOM"] = Encoding.UTF8,
        ["utf8NoBOM"] = Encoding.UTF8,
        ["utf32"] = Encoding.UTF32,
    };

    /// <summary>The names that complete.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys.Append("windows-1252").Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>An encoding for a name or number; anything else as it is.</summary>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object plain = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return plain switch
            {
                string name when Known.TryGetValue(name, out Encoding? encoding) => encoding,
                string number when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int page) => Encoding.GetEncoding(page),
                string name => Encoding.GetEncoding(name),
                int page => Encoding.GetEncoding(page),
                _ => inputData,
            };
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            throw new ArgumentTransformationMetadataException(
                $"There is no encoding '{plain}'. Encodings that there are: {string.Join(", ", Names)}; others by their standard's name or code page.", unknown);
        }
    }
}
