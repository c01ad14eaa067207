namespace Pace.Engine.Tests.Compilation;

/// <summary>Policies for PostgreSQL as text, of which a test writes only what it is about.</summary>
internal static class PolicyText
{
    /// <summary>A policy with one view, named as its table with <c>_view</c> behind it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Names and types, such as <c>id integer, email text</c>.</param>
    /// <param name="transforms">The list of field transforms, indented by six spaces.</param>
    /// <param name="filters">The list of filters, indented by six spaces.</param>
    /// <param name="typeFirst">Whether types stand before names, for types that hold spaces or commas.</param>
    public static string Of(string table, string columns, string transforms, string filters = "", bool typeFirst = false)
    {
        IEnumerable<string> fields = columns.Split(", ").Select(column => column.Split(' ', 2))
            .Select(pair => typeFirst
                ? $"{{ name_parts: [ {pair[1]} ], type: {pair[0]} }}"
                : $"{{ name_parts: [ {pair[0]} ], type: {pair[1]} }}");
        return $$"""
            metadata: { title: {{table}} }
            source:
              ref: { integration_fqn: {{table}}, platform: { id: pg, platform_type: POSTGRES } }
              fields: [ {{string.Join(", ", fields)}} ]
            rule_sets:
              - target: { ref: { integration_fqn: {{table}}_view } }
                {{(transforms.Length > 0 ? "field_transforms:\n" + transforms : "")}}
                {{(filters.Length > 0 ? "filters:\n" + filters : "")}}
            """;
    }
}
