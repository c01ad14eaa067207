using System.Reflection;
using Pace.Architecture.Tests.Support;

namespace Pace.Architecture.Tests;

/// <summary>
/// PowerShell looks at every type of the module's assembly before the module can say where the others are. What that
/// look needs must not come from another assembly of Pace's, or the import fails, or loads it into the wrong context.
/// Fields that refer to an object are not followed by it, so that a parameter may be of an engine's class.
/// </summary>
public class ModuleAssemblyTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Module = PaceAssemblies.Load("Pace.PowerShell");

    [Fact]
    public void No_type_of_the_module_has_a_base_or_interface_from_another_assembly_of_Pace() =>
        Assert.Empty(from type in Module.GetTypes()
                     from part in type.GetInterfaces().Append(type.BaseType ?? typeof(object)).SelectMany(MethodCode.Parts)
                     where IsOther(part)
                     select $"{type.FullName}: {part.FullName}");

    [Fact]
    public void No_type_of_the_module_holds_a_value_type_from_another_assembly_of_Pace() =>
        Assert.Empty(from type in Module.GetTypes()
                     from field in type.GetFields(All)
                     where field.FieldType.IsValueType && MethodCode.Parts(field.FieldType).Any(IsOther)
                     select $"{type.FullName}.{field.Name}: {field.FieldType}");

    [Fact]
    public void No_attribute_in_the_module_is_or_names_a_type_of_another_assembly_of_Pace() =>
        Assert.Empty(from type in Module.GetTypes()
                     from member in type.GetMembers(All).Append(type)
                     from attribute in member.GetCustomAttributesData()
                     from named in attribute.ConstructorArguments.Select(argument => argument.Value).OfType<Type>()
                         .Append(attribute.AttributeType).SelectMany(MethodCode.Parts)
                     where IsOther(named)
                     select $"{type.FullName}.{member.Name}: {named.FullName}");

    private static bool IsOther(Type type) =>
        type.Assembly != Module && type.Assembly.GetName().Name!.StartsWith("Pace.", StringComparison.Ordinal);
}
