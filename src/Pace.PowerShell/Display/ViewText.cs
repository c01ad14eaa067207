using System.ComponentModel;
using System.Management.Automation.Host;
using Pace.Configuration;

namespace Pace.PowerShell.Display;

/// <summary>What the views of Pace.Format.ps1xml make of texts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ViewText
{
    /// <summary>Sentences in lines that the terminal has room for.</summary>
    public static string Fold(string text, PSHost host) => FoldedText.For(host, text, spare: 1);

    /// <summary>A place, with the home directory as ~.</summary>
    public static string Place(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.IsPathRooted(path) ? PacePaths.FromProcess().Shorten(path) : path;
    }
}
