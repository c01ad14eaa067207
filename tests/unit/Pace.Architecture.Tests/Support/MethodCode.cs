using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pace.Architecture.Tests.Support;

/// <summary>What the compiled methods of an assembly mention: more honest than searching its source text.</summary>
internal static class MethodCode
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>The texts that stand in a type's methods, constants included where they are used.</summary>
    public static IEnumerable<string> Texts(Type type) => Tokens(type)
        .Where(item => item.Code.OperandType == OperandType.InlineString)
        .Select(item => type.Module.ResolveString(item.Token));

    /// <summary>The texts of a type's methods that are handed at once to something that puts texts together.</summary>
    public static IEnumerable<string> ComposedTexts(Type type)
    {
        string? text = null;
        foreach ((MethodBase method, OpCode code, int token) in Tokens(type))
        {
            if (code.OperandType == OperandType.InlineString)
            {
                text = type.Module.ResolveString(token);
            }
            else if (text is not null && code.OperandType == OperandType.InlineMethod)
            {
                if (Resolve(method, token) is { } called && Composes(called))
                {
                    yield return text;
                }

                text = null;
            }
        }
    }

    /// <summary>The types that a type mentions: in members and in the code of its methods.</summary>
    public static IEnumerable<Type> Types(Type type)
    {
        IEnumerable<Type?> declared = type.GetFields(All).Select(field => field.FieldType)
            .Concat(Methods(type).SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType))
            .Concat(type.GetMethods(All).Select(method => method.ReturnType))
            .Concat(type.GetInterfaces());
        IEnumerable<Type?> used = Tokens(type)
            .Where(item => item.Code.OperandType is OperandType.InlineMethod or OperandType.InlineField
                or OperandType.InlineType or OperandType.InlineTok)
            .Select(item => Resolve(item.Method, item.Token))
            .Select(member => member as Type ?? member?.DeclaringType);
        return declared.Append(type.BaseType).Concat(used).OfType<Type>().SelectMany(Parts).Distinct();
    }

    /// <summary>A type, what it is an array or pointer of, and its type arguments.</summary>
    public static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
        {
            return Parts(type.GetElementType()!);
        }

        return type.IsGenericType && !type.IsGenericTypeDefinition
            ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : [type];
    }

    private static bool Composes(MemberInfo called) =>
        called.DeclaringType == typeof(DefaultInterpolatedStringHandler)
        || called.DeclaringType == typeof(StringBuilder)
        || (called.DeclaringType == typeof(string) && called.Name is "Concat" or "Format" or "Join" or "Replace");

    private static IEnumerable<MethodBase> Methods(Type type) =>
        type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All));

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    private static IEnumerable<(MethodBase Method, OpCode Code, int Token)> Tokens(Type type) =>
        Methods(type).SelectMany(method => Tokens(method).Select(item => (method, item.Code, item.Token)));

    private static List<(OpCode Code, int Token)> Tokens(MethodBase method)
    {
        List<(OpCode, int)> found = [];
        ReadOnlySpan<byte> code = method.GetMethodBody()?.GetILAsByteArray();
        while (!code.IsEmpty)
        {
            bool two = code[0] == 0xFE;
            OpCode opCode = OpCodesByValue[two ? unchecked((short)(0xFE00 | code[1])) : code[0]];
            code = code[(two ? 2 : 1)..];
            int size = OperandSize(opCode.OperandType, code);
            if (size == 4)
            {
                found.Add((opCode, BinaryPrimitives.ReadInt32LittleEndian(code)));
            }

            code = code[size..];
        }

        return found;
    }

    private static int OperandSize(OperandType type, ReadOnlySpan<byte> operand) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(operand)),
        _ => 4,
    };
}
