using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;

namespace Pace.Help.Cmdlets;

/// <summary>
/// Reads cmdlets from a compiled module by their attributes, as PowerShell does. Nothing of it is run, so that it
/// needs no PowerShell: the reference assembly that it was compiled against is enough.
/// </summary>
internal sealed class CmdletReader
{
    private const string Attributes = "System.Management.Automation.";

    private readonly Assembly _assembly;

    /// <param name="assembly">The path of the module's assembly.</param>
    /// <param name="references">The paths of what it was compiled against.</param>
    public CmdletReader(string assembly, IEnumerable<string> references)
    {
        Dictionary<string, string> files = [];
        foreach (string file in references.Where(File.Exists))
        {
            files.TryAdd(Path.GetFileNameWithoutExtension(file), Path.GetFullPath(file));
        }

        // The framework's own come from the runtime; asking for the others is the only thing that leads here.
        AssemblyLoadContext context = new("module");
        context.Resolving += (own, name) => files.TryGetValue(name.Name!, out string? file) ? own.LoadFromAssemblyPath(file) : null;
        _assembly = context.LoadFromAssemblyPath(Path.GetFullPath(assembly));
    }

    public IEnumerable<CmdletInfo> Read() =>
        from type in _assembly.GetTypes()
        where !type.IsAbstract
        let attribute = Find(type, "CmdletAttribute").SingleOrDefault()
        where attribute is not null
        select Describe(type, attribute);

    private static CmdletInfo Describe(Type type, CustomAttributeData attribute)
    {
        string verb = Text(attribute.ConstructorArguments[0]);
        string noun = Text(attribute.ConstructorArguments[1]);
        IReadOnlyDictionary<string, string> defaults = DefaultValues.Of(type);
        List<ParameterInfo> parameters = [.. type.GetProperties()
            .Where(property => Find(property, "ParameterAttribute").Any())
            .Select(property => Describe(property, defaults.GetValueOrDefault(property.Name)))];
        if (Named(attribute, "SupportsShouldProcess") is true)
        {
            parameters.AddRange(CommonParameters.ForShouldProcess);
        }

        string first = Named(attribute, "DefaultParameterSetName") as string ?? "";
        // The default set may have no parameter of its own.
        List<string> sets = [.. parameters.SelectMany(parameter => parameter.Uses.Keys).Prepend(first).Where(name => name.Length > 0).Distinct()];
        IEnumerable<string> outputs = Find(type, "OutputTypeAttribute")
            .SelectMany(output => (IReadOnlyList<CustomAttributeTypedArgument>)output.ConstructorArguments[0].Value!)
            .Select(argument => argument.Value is Type given ? given.FullName! : Text(argument));
        return new CmdletInfo($"{verb}-{noun}", verb, noun, sets.Count > 0 ? sets : [""], parameters, [.. outputs.Distinct()]);
    }

    private static ParameterInfo Describe(PropertyInfo property, string? defaultValue)
    {
        Type type = property.PropertyType;
        Type item = type.IsArray ? type.GetElementType()! : type;
        IReadOnlyList<string> values = item.IsEnum ? Enum.GetNames(item) : [.. Find(property, "ValidateSetAttribute").SelectMany(Texts)];
        return new ParameterInfo(
            property.Name,
            type.Name,
            [.. Find(property, "AliasAttribute").SelectMany(Texts)],
            Find(property, "SupportsWildcardsAttribute").Any(),
            type.Name == "SwitchParameter" ? "False" : defaultValue,
            values,
            Find(property, "ValidateRangeAttribute").Select(Range).SingleOrDefault(),
            Find(property, "ParameterAttribute").ToDictionary(use => Named(use, "ParameterSetName") as string ?? "", Use));
    }

    private static ParameterUse Use(CustomAttributeData attribute) => new(
        Named(attribute, "Mandatory") is true,
        Named(attribute, "Position") as int?,
        Named(attribute, "ValueFromPipeline") is true,
        Named(attribute, "ValueFromPipelineByPropertyName") is true);

    private static string Range(CustomAttributeData attribute)
    {
        (object? least, object? most) = (attribute.ConstructorArguments[0].Value, attribute.ConstructorArguments[1].Value);
        return most is int.MaxValue or long.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"At least {least}.")
            : string.Create(CultureInfo.InvariantCulture, $"From {least} to {most}.");
    }

    private static IEnumerable<CustomAttributeData> Find(MemberInfo member, string attribute) =>
        member.GetCustomAttributesData().Where(data => data.AttributeType.FullName == Attributes + attribute);

    private static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;

    private static IEnumerable<string> Texts(CustomAttributeData attribute) => attribute.ConstructorArguments
        .SelectMany(argument => argument.Value is IReadOnlyList<CustomAttributeTypedArgument> several ? several : [argument]).Select(Text);

    private static string Text(CustomAttributeTypedArgument argument) => (string)argument.Value!;
}
