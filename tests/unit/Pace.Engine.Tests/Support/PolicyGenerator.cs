using FsCheck;
using FsCheck.Fluent;
using Pace.Engine.Policies;

namespace Pace.Engine.Tests.Support;

/// <summary>
/// Random policies: everything that the policy language can say, sensible or not, with texts chosen to be hard on
/// whoever writes, reads or quotes them. For policies that make sense see <see cref="SensiblePolicyGenerator"/>.
/// </summary>
public static class PolicyGenerator
{
    /// <summary>Texts that some notation, language or terminal takes for something else.</summary>
    public static IReadOnlyList<string> NastyTexts { get; } =
    [
        "", " ", "  ", " a", "a ", "\ta", "a\t", "\n", "a\n", "a\n\n", "\na", "a\nb", " a\nb", "a\n b", "a \nb", "a\n\nb\n", "a\n \nb", "a\r\nb", "a\rb", "\r",
        "true", "True", "false", "null", "~", "yes", "No", "on", "OFF", "y", "n", "NaN", ".nan", ".inf", "-.INF", "=", "<<",
        "0", "0000", "-1", "+1", "1.0", "1.", ".5", "1e3", "1e+3", "0x1F", "0o17", "017", "0b101", "1_000", "12:30", "12:30:45.6", "2024-02-29", "2024-02-29T13:45:00Z", "2024-02-29 13:45:00 +1",
        "-", "- a", "--", "---", "--- a", "...", "... a", "?", "? a", "?a", ":", ": a", ":a", "a:", "a: b", "a:b", "a :b", "#", "# a", "a #b", "a#b", "a, b", ",a",
        "[a]", "[", "]", "{a: b}", "{}", "}", "&a", "*a", "!a", "!!str a", "|", "|-\n a", ">", "%", "%YAML 1.2", "@a", "`a`", "'", "''", "'a'", "\"", "\"a\"", "a'b", "a\"b", "\\", "\\n", "\\u0041", "a\\", "\\1**REDACTED**",
        "^.*(@.*)$", "****$1", "^\\d+(\\d{3})$", "$$", "CASE WHEN brand = 'MacBook' THEN 'Apple' ELSE 'Other' END", "country = 'UK'", "age > 8", "a; drop table b; --", "/* a */", "<--PROJECT-->.<--TABLE-->", "Robert'); --",
        "\0", "a\0b", "\u0001", "\u001b[31m", "\u007f", "\u0080", "\u0085", "a\u0085b", "\u00a0", "\u00a0a", "\u00ad", "\u200b", "\u200e", "\u2028", "a\u2029b", "\u202e", "\ufeff", "\ufeffa", "\ufffd", "\ufffe", "\uffff", "\ue000",
        "é", "e\u0301", "ß", "ſ", "K", "İ", "ı", "漢字", "😀", "👩‍👩‍👧", "\U0010ffff", "\U000e0041", "𝒳", "العربية", "a😀b\nc",
    ];

    /// <summary>Texts: usual ones, nasty ones, any characters, long ones. Never half a surrogate pair.</summary>
    public static Gen<string> Text { get; } = Gen.Frequency(
        (4, Gen.Elements("marketing", "fraud_and_risk", "email", "public.demo", "varchar", "integer", "testgroup1@your-domain.com")),
        (5, Gen.Elements<string>(NastyTexts)),
        (2, from parts in Gen.ListOf(Gen.Elements<string>(NastyTexts)).Resize(4) select string.Concat(parts)),
        (2, AnyCharacters(20)),
        (1, from part in AnyCharacters(5) from times in Gen.Choose(100, 2000) select string.Concat(Enumerable.Repeat(part + "x ", times))));

    /// <summary>Principals of every kind, the empty one too.</summary>
    public static Gen<Principal> Principal { get; } = Gen.Frequency(
        (6, Text.Select(Pace.Engine.Policies.Principal.Group)),
        (1, Text.Select(name => new Principal(PrincipalKind.Role, name))),
        (1, Text.Select(name => new Principal(PrincipalKind.Permission, name))),
        (1, Gen.Constant(new Principal(PrincipalKind.None, ""))));

    /// <summary>Fields.</summary>
    public static Gen<Field> Field { get; } =
        from parts in Few(Text)
        from type in Text
        from required in Flag
        from tags in Few(Text)
        select new Field { NameParts = parts, Type = type, Required = required, Tags = tags };

    /// <summary>Resources on a platform, in a catalog, or neither.</summary>
    public static Gen<ResourceUrn> ResourceUrn { get; } =
        from fqn in OrNull(Text)
        from integration in Gen.Choose(0, 2)
        from platform in PlatformReference
        from catalog in CatalogReference
        from path in Few(ResourceNode)
        select new ResourceUrn
        {
            IntegrationFqn = fqn,
            Platform = integration == 1 ? platform : null,
            Catalog = integration == 2 ? catalog : null,
            ResourcePath = path,
        };

