-- Who had the order when it happened: an assignment begins and ends at the moment of the event that began or ended it.
WITH held AS (
    SELECT g.id, g.offered_at, g.ended_at, COALESCE(g.person_id, t.leader_id) AS person
    FROM assignments g LEFT JOIN teams t ON t.id = g.team_id
    WHERE g.order_id = @order AND g.offered_at <= @at
), holders AS (
    SELECT 'arriving' AS part, id, person FROM held WHERE offered_at = @at
    UNION ALL SELECT 'leaving', id, person FROM held WHERE ended_at = @at
    UNION ALL SELECT 'holding', id, person FROM held WHERE ended_at IS NULL OR ended_at > @at
    UNION ALL (SELECT 'last', id, person FROM held ORDER BY offered_at DESC, id DESC LIMIT 1)
), near AS (
    SELECT 'requester' AS part, requester_id AS person FROM orders WHERE id = @order
    UNION SELECT 'placer', placed_by FROM orders WHERE id = @order
    UNION SELECT part, person FROM holders
    UNION SELECT h.part, m.person_id FROM holders h JOIN assignment_members m ON m.assignment_id = h.id
    UNION SELECT 'follower', person_id FROM followers WHERE order_id = @order
    UNION SELECT 'asker', CAST(@asker AS uuid)
    UNION SELECT 'subject', CAST(@subject AS uuid)
    UNION SELECT CASE role WHEN 'department_staff' THEN 'department' ELSE role END, person_id FROM seats
    WHERE role IN ('community_staff', 'community_secretary', 'street_staff', 'city_staff', 'department_staff', 'system_admin')
        AND area_code IN (left(@area, 6), left(@area, 9), left(@area, 12), left(@area, 15), @area)
        AND (role <> 'department_staff' OR unit = @unit)
        AND ended_at IS NULL AND from_at <= @now AND (until_at IS NULL OR until_at > @now)
)
SELECT n.part, p.id, p.phone IS NOT NULL, p.preferences
FROM near n JOIN persons p ON p.id = n.person
WHERE p.erased_at IS NULL AND p.id IS DISTINCT FROM CAST(@actor AS uuid) AND p.id IS DISTINCT FROM CAST(@never AS uuid)
ORDER BY n.part, p.id
