-- A policy store of schema version 1, written by hand: what was released is read for ever.
PRAGMA application_id = 1346454341; -- "PACE"
PRAGMA user_version = 1;

CREATE TABLE policies (
    platform_id TEXT NOT NULL,
    policy_id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    applied_at TEXT,
    policy TEXT NOT NULL,
    PRIMARY KEY (platform_id, policy_id, version)
) STRICT;

CREATE UNIQUE INDEX policies_active ON policies (platform_id, policy_id) WHERE active = 1;

INSERT INTO policies VALUES
    ('pg', 'public.demo', 1, 0, '2024-02-29T23:59:59.0000000Z', '2024-03-01T08:00:00.5000000Z', '2024-03-01T08:00:00.2500000Z',
     '{
        "metadata": { "title": "Customers", "description": "it''s theirs", "tags": ["a", "b"] },
        "source": {
          "ref": { "integration_fqn": "public.demo", "platform": { "id": "pg", "platform_type": "POSTGRES" } },
          "fields": [{ "name_parts": ["email"], "type": "varchar", "required": true }]
        },
        "rule_sets": [{
          "target": { "ref": { "integration_fqn": "public.demo_view" } },
          "field_transforms": [{
            "field": { "name_parts": ["email"] },
            "transforms": [
              { "principals": [{ "group": "marketing" }], "regexp": { "regexp": "^.*(@.*)$", "replacement": "****$1" } },
              { "nullify": {} }
            ]
          }]
        }]
      }'),
    ('pg', 'public.demo', 2, 1, '2024-02-29T23:59:59.0000000Z', '2024-03-02T00:00:00.0000000Z', NULL,
     '{"metadata":{"title":"Customers, 2nd"},"source":{"ref":{"integration_fqn":"public.demo"}}}'),
    ('sales', 'public.demo', 1, 1, '2024-03-03T00:00:00.0000001Z', '2024-03-03T00:00:00.0000001Z', NULL,
     '{"metadata":{"title":"Customers of sales"},"source":{"ref":{"integration_fqn":"public.demo"}}}');
