using System.Text;
using Pace.Engine.Diagnostics;
using Pace.Engine.Policies.Language;
using Pace.Engine.Policies.Reading;

namespace Pace.Engine.Policies.Writing;

/// <summary>
/// Writes data policies as YAML or JSON, in the policy language's snake case and the order of its messages. What is
/// not set is left out, and what is written reads back as an equal policy. 64-bit integers are numbers up to 2^53 and
/// texts beyond, where many readers would round a number. The parts of a transform that its kind does not have (a
/// precision of a ceil) are left out.
/// </summary>
public static class PolicyWriter
{
    /// <summary>The policy as a text that ends with a line feed.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="format">The notation.</param>
    /// <exception cref="PaceException">
    /// <see cref="PaceErrorKind.PolicyInvalid"/>: a text holds half a character (a lone surrogate), which neither
    /// notation can express.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A type of a platform, catalog or target is none that the language has.</exception>
    public static string Write(DataPolicy policy, PolicyFormat format)
    {
        DocumentNode root = Nodes(policy);
        return format == PolicyFormat.Json ? JsonText.Write(root) : YamlText.Write(root);
    }

    /// <summary>As <see cref="Write"/> as JSON, without white space between its parts.</summary>
    internal static string WriteCompact(DataPolicy policy) => JsonText.Write(Nodes(policy), compact: true);

    /// <summary>Writes the policy's file in UTF-8 without a byte order mark.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="format">The notation; null: by the extension, YAML when that does not say.</param>
    /// <exception cref="PaceException">As <see cref="Write"/>; nothing is written then.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void WriteFile(DataPolicy policy, string path, PolicyFormat? format = null)
    {
        string text = Write(policy, format ?? PolicyReader.FormatOf(path));
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static DocumentNode Nodes(DataPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        DocumentNode root = RuleSetMessages.DataPolicy.Write(policy);
        List<Diagnostic> problems = [];
        WritableText.Check(root, "", problems);
        if (problems.Count > 0)
        {
            throw PaceException.Invalid(policy.ToString(), problems);
        }

        return root;
    }
}
