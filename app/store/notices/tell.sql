WITH entries AS (
    SELECT * FROM jsonb_to_recordset(CAST(@entries AS jsonb)) AS x(id uuid, person_id uuid, kind text, channels text[], after_at timestamptz)
), told AS (
    INSERT INTO notices (id, person_id, kind, order_id, cause, params, at)
    SELECT id, person_id, kind, CAST(@order AS uuid), @cause, CAST(@params AS jsonb), @at FROM entries
    ON CONFLICT (person_id, kind, cause) DO NOTHING
    RETURNING id, person_id
), outgoing AS (
    INSERT INTO deliveries (notice_id, channel, state, after_at)
    SELECT e.id, channel, 'waiting', e.after_at FROM told JOIN entries e ON e.id = told.id, unnest(e.channels) AS channel
)
INSERT INTO outbox (topic, ref, event) SELECT 'notice', CAST(person_id AS text), CAST(id AS text) FROM told
