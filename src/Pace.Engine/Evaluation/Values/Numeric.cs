using System.Numerics;

namespace Pace.Engine.Evaluation.Values;

/// <summary>
/// An exact decimal number with its scale, as PostgreSQL's numeric has it: 1.10 and 1.1 are equal and print otherwise.
/// </summary>
/// <param name="Unscaled">The digits as an integer.</param>
/// <param name="Scale">How many of them stand after the decimal point, 0 or more.</param>
public readonly partial record struct Numeric(BigInteger Unscaled, int Scale);
