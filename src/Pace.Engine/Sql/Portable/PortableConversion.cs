using Pace.Engine.Evaluation.Values;

namespace Pace.Engine.Sql.Portable;

/// <summary>The conversions that PostgreSQL makes by itself; those of constants are made at once.</summary>
internal static class PortableConversion
{
    /// <summary>An expression as one of a wider type of its category, or as it is where it has the type.</summary>
    public static PortableExpression Of(PortableExpression expression, SqlTypeKind kind)
    {
        if (expression.Type.Kind == kind)
        {
            return expression;
        }

        SqlType type = SqlType.Of(kind);
        if (expression is not PortableLiteral literal)
        {
            return new PortableConvert(expression, type);
        }

        try
        {
            object? value = literal.Value is { } constant && ValueConversion.Between(literal.Type, type) is { } conversion
                ? conversion(constant)
                : literal.Value;
            return new PortableLiteral(value, type);
        }
        catch (ValueException)
        {
            // A number beyond the range of double precision fails when it is converted, as on a platform.
            return new PortableConvert(expression, type);
        }
    }
}