    /// <summary>Everything that a transform can do.</summary>
    public static Gen<TransformAction> Action { get; } = Gen.OneOf(
        Gen.Constant<TransformAction>(new IdentityTransform()),
        Gen.Constant<TransformAction>(new NullifyTransform()),
        from pattern in Text from replacement in Text select (TransformAction)new RegexpTransform { Regexp = pattern, Replacement = replacement },
        Text.Select(TransformAction (value) => new FixedTransform { Value = value }),
        OrNothing(Int64).Select(TransformAction (seed) => new HashTransform { Seed = seed }),
        Text.Select(TransformAction (statement) => new SqlStatementTransform { Statement = statement }),
        from source in Text
        from token in OrNull(Field)
        from value in OrNull(Field)
        select (TransformAction)new DetokenizeTransform { TokenSourceRef = source, TokenField = token, ValueField = value },
        Rounding,
        Aggregation);

    /// <summary>Transforms, those that do not say what to do too.</summary>
    public static Gen<Transform> Transform { get; } =
        from principals in Few(Principal)
        from action in Gen.Frequency((9, Action.Select(TransformAction? (action) => action)), (1, Gen.Constant<TransformAction?>(null)))
        select new Transform { Principals = principals, Action = action };

    /// <summary>Filters.</summary>
    public static Gen<Filter> Filter { get; } = Gen.OneOf(
        from conditions in Few(from principals in Few(Principal) from condition in Text select new GenericCondition { Principals = principals, Condition = condition })
        select (Filter)new GenericFilter { Conditions = conditions },
        from field in OrNull(Field)
        from conditions in Few(
            from principals in Few(Principal)
            from period in OrNull(OrNothing(Int64).Select(days => new RetentionPeriod { Days = days }))
            select new RetentionCondition { Principals = principals, Period = period })
        select (Filter)new RetentionFilter { Field = field, Conditions = conditions });

    /// <summary>Rule sets.</summary>
    public static Gen<RuleSet> RuleSet { get; } =
        from target in OrNull(
            from type in Gen.Elements(Enum.GetValues<TargetType>())
            from urn in OrNull(ResourceUrn)
            select new Target { Type = type, Ref = urn })
        from transforms in Few(from field in OrNull(Field) from transforms in Few(Transform) select new FieldTransform { Field = field, Transforms = transforms })
        from filters in Few(Filter)
        select new RuleSet { Target = target, FieldTransforms = transforms, Filters = filters };

    /// <summary>Policies.</summary>
    public static Gen<DataPolicy> Policy { get; } =
        from metadata in OrNull(Metadata)
        from source in OrNull(
            from urn in OrNull(ResourceUrn)
            from fields in Few(Field)
            from tags in Few(Text)
            select new PolicySource { Ref = urn, Fields = fields, Tags = tags })
        from ruleSets in Few(RuleSet)
        select new DataPolicy { Metadata = metadata, Source = source, RuleSets = ruleSets };

    /// <summary>Policies that shrink by leaving parts out.</summary>
    public static Arbitrary<DataPolicy> AnyPolicy { get; } = Arb.From(Policy, Shrink);

    private static Gen<bool> Flag => Gen.Elements(false, true);

    private static Gen<int> Int32 => Gen.OneOf(Gen.Choose(-10, 10), Gen.Elements(int.MinValue, int.MaxValue), Gen.Choose(int.MinValue, int.MaxValue));

    private static Gen<long> Int64 => Gen.OneOf(
        Gen.Choose(-10, 10).Select(value => (long)value),
        Gen.Elements(long.MinValue, long.MaxValue, 1L << 53, (1L << 53) - 1, -(1L << 53), (1L << 53) + 1));

    private static Gen<decimal> Decimal => Gen.OneOf(
        Gen.Elements(0m, 0.1m, 1.0m, 10m, -2.50m, 0.0000000000000000000000000001m, decimal.MaxValue, decimal.MinValue, 7.9228162514264337593543950335m),
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from high in Gen.Choose(0, int.MaxValue)
        from negative in Flag
        from scale in Gen.Choose(0, 28)
        select new decimal(low, high, low ^ high, negative, (byte)scale));

    private static Gen<DateTimeOffset> Instant => Gen.OneOf(
        Gen.Elements(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch),
        from seconds in Gen.Choose(0, int.MaxValue)
        from ticks in Gen.Choose(0, 9_999_999)
        select DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(ticks));

    private static Gen<PlatformReference> PlatformReference =>
        from id in Text
        from type in Gen.Elements(Enum.GetValues<PlatformType>().Where(type => type != PlatformType.Unspecified).ToArray())
        select new PlatformReference { Id = id, PlatformType = type };

