INSERT INTO audit (at, actor_id, session_id, action, subject, subject_id, person_id, reason, detail)
SELECT at, actor_id, session_id, action, subject, subject_id, person_id, reason, COALESCE(detail, '{}')
FROM jsonb_to_recordset(CAST(@lines AS jsonb)) AS l (at timestamptz, actor_id uuid, session_id uuid, action text, subject text,
     subject_id text, person_id uuid, reason text, detail jsonb)
