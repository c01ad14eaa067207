using FsCheck;
using FsCheck.Fluent;

namespace Pace.Engine.Tests.Support;

/// <summary>Checks a property on random values; a failure names the value and the seed that repeats it.</summary>
public static class Property
{
    /// <summary>The body throws (an assertion of xunit) where the property does not hold.</summary>
    public static void Holds<T>(Arbitrary<T> values, Action<T> body, int count = 100) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(values, body));

    /// <summary>As above, for values that do not shrink.</summary>
    public static void Holds<T>(Gen<T> values, Action<T> body, int count = 100) => Holds(Arb.From(values), body, count);
}
