SELECT CAST(EXTRACT(dow FROM placed_at AT TIME ZONE 'Asia/Shanghai') AS integer), CAST(EXTRACT(hour FROM placed_at AT TIME ZONE 'Asia/Shanghai') AS integer), count(*)
FROM orders o
WHERE placed_at >= @from AND placed_at < @to AND starts_with(area_code, @within)
    AND COALESCE(item_id = CAST(@item AS uuid), CAST(@item AS uuid) IS NULL)
    AND EXISTS (SELECT 1 FROM unnest(CAST(@areas AS text[])) a WHERE starts_with(o.area_code, a))
GROUP BY 1, 2 ORDER BY 1, 2
