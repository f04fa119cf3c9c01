WITH placed AS (
    INSERT INTO orders SELECT * FROM jsonb_populate_record(CAST(NULL AS orders), CAST(@patch AS jsonb))
    RETURNING id
), event AS (
    INSERT INTO order_events (id, order_id, event, from_state, to_state, version, actor_id, at, note, patch)
    SELECT @event_id, id, @event, @from_state, @to_state, @version, @actor, @at, @note, CAST(@patch AS jsonb) - 'search_tokens' FROM placed
), line AS (
    INSERT INTO audit (at, actor_id, session_id, action, subject, subject_id, person_id, detail)
    SELECT @at, @actor, @session, 'order.' || @event, 'order', CAST(id AS text), @requester, CAST(@detail AS jsonb) FROM placed
), news AS (
    INSERT INTO outbox (topic, ref, event, version)
    SELECT 'order', CAST(id AS text), @event, @version FROM placed
)
SELECT id FROM placed
