-- What happened in each part of an area today and yesterday, and what is owed now.
WITH happened AS (
    SELECT CASE WHEN placed_at >= @today THEN 'placed' ELSE 'placed_yesterday' END AS figure, area_code, household_id
    FROM orders WHERE placed_at >= @yesterday AND placed_at <= @now
    UNION ALL
    SELECT CASE WHEN finished_at >= @today THEN 'finished' ELSE 'finished_yesterday' END, area_code, household_id
    FROM orders WHERE finished_at >= @yesterday AND finished_at <= @now
    UNION ALL
    SELECT 'owed', area_code, household_id FROM orders WHERE next_due IS NOT NULL
    UNION ALL
    SELECT 'overdue', area_code, household_id FROM orders WHERE next_due <= @late
)
SELECT left(area_code, @digits), figure, count(*) FROM happened
WHERE area_code ^@ ANY (CAST(@areas AS text[])) AND COALESCE(household_id <> CAST(@hidden AS uuid), true)
GROUP BY 1, 2
