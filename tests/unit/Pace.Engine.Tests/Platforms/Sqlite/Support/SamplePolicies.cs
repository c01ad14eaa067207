namespace Pace.Engine.Tests.Platforms.Sqlite.Support;

/// <summary>Policies for the tables of the tests.</summary>
internal static class SamplePolicies
{
    public const string Demo =
        """
        metadata: { title: demo }
        source:
          ref: { integration_fqn: demo, platform: { id: embedded, platform_type: SQLITE } }
          fields:
            - { name_parts: [ id ], type: integer, required: true }
            - { name_parts: [ email ], type: text }
            - { name_parts: [ age ], type: smallint }
            - { name_parts: [ amount ], type: "numeric(10,2)" }
            - { name_parts: [ joined ], type: date }
        rule_sets:
          - target: { ref: { integration_fqn: demo_view } }
            filters:
              - generic_filter:
                  conditions:
                    - { principals: [ { group: administrator } ], condition: "true" }
                    - { principals: [], condition: "age > 17 and amount >= 20.5" }
            field_transforms:
              - field: { name_parts: [ email ] }
                transforms:
                  - { principals: [ { group: administrator } ], identity: {} }
                  - { principals: [ { group: marketing } ], regexp: { regexp: "^.*(@.*)$", replacement: "****$1" } }
                  - { principals: [], fixed: { value: "?" } }
              - field: { name_parts: [ age ] }
                transforms:
                  - { principals: [ { group: administrator } ], identity: {} }
                  - { principals: [], sql_statement: { statement: "case when age > 30 then 30 else age end" } }
              - field: { name_parts: [ amount ] }
                transforms:
                  - { principals: [ { group: administrator } ], identity: {} }
                  - { principals: [], numeric_rounding: { floor: { divisor: 10 } } }
              - field: { name_parts: [ joined ] }
                transforms:
                  - { principals: [ { group: administrator } ], identity: {} }
                  - { principals: [], nullify: {} }
        """;

    public const string TokensAndAggregates =
        """
        source:
          ref: { integration_fqn: t, platform: { id: embedded, platform_type: SQLITE } }
          fields: [ { name_parts: [ id ], type: integer }, { name_parts: [ x ], type: text } ]
        rule_sets:
          - target: { ref: { integration_fqn: v } }
            field_transforms:
              - field: { name_parts: [ x ] }
                transforms:
                  - principals: [ { group: a } ]
                    detokenize: { token_source_ref: tokens, token_field: { name_parts: [ token ] }, value_field: { name_parts: [ value ] } }
                  - { principals: [], aggregation: { max: {}, partition_by: [ { name_parts: [ id ] } ] } }
        """;

    /// <summary>A view <c>v</c> of the table <c>t</c> with the columns <c>id</c> and <c>age</c> in the user's file.</summary>
    public static string TwoIntegers(string condition, string transform) =>
        $$"""
        source:
          ref: { integration_fqn: t, platform: { id: sales, platform_type: SQLITE } }
          fields: [ { name_parts: [ id ], type: bigint }, { name_parts: [ age ], type: bigint } ]
        rule_sets:
          - target: { ref: { integration_fqn: v } }
            filters: [ { generic_filter: { conditions: [ { principals: [], condition: "{{condition}}" } ] } } ]
            field_transforms:
              - { field: { name_parts: [ age ] }, transforms: [ { principals: [], {{transform}} } ] }
        """;
}
