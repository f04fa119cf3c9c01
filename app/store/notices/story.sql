-- The journal line that the transaction of the outbox row wrote: its xmin is that transaction. After a restore, where all lines have
-- another one, it is the newest of the event.
SELECT o.id, o.area_code, e.from_state, e.to_state, o.state, COALESCE(e.patch ->> 'escalated', o.escalated),
    COALESCE(e.patch ->> 'referred_to', o.referred_to), e.at, e.actor_id,
    e.actor_id IS NOT DISTINCT FROM o.requester_id
FROM orders o JOIN order_events e ON e.order_id = o.id
WHERE o.id = CAST(@order AS uuid) AND e.event = @event AND e.version = @version
ORDER BY e.xmin = CAST(CAST(CAST(@xid AS text) AS xid8) AS xid) DESC, e.seq DESC
LIMIT 1
