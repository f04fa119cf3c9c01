SELECT COALESCE(CASE @by WHEN 'area' THEN left(area_code, @digits) WHEN 'item' THEN CAST(item_id AS text) WHEN 'volunteer' THEN CAST(assignee_id AS text)
        WHEN 'month' THEN to_char(placed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') END, '') AS name,
    count(accepted), COALESCE(percentile_cont(0.5) WITHIN GROUP (ORDER BY accepted), 0), COALESCE(percentile_cont(0.9) WITHIN GROUP (ORDER BY accepted), 0),
    count(finished), COALESCE(percentile_cont(0.5) WITHIN GROUP (ORDER BY finished), 0), COALESCE(percentile_cont(0.9) WITHIN GROUP (ORDER BY finished), 0)
FROM (
    SELECT area_code, item_id, assignee_id, placed_at,
        CAST(EXTRACT(epoch FROM (SELECT min(accepted_at) FROM assignments g WHERE g.order_id = o.id) - placed_at) / 60 AS float8) AS accepted,
        CAST(EXTRACT(epoch FROM CASE WHEN finishes > 0 AND state IN ('done', 'rated', 'closed') THEN stopped_at END - placed_at) / 60 AS float8) AS finished
    FROM orders o
    WHERE placed_at >= @from AND placed_at < @to AND starts_with(area_code, @within)
        AND COALESCE(item_id = CAST(@item AS uuid), CAST(@item AS uuid) IS NULL)
        AND EXISTS (SELECT 1 FROM unnest(CAST(@areas AS text[])) a WHERE starts_with(o.area_code, a))
) mine GROUP BY name ORDER BY name
