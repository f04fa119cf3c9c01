WITH event AS (
    INSERT INTO order_events (id, order_id, event, from_state, to_state, version, actor_id, at, note, patch)
    SELECT @event_id, id, @event, state, state, version, @actor, @at, @note, '{}' FROM orders WHERE id = @id
    RETURNING order_id, version
), line AS (
    INSERT INTO audit (at, actor_id, session_id, action, subject, subject_id, person_id, detail)
    SELECT @at, @actor, @session, 'order.' || @event, 'order', CAST(order_id AS text), @requester, CAST(@detail AS jsonb) FROM event
), news AS (
    INSERT INTO outbox (topic, ref, event, version)
    SELECT 'order', CAST(order_id AS text), @event, version FROM event
)
SELECT order_id FROM event
