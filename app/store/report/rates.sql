WITH mine AS (
    SELECT id, placed_at, stopped_at, due_at, state, finishes,
        CASE @by WHEN 'area' THEN left(area_code, @digits) WHEN 'item' THEN CAST(item_id AS text) WHEN 'volunteer' THEN CAST(assignee_id AS text) END AS key
    FROM orders o
    WHERE starts_with(area_code, @within) AND COALESCE(item_id = CAST(@item AS uuid), CAST(@item AS uuid) IS NULL)
        AND EXISTS (SELECT 1 FROM unnest(CAST(@areas AS text[])) a WHERE starts_with(o.area_code, a))
), happened AS (
    SELECT key, placed_at AS at, 1 AS placed, 0 AS finished, 0 AS on_time, 0 AS valid, 0 AS contacted, 0 AS solved, '' AS satisfaction
    FROM mine WHERE placed_at >= @from AND placed_at < @to
    UNION ALL
    SELECT key, stopped_at, 0, 1, CASE WHEN stopped_at <= due_at THEN 1 ELSE 0 END, 0, 0, 0, ''
    FROM mine WHERE finishes > 0 AND state IN ('done', 'rated', 'closed') AND stopped_at >= @from AND stopped_at < @to
    UNION ALL
    SELECT m.key, c.at, 0, 0, 0, 1, CASE WHEN c.contacted THEN 1 ELSE 0 END, CASE WHEN c.solved THEN 1 ELSE 0 END, c.satisfaction
    FROM (SELECT DISTINCT ON (order_id) order_id, at, contacted, solved, satisfaction FROM call_backs
        WHERE valid AND at >= @from AND at < @to ORDER BY order_id, at DESC, event_id DESC) c JOIN mine m ON m.id = c.order_id
)
SELECT COALESCE(CASE @by WHEN 'month' THEN to_char(at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') ELSE key END, '') AS name,
    sum(placed), sum(finished), sum(on_time), sum(valid), sum(contacted), sum(solved),
    count(*) FILTER (WHERE satisfaction = 'satisfied'), count(*) FILTER (WHERE satisfaction = 'basically'), count(*) FILTER (WHERE satisfaction = 'unsatisfied')
FROM happened GROUP BY name ORDER BY name
