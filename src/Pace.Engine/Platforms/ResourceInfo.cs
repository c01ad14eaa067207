using System.Text;
using Pace.Engine.Policies;

namespace Pace.Engine.Platforms;

/// <summary>A place in the tree of what platforms hold.</summary>
/// <param name="ProcessingPlatform">The platform's id.</param>
/// <param name="Path">The way to it, from the platform: <c>pg/shop/public/payment</c>.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Kind"><c>platform</c>, <c>database</c>, <c>schema</c>, or a table's kind as <see cref="TableInfo.Kind"/> says it.</param>
/// <param name="Id">The name as a policy writes it; of what holds tables its own name.</param>
/// <param name="Depth">How far below the platform, which is 0.</param>
public sealed record ResourceInfo(string ProcessingPlatform, string Path, string Name, string Kind, string Id, int Depth)
{
    /// <summary>Whether nothing lies below.</summary>
    public bool IsLeaf => Depth == ResourcePath.TableDepth;

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}

/// <summary>
/// The way to a resource in its parts, from the platform. A part that holds a slash or a quote is written in double quotes,
/// with quotes doubled.
/// </summary>
public static class ResourcePath
{
    /// <summary>The depth of tables and views.</summary>
    public const int TableDepth = 3;

    /// <summary>The path of a child.</summary>
    public static string Join(string path, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string part = name.AsSpan().IndexOfAny('/', '"') < 0 && name.Length > 0
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        return string.IsNullOrEmpty(path) ? part : $"{path}/{part}";
    }

    /// <summary>Reads a path; a slash at its end counts for nothing. False where it is none.</summary>
    public static bool TryParse(string path, out ValueList<string> parts)
    {
        ArgumentNullException.ThrowIfNull(path);
        List<string> found = [];
        parts = [];
        for (int at = 0; at < path.Length;)
        {
            StringBuilder part = new();
            bool quoted = path[at] == '"';
            at += quoted ? 1 : 0;
            while (at < path.Length && (quoted || path[at] is not ('/' or '"')))
            {
                if (quoted && path[at] == '"')
                {
                    if (at + 1 >= path.Length || path[at + 1] != '"')
                    {
                        break;
                    }

                    at++;
                }

                part.Append(path[at++]);
            }

            if (quoted && (at >= path.Length || path[at++] != '"'))
            {
                return false;
            }

            if (part.Length == 0 || (at < path.Length && path[at++] != '/'))
            {
                return false;
            }

            found.Add(part.ToString());
        }

        parts = found.ToValueList();
        return found.Count is > 0 and <= TableDepth + 1;
    }
}
