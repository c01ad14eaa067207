using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;

namespace Pace.Help.Cmdlets;

/// <summary>
/// The defaults of parameters, as the constructors set them: <c>public long First { get; set; } = 100;</c> is compiled
/// to a constant that is put into the property's field. No attribute says it, and saying it twice would be wrong once.
/// </summary>
internal static class DefaultValues
{
    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>The defaults of a type and its bases by the property's name; empty texts and lists are left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(Type type)
    {
        Dictionary<string, string> found = [];
        for (Type? at = type; at is not null && at.Assembly == type.Assembly; at = at.BaseType)
        {
            foreach (ConstructorInfo constructor in at.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
            {
                Read(constructor, found);
            }
        }

        return found;
    }

    private static void Read(ConstructorInfo constructor, Dictionary<string, string> found)
    {
        object? constant = null;
        ReadOnlySpan<byte> code = constructor.GetMethodBody()?.GetILAsByteArray();
        while (!code.IsEmpty)
        {
            bool two = code[0] == 0xFE;
            OpCode opCode = OpCodesByValue[two ? unchecked((short)(0xFE00 | code[1])) : code[0]];
            code = code[(two ? 2 : 1)..];
            if (opCode == OpCodes.Stfld)
            {
                FieldInfo field = constructor.Module.ResolveField(BinaryPrimitives.ReadInt32LittleEndian(code))!;
                if (constant is not null && field.Name.StartsWith('<') && Text(constant) is { Length: > 0 } text)
                {
                    // An override's own default comes first, and stays.
                    found.TryAdd(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)], text);
                }

                constant = null;
            }
            else if (opCode != OpCodes.Conv_I8)
            {
                constant = Constant(constructor.Module, opCode, code);
            }

            code = code[Size(opCode.OperandType, code)..];
        }
    }

    private static object? Constant(Module module, OpCode opCode, ReadOnlySpan<byte> operand) => opCode.OperandType switch
    {
        OperandType.InlineString => module.ResolveString(BinaryPrimitives.ReadInt32LittleEndian(operand)),
        OperandType.InlineI => BinaryPrimitives.ReadInt32LittleEndian(operand),
        OperandType.InlineI8 => BinaryPrimitives.ReadInt64LittleEndian(operand),
        OperandType.ShortInlineI => (int)(sbyte)operand[0],
        _ when opCode.Name!.StartsWith("ldc.i4.", StringComparison.Ordinal) && int.TryParse(opCode.Name[7..], out int small) => small,
        _ => null,
    };

    // What is as large as a number can be means: no limit.
    private static string? Text(object constant) =>
        constant is long.MaxValue or int.MaxValue ? "all" : Convert.ToString(constant, CultureInfo.InvariantCulture);

    private static int Size(OperandType type, ReadOnlySpan<byte> operand) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(operand)),
        _ => 4,
    };
}
