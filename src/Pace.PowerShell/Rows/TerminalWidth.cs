using System.Management.Automation.Host;

namespace Pace.PowerShell.Rows;

/// <summary>How wide what is displayed may be.</summary>
internal static class TerminalWidth
{
    private const int Usual = 80;

    /// <summary>The host's width in characters; 80 where it has none, or does not say.</summary>
    public static int Of(PSHost host)
    {
#pragma warning disable CA1031 // A host without a terminal may throw whatever it likes.
        try
        {
            return host.UI.RawUI.BufferSize.Width is > 0 and int width ? width : Usual;
        }
        catch (Exception)
        {
            return Usual;
        }
#pragma warning restore CA1031
    }
}