    private static Gen<CatalogReference> CatalogReference =>
        from id in Text
        from type in Gen.Elements(null, "COLLIBRA", "ODD", "DATAHUB")
        select new CatalogReference { Id = id, Type = type };

    private static Gen<ResourceNode> ResourceNode =>
        from name in Text
        from platformName in OrNull(Text)
        from leaf in Flag
        from displayName in OrNull(Text)
        select new ResourceNode { Name = name, PlatformName = platformName, IsLeaf = leaf, DisplayName = displayName };

    private static Gen<PolicyMetadata> Metadata =>
        from title in Text
        from description in OrNull(Text)
        from version in Int32
        from created in OrNothing(Instant)
        from updated in OrNothing(Instant)
        from applied in OrNothing(Instant)
        from tags in Few(Text)
        select new PolicyMetadata
        {
            Title = title,
            Description = description,
            Version = version,
            CreateTime = created,
            UpdateTime = updated,
            LastApplyTime = applied,
            Tags = tags,
        };

    private static Gen<TransformAction> Rounding =>
        from kind in Gen.Elements(RoundingKind.Ceil, RoundingKind.Floor, RoundingKind.Round)
        from precision in Int32
        from divisor in OrNothing(Decimal)
        select (TransformAction)new NumericRoundingTransform
        {
            Rounding = kind,
            Precision = kind == RoundingKind.Round ? precision : 0,
            Divisor = divisor,
        };

    private static Gen<TransformAction> Aggregation =>
        from kind in Gen.Elements<AggregationKind?>(null, AggregationKind.Sum, AggregationKind.Avg, AggregationKind.Min, AggregationKind.Max)
        from precision in OrNothing(Int32)
        from castTo in Text
        from partition in Few(Field)
        from least in OrNothing(Int32)
        select (TransformAction)new AggregationTransform
        {
            Aggregation = kind,
            Precision = kind == AggregationKind.Avg ? precision : null,
            CastTo = kind == AggregationKind.Avg ? castTo : "",
            PartitionBy = partition,
            MinGroupSize = least,
        };

    /// <summary>A list of none to three.</summary>
    public static Gen<ValueList<T>> Few<T>(Gen<T> item) =>
        from count in Gen.Frequency((2, Gen.Constant(0)), (3, Gen.Constant(1)), (2, Gen.Constant(2)), (1, Gen.Constant(3)))
        from items in item.ListOf(count)
        select items.ToValueList();

    private static Gen<T?> OrNull<T>(Gen<T> value)
        where T : class =>
        Gen.Frequency((4, value.Select(T? (item) => item)), (1, Gen.Constant<T?>(null)));

    private static Gen<T?> OrNothing<T>(Gen<T> value)
        where T : struct =>
        Gen.Frequency((3, value.Select(T? (item) => item)), (1, Gen.Constant<T?>(null)));

    private static Gen<string> AnyCharacters(int longest) =>
        from length in Gen.Choose(0, longest)
        from runes in Gen.OneOf(Gen.Choose(0, 0x7f), Gen.Choose(0x80, 0xd7ff), Gen.Choose(0xe000, 0xffff), Gen.Choose(0x10000, 0x10ffff)).ListOf(length)
        select string.Concat(runes.Select(char.ConvertFromUtf32));

    private static IEnumerable<DataPolicy> Shrink(DataPolicy policy)
    {
        if (policy.Metadata is not null)
        {
            yield return policy with { Metadata = null };
        }

        if (policy.Source is { } source)
        {
            yield return policy with { Source = null };
            foreach (ValueList<Field> fields in Without(source.Fields))
            {
                yield return policy with { Source = source with { Fields = fields } };
            }
        }

        foreach (ValueList<RuleSet> ruleSets in Without(policy.RuleSets))
        {
            yield return policy with { RuleSets = ruleSets };
        }

        for (int i = 0; i < policy.RuleSets.Count; i++)
        {
            foreach (RuleSet smaller in Shrink(policy.RuleSets[i]))
            {
                RuleSet[] changed = [.. policy.RuleSets];
                changed[i] = smaller;
                yield return policy with { RuleSets = changed.ToValueList() };
            }
        }
    }

    private static IEnumerable<RuleSet> Shrink(RuleSet ruleSet)
    {
        if (ruleSet.Target is not null)
        {
            yield return ruleSet with { Target = null };
        }

        foreach (ValueList<Filter> filters in Without(ruleSet.Filters))
        {
            yield return ruleSet with { Filters = filters };
        }

        foreach (ValueList<FieldTransform> transforms in Without(ruleSet.FieldTransforms))
        {
            yield return ruleSet with { FieldTransforms = transforms };
        }
    }

    private static IEnumerable<ValueList<T>> Without<T>(ValueList<T> items) =>
        Enumerable.Range(0, items.Count).Select(left => items.Where((_, at) => at != left).ToValueList());
}
