using System.Globalization;
using System.Xml.Linq;
using Pace.Help.Cmdlets;
using Pace.Help.Pages;

namespace Pace.Help.Writing;

/// <summary>Writes what Get-Help reads for cmdlets: MAML, in the shape that PlatyPS gives it.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Root = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Write(IEnumerable<(CmdletInfo Cmdlet, CmdletPage Page)> commands)
    {
        XElement root = new(Root + "helpItems", new XAttribute("schema", "maml"), commands.Select(item => CommandOf(item.Cmdlet, item.Page)));
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root}\n".ReplaceLineEndings("\n");
    }

    private static XElement CommandOf(CmdletInfo cmdlet, CmdletPage page) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "command", Command.NamespaceName),
        new XAttribute(XNamespace.Xmlns + "dev", Dev.NamespaceName),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Description([page.Synopsis])),
        Description(page.Description),
        new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => SyntaxItem(cmdlet, page, set))),
        new XElement(
            Command + "parameters",
            cmdlet.Parameters.OrderBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase)
                .Select(parameter => Parameter(parameter, Combined(parameter), page, valueGroup: false))),
        new XElement(Command + "inputTypes", page.Inputs.Select(input => new XElement(Command + "inputType", TypeOf(input)))),
        new XElement(Command + "returnValues", page.Outputs.Select(output => new XElement(Command + "returnValue", TypeOf(output)))),
        page.Notes.Count > 0 ? new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))) : null,
        new XElement(Command + "examples", page.Examples.Select(ExampleOf)),
        new XElement(Command + "relatedLinks", page.Links.Select(link => new XElement(
            Maml + "navigationLink", new XElement(Maml + "linkText", link.Text), new XElement(Maml + "uri", link.Address)))));

    private static XElement SyntaxItem(CmdletInfo cmdlet, CmdletPage page, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        from parameter in cmdlet.Parameters
        let use = parameter.In(set)
        where use is not null
        // As PowerShell orders them: those with a place, those that must be there, all others.
        orderby use.Position ?? int.MaxValue, use.Mandatory ? 0 : 1, parameter.CommonText is null ? 0 : 1
        select Parameter(parameter, use, page, valueGroup: true));

    private static XElement Parameter(ParameterInfo parameter, ParameterUse use, CmdletPage page, bool valueGroup)
    {
        XElement value = new(
            Command + "parameterValue",
            new XAttribute("required", Flag(!parameter.IsSwitch)),
            new XAttribute("variableLength", "false"),
            parameter.Type);
        XElement group = new(
            Command + "parameterValueGroup",
            parameter.Values.Select(item => new XElement(
                Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), item)));
        return new XElement(
            Command + "parameter",
            new XAttribute("required", Flag(use.Mandatory)),
            new XAttribute("variableLength", "true"),
            new XAttribute("globbing", Flag(parameter.Wildcards)),
            new XAttribute("pipelineInput", Pipeline(use)),
            new XAttribute("position", use.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
            new XElement(Maml + "name", parameter.Name),
            Description(Text(parameter, page)),
            // A switch takes no value, and the syntax must not look as if it did.
            valueGroup && parameter.Values.Count > 0 ? group : valueGroup && parameter.IsSwitch ? null : value,
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", parameter.Default ?? "None"));
    }

    private static IEnumerable<string> Text(ParameterInfo parameter, CmdletPage page)
    {
        List<string> text = parameter.CommonText is not null ? [parameter.CommonText] : [.. page.Parameters.GetValueOrDefault(parameter.Name) ?? []];
        if (parameter.Values.Count > 0)
        {
            text.Add($"Accepted values: {string.Join(", ", parameter.Values)}.");
        }

        if (parameter.Range is not null)
        {
            text.Add(parameter.Range);
        }

        return text;
    }

    // Where the sets differ, the list of parameters tells what is true of any; but what may be left out somewhere is not
    // required, as its text says what then happens.
    private static ParameterUse Combined(ParameterInfo parameter) => new(
        parameter.Uses.Values.All(use => use.Mandatory),
        parameter.Uses.Values.Min(use => use.Position),
        parameter.Uses.Values.Any(use => use.ByValue),
        parameter.Uses.Values.Any(use => use.ByPropertyName));

    private static string Pipeline(ParameterUse use) => (use.ByValue, use.ByPropertyName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static object[] TypeOf(TypeText type) =>
    [
        new XElement(Dev + "type", new XElement(Maml + "name", type.Name)),
        Description(type.Text),
    ];

    private static XElement ExampleOf(Example example, int index)
    {
        const int TitleWidth = 64;
        string title = $" Example {index + 1}: {example.Title} ";
        int dashes = Math.Max(3, (TitleWidth - title.Length) / 2);
        string rule = new('-', dashes);
        return new XElement(
            Command + "example",
            new XElement(Maml + "title", rule + title + rule),
            new XElement(Dev + "code", example.Code),
            // Get-Help puts nothing between two examples.
            new XElement(Dev + "remarks", Paragraphs(example.Remarks.Append(""))));
    }

    private static XElement Description(IEnumerable<string> text) => new(Maml + "description", Paragraphs(text));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> text) => text.Select(item => new XElement(Maml + "para", item));

    private static string Flag(bool value) => value ? "true" : "false";
}
