using Pace.Engine.Diagnostics;
using Pace.Engine.Policies;
using Pace.Engine.Sql;

namespace Pace.Engine.Validation;

/// <summary>A policy while its rules are checked: its parts with their paths, and where problems are reported.</summary>
internal sealed class PolicyContext
{
    private readonly DiagnosticBag _bag;
    private readonly HashSet<int> _withoutType = [];
    private readonly Dictionary<ValueList<string>, Field> _byName = [];

    public PolicyContext(DataPolicy policy, ValidationOptions options)
    {
        Policy = policy;
        Options = options;
        _bag = new DiagnosticBag(policy.Origin);
        Platform = options.Platform ?? policy.Source?.Ref?.Platform?.PlatformType ?? PlatformType.Unspecified;
        Fields = policy.Source?.Fields ?? [];
        foreach (Field field in Fields)
        {
            _byName.TryAdd(field.NameParts, field);
        }

        RuleSets = [.. policy.RuleSets.Select((ruleSet, at) => new Place<RuleSet>(ruleSet, $"rule_sets[{at}]"))];
        FieldTransforms = [.. RuleSets.SelectMany(ruleSet => ruleSet.Value.FieldTransforms.Select(
            (item, at) => new Place<FieldTransform>(item, $"{ruleSet.Path}.field_transforms[{at}]")))];
        Transforms = [.. FieldTransforms.SelectMany(fieldTransform => fieldTransform.Value.Transforms.Select(
            (item, at) => new TransformPlace(item, $"{fieldTransform.Path}.transforms[{at}]", Resolve(fieldTransform.Value.Field))))];
        Filters = [.. RuleSets.SelectMany(ruleSet => ruleSet.Value.Filters.Select(
            (item, at) => new Place<Filter>(item, $"{ruleSet.Path}.filters[{at}].{(item is RetentionFilter ? "retention_filter" : "generic_filter")}")))];
        BranchLists = [.. FieldTransforms.Select(BranchList.Of), .. Filters.Select(BranchList.Of)];
    }

    public DataPolicy Policy { get; }

    public ValidationOptions Options { get; }

    /// <summary>The platform's type; unspecified where nobody said.</summary>
    public PlatformType Platform { get; }

    /// <summary>Whether names that differ only in case are one on the platform.</summary>
    public bool FoldsCase => Platform is PlatformType.Sqlite or PlatformType.BigQuery or PlatformType.Databricks or PlatformType.Synapse;

    /// <summary>The source's fields.</summary>
    public ValueList<Field> Fields { get; }

    public IReadOnlyList<Place<RuleSet>> RuleSets { get; }

    public IReadOnlyList<Place<FieldTransform>> FieldTransforms { get; }

    /// <summary>Each transform with the source's field that it is about.</summary>
    public IReadOnlyList<TransformPlace> Transforms { get; }

    /// <summary>Filters; the path ends in the filter's kind.</summary>
    public IReadOnlyList<Place<Filter>> Filters { get; }

    /// <summary>Every list of which the first entry whose principals match decides.</summary>
    public IReadOnlyList<BranchList> BranchLists { get; }

    public IReadOnlyList<Diagnostic> Diagnostics => _bag.Sorted();

    /// <summary>The source's field of exactly that name, or null.</summary>
    public Field? Resolve(Field? field) =>
        field is null ? null : _byName.GetValueOrDefault(field.NameParts);

    /// <summary>
    /// The type of a source's field; null where it is not known to Pace or not a type's name. Where none is given,
    /// that is reported once for the field, since the meaning depends on it.
    /// </summary>
    /// <param name="field">The source's field; null: nothing is reported.</param>
    /// <param name="need">What needs the type, as the beginning of a sentence: <c>a hash</c>.</param>
    public SqlType? RequireType(Field? field, string need)
    {
        int at = field is { Type.Length: 0 } ? Fields.ToList().IndexOf(field) : -1;
        if (at >= 0 && _withoutType.Add(at))
        {
            Report(DiagnosticCodes.TypeMissing, $"source.fields[{at}].type", $"{need} needs the type of '{field!.Name}', and the source gives none");
        }

        return TypeOf(field);
    }

    /// <summary>The type of a source's field; null where none is given or it is not a type's name.</summary>
    public static SqlType? TypeOf(Field? field) =>
        field is { Type.Length: > 0 } && SqlType.TryParse(field.Type, out SqlType type) ? type : null;

    public void Report(DiagnosticCode code, string path, string message, string? hint = null) => _bag.Add(code, path, message, hint);
}

/// <summary>A part of a policy and its path.</summary>
internal readonly record struct Place<T>(T Value, string Path);

/// <summary>A transform, its path, and the source's field that it is about: null where the source has none.</summary>
internal readonly record struct TransformPlace(Transform Value, string Path, Field? Field);
