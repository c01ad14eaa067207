using System.Reflection;

namespace Pace.Engine.Diagnostics;

/// <summary>
/// The one table of what can be wrong with a policy. PACE00xx: reading; PACE01xx: validation;
/// PACE02xx: what a dialect cannot express; PACE03xx: what the platform says.
/// </summary>
public static class DiagnosticCodes
{
#pragma warning disable CS1591 // The rows say what they are.
    // Reading
    public static readonly DiagnosticCode Unreadable = Error("PACE0001", "The document is not YAML or JSON", "Correct the syntax at the position given.");
    public static readonly DiagnosticCode UnknownKey = Error("PACE0002", "A key that the policy language does not have", "Correct the spelling, or remove the key: a key that is not understood may be a mask that is not applied.");
    public static readonly DiagnosticCode DuplicateKey = Error("PACE0003", "A key that is there twice", "Keep one of the two.");
    public static readonly DiagnosticCode WrongShape = Error("PACE0004", "A mapping, list or value where another is expected", "Write it as the message says.");
    public static readonly DiagnosticCode WrongValue = Error("PACE0005", "A value that is not of its field's type", "Write a value of the type that the message names; quote texts that look like numbers or booleans.");
    public static readonly DiagnosticCode ConflictingKeys = Error("PACE0006", "Two keys of which only one may be there", "Keep the one that is meant.");
    public static readonly DiagnosticCode OldSpelling = Warning("PACE0007", "An old spelling that was upgraded", "Export the policy to write it in today's spelling.");
    public static readonly DiagnosticCode UnsupportedYaml = Error("PACE0008", "A YAML feature that a policy cannot use", "Write the value out: anchors, aliases, tags and several documents are not read.");

