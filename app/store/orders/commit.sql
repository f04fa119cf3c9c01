WITH moved AS (
    UPDATE orders o
    SET (item_id, class, area_code, visibility, state, version, priority, public_title, public_text, public_bigrams, public_pictures,
         slots, route, reach, assignee_id, team_id, referred_to, hand_backs, returns, merged_into, sign_in_code, signed_in_at,
         signed_out_at, served, finishes, result, no_answer, public_reason, ended_at, appeals, urges, extended, card, escalated, escalated_at, clock,
         limit_clock, due_at, amber_at, stopped_at, wake_at, next_due, accepted_at, finished_at, moved_at) =
        (SELECT item_id, class, area_code, visibility, state, version, priority, public_title, public_text, public_bigrams, public_pictures,
         slots, route, reach, assignee_id, team_id, referred_to, hand_backs, returns, merged_into, sign_in_code, signed_in_at,
         signed_out_at, served, finishes, result, no_answer, public_reason, ended_at, appeals, urges, extended, card, escalated, escalated_at, clock,
         limit_clock, due_at, amber_at, stopped_at, wake_at, next_due, accepted_at, finished_at, moved_at
         FROM jsonb_populate_record(o, CAST(@patch AS jsonb)))
    WHERE o.id = @id AND o.state = @from_state AND o.version = @was
    RETURNING o.id
), event AS (
    INSERT INTO order_events (id, order_id, event, from_state, to_state, version, actor_id, at, note, patch)
    SELECT @event_id, id, @event, @from_state, @to_state, @version, @actor, @at, @note, CAST(@patch AS jsonb) FROM moved
), line AS (
    INSERT INTO audit (at, actor_id, session_id, action, subject, subject_id, person_id, detail)
    SELECT @at, @actor, @session, 'order.' || @event, 'order', CAST(id AS text), @requester, CAST(@detail AS jsonb) FROM moved
), news AS (
    INSERT INTO outbox (topic, ref, event, version)
    SELECT 'order', CAST(id AS text), @event, @version FROM moved
)
SELECT id FROM moved
