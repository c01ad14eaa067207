using System.Text;
using Pace.Help.Cmdlets;
using Pace.Help.Pages;
using Pace.Help.Writing;

namespace Pace.Help;

/// <summary>Reads all pages, and writes all help or, where a page is wrong, none.</summary>
internal sealed class HelpCompiler(TextWriter errors)
{
    private const string AboutPrefix = "about_";

    /// <summary>Compiles a directory of pages for one module.</summary>
    /// <returns>Whether the pages were right and the help is written.</returns>
    public bool Compile(string pageDirectory, string assembly, string referenceList, string output)
    {
        PageProblems problems = new();
        CmdletReader reader = new(assembly, File.ReadAllLines(referenceList));
        Dictionary<string, CmdletInfo> cmdlets = reader.Read().ToDictionary(cmdlet => cmdlet.Name, StringComparer.Ordinal);
        List<(CmdletInfo Cmdlet, CmdletPage Page)> commands = [];
        List<AboutPage> topics = [];
        foreach (string file in Directory.GetFiles(pageDirectory, "*.md").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            PageText text = PageText.Read(file, problems);
            if (name.StartsWith(AboutPrefix, StringComparison.Ordinal))
            {
                topics.Add(AboutPage.Parse(text, name));
            }
            else if (cmdlets.Remove(name, out CmdletInfo? cmdlet))
            {
                commands.Add((cmdlet, CmdletPage.Parse(text, cmdlet)));
            }
            else
            {
                problems.Add(file, 1, $"there is no cmdlet '{name}': the page is to be called as a cmdlet is, or about_...");
            }
        }

        foreach (string missing in cmdlets.Keys)
        {
            problems.Add(Path.Combine(pageDirectory, missing + ".md"), 1, $"the cmdlet {missing} has no page");
        }

        // Text is made before anything is written: a line that does not fit is a problem too.
        Dictionary<string, string> files = topics.ToDictionary(topic => topic.Name + ".help.txt", topic => new AboutWriter(topic, problems).Write());
        files.Add(Path.GetFileName(assembly) + "-Help.xml", MamlWriter.Write(commands));
        if (problems.Any)
        {
            problems.WriteTo(errors);
            return false;
        }

        Write(output, files);
        return true;
    }

    private static void Write(string output, Dictionary<string, string> files)
    {
        Directory.CreateDirectory(output);
        // A topic that has no page any more would be found all the same.
        foreach (string stale in Directory.GetFiles(output, "*.help.txt").Where(file => !files.ContainsKey(Path.GetFileName(file))))
        {
            File.Delete(stale);
        }

        foreach ((string name, string text) in files)
        {
            File.WriteAllText(Path.Combine(output, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }
}