    // Validation
    public static readonly DiagnosticCode SourceMissing = Error("PACE0101", "The policy does not say which table it is about", "Set source.ref.integration_fqn.");
    public static readonly DiagnosticCode PlatformMissing = Error("PACE0102", "The policy does not say which platform it is for", "Set source.ref.platform, or name one with -ProcessingPlatform.");
    public static readonly DiagnosticCode TitleTooShort = Error("PACE0103", "The title has fewer than three characters", "Give metadata.title at least three characters.");
    public static readonly DiagnosticCode RequiredMissing = Error("PACE0104", "Something required is missing", "Add it.");
    public static readonly DiagnosticCode EmptyName = Error("PACE0105", "A name is empty", "Give it at least one character.");
    public static readonly DiagnosticCode DuplicateField = Error("PACE0106", "The source lists a field twice", "Remove one of the two.");
    public static readonly DiagnosticCode UnknownField = Error("PACE0107", "A field that the source does not list", "Correct the name, or add the field to source.fields.");
    public static readonly DiagnosticCode FieldCase = Error("PACE0108", "A field in another case than the source lists it", "Write it as source.fields does: a transform on another spelling would not be applied.");
    public static readonly DiagnosticCode NoTransforms = Error("PACE0109", "A field transform without transforms", "Add a transform, or remove the entry to show the field as it is.");
    public static readonly DiagnosticCode TransformUnset = Error("PACE0110", "A transform that does not say what to do", "Add one of identity, nullify, fixed, regexp, hash, sql_statement, detokenize, numeric_rounding, aggregation.");
    public static readonly DiagnosticCode LastHasPrincipals = Error("PACE0111", "Nothing is said for everybody else", "End the list with an entry without principals.");
    public static readonly DiagnosticCode EarlyDefault = Error("PACE0112", "An entry without principals before the last", "Name its principals, or move it to the end: what follows it would never be used.");
    public static readonly DiagnosticCode RepeatedPrincipal = Error("PACE0113", "A principal in two entries of one list", "Keep the first that is meant: the second would never be used.");
    public static readonly DiagnosticCode BadFixedValue = Error("PACE0114", "A fixed value that is not of the field's type", "Write a value of that type.");
    public static readonly DiagnosticCode DuplicateFieldTransform = Error("PACE0115", "Two field transforms for one field", "Put the transforms into one list.");
    public static readonly DiagnosticCode DuplicateRetention = Error("PACE0116", "Two retention filters on one field", "Put the conditions into one filter.");
    public static readonly DiagnosticCode NoConditions = Error("PACE0117", "A filter without conditions", "Add a condition, or remove the filter.");
    public static readonly DiagnosticCode EmptyCondition = Error("PACE0118", "An empty SQL expression", "Write the expression; \"true\" lets every row through.");
    public static readonly DiagnosticCode TargetMissing = Error("PACE0119", "A rule set without a target view", "Set target.ref.integration_fqn.");
    public static readonly DiagnosticCode TargetTwice = Error("PACE0120", "Two rule sets with one target", "Give each its own view.");
    public static readonly DiagnosticCode TargetIsSource = Error("PACE0121", "The target is the source", "Give the view another name.");
    public static readonly DiagnosticCode RegexpInvalid = Error("PACE0122", "A regular expression that cannot be used", "Correct the pattern.");
    public static readonly DiagnosticCode ReplacementInvalid = Error("PACE0123", "A replacement that refers to a group that is not there", "Write $1 to $9 for groups of the pattern, $0 for the match, $$ for a dollar sign.");
    public static readonly DiagnosticCode DivisorInvalid = Error("PACE0124", "A divisor that is not above zero", "Set a divisor above zero.");
    public static readonly DiagnosticCode PrecisionInvalid = Error("PACE0125", "A precision out of range", "Use -38 to 38.");
    public static readonly DiagnosticCode NotNumeric = Error("PACE0126", "A transform for numbers on a field that is none", "Use it on a numeric field, or correct the field's type.");
    public static readonly DiagnosticCode KindUnset = Error("PACE0127", "A rounding or aggregation that does not say which", "Add one of its kinds.");
    public static readonly DiagnosticCode HashType = Error("PACE0128", "A hash on a type that has none", "Hash numbers and strings; use fixed or nullify for other types.");
    public static readonly DiagnosticCode RetentionType = Error("PACE0129", "A retention filter on a field that is neither date nor timestamp", "Name a date or timestamp field.");
    public static readonly DiagnosticCode RetentionDays = Error("PACE0130", "A retention period out of range", "Use 0 to 1000000 days; leave the period out for ever.");
    public static readonly DiagnosticCode CastToInvalid = Error("PACE0131", "A cast_to that names no numeric type", "Name a numeric type, such as numeric or int8.");
    public static readonly DiagnosticCode TypeMissing = Error("PACE0132", "A field's type is needed and not given", "Set the field's type in source.fields.");
    public static readonly DiagnosticCode TypeInvalid = Error("PACE0133", "A type that is not a type's name", "Write the type as the platform does, such as numeric(10,2).");
    public static readonly DiagnosticCode RoleOrder = Warning("PACE0134", "A stricter branch stands before a looser one", "A member of both groups may SET ROLE to the looser one; put the looser first, or judge by session_user.");
    public static readonly DiagnosticCode SqlUnsafe = Error("PACE0135", "A SQL expression with something that an expression cannot have", "Write one expression: no semicolons, comments, parameters or sub-selects, and balanced brackets.");
    public static readonly DiagnosticCode DetokenizeIncomplete = Error("PACE0136", "A detokenize without its token table or fields", "Set token_source_ref, token_field and value_field.");
    public static readonly DiagnosticCode SeedMissing = Warning("PACE0137", "A hash without a seed", "Set a seed: without one anybody can compute the hash of a guess.");
    public static readonly DiagnosticCode NoFields = Error("PACE0138", "The source lists no fields", "List the columns that the view shows.");
    public static readonly DiagnosticCode NoRuleSets = Error("PACE0139", "The policy has no rule set, so there is nothing to make", "Add a rule set with a target.");
    public static readonly DiagnosticCode PrincipalEmpty = Error("PACE0140", "A principal without a name", "Name a group, or remove the entry.");
    public static readonly DiagnosticCode AggregationType = Error("PACE0141", "An aggregate that the field's type does not have", "Use min and max on numbers, texts and dates, sum and avg on numbers.");
    public static readonly DiagnosticCode NotText = Error("PACE0142", "A regular expression on a field that is no text", "Use it on a text field, or correct the field's type; sql_statement can cast.");
    public static readonly DiagnosticCode NearField = Warning("PACE0143", "A name in a SQL expression that no field has and one nearly has", "Correct the name; leave it where the table has a column of that name that the policy does not list.");
    public static readonly DiagnosticCode GroupSizeInvalid = Error("PACE0144", "A least size of groups that is not above zero", "Set min_group_size to 1 or more, or leave it out.");

    // What a dialect cannot express
    public static readonly DiagnosticCode TargetUnsupported = Error("PACE0201", "A target that Pace does not make", "Use SQL_VIEW.");
    public static readonly DiagnosticCode PrincipalUnsupported = Error("PACE0202", "A kind of principal that the platform does not have", "Name a group.");
    public static readonly DiagnosticCode NameInvalid = Error("PACE0203", "A name that the platform cannot have", "Correct the name; quote a part that holds a dot: public.\"my.table\".");
    public static readonly DiagnosticCode NestedField = Error("PACE0204", "A nested field on a platform without them", "Use a top-level column.");
    public static readonly DiagnosticCode TextInvalid = Error("PACE0205", "A text that the platform cannot hold", "Remove the character that the message names.");
    public static readonly DiagnosticCode TransformUnsupported = Error("PACE0206", "A transform that the platform cannot do", "Use another transform.");
    public static readonly DiagnosticCode MixedTypes = Error("PACE0207", "Branches whose values have no type in common", "Use transforms of one type, or show the value as text with sql_statement.");
    public static readonly DiagnosticCode RegexpUnsupported = Error("PACE0208", "A regular expression that the platform reads otherwise", "Write it without the construct that the message names.");
    public static readonly DiagnosticCode PlatformUnsupported = Error("PACE0209", "A type of platform that Pace makes no SQL for", "Use a platform of a type that Pace has a dialect for.");
    public static readonly DiagnosticCode NotPortable = Error("PACE0210", "Something that only a real platform can do exactly", "Write it in the portable subset (docs/policies.md), or evaluate it on a platform with -On.");

    // What the platform says
    public static readonly DiagnosticCode SourceNotFound = Error("PACE0301", "The source is not on the platform", "Correct source.ref.integration_fqn.");
    public static readonly DiagnosticCode ColumnNotFound = Error("PACE0302", "A column is not in the table", "Correct the field's name as the table spells it.");
    public static readonly DiagnosticCode ColumnTypeDiffers = Warning("PACE0303", "A column has another type on the platform", "Set the field's type to the column's.");
    public static readonly DiagnosticCode GroupNotFound = Error("PACE0304", "A group is not on the platform", "Correct the name as the platform spells it, or create the group.");
    public static readonly DiagnosticCode RefusedByPlatform = Error("PACE0305", "The platform refuses the SQL", "Correct the expression; the platform's own message says what is wrong.");
    public static readonly DiagnosticCode TargetTaken = Error("PACE0306", "The target's name belongs to something that Pace did not make", "Give the view another name, or take the view over with -Force.");
    public static readonly DiagnosticCode TokenSourceNotFound = Error("PACE0307", "A token table or its column is not on the platform", "Correct token_source_ref, token_field or value_field.");
    public static readonly DiagnosticCode ColumnNotCovered = Warning("PACE0308", "The table has a column that the policy does not show", "Add the column to source.fields, with a transform if it needs one.");
    public static readonly DiagnosticCode RetentionTypeDiffers = Error("PACE0309", "A retention field has another type on the platform", "Set the field's type to the column's: what the filter compares depends on it.");
#pragma warning restore CS1591

    /// <summary>All rows, in order.</summary>
    public static IReadOnlyList<DiagnosticCode> All { get; } =
        [.. typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(DiagnosticCode))
            .Select(field => (DiagnosticCode)field.GetValue(null)!)
            .OrderBy(code => code.Id, StringComparer.Ordinal)];

    private static DiagnosticCode Error(string id, string title, string remedy) =>
        new(id, DiagnosticSeverity.Error, title, remedy);

    private static DiagnosticCode Warning(string id, string title, string remedy) =>
        new(id, DiagnosticSeverity.Warning, title, remedy);
}
