SELECT o.id, COALESCE(street.name, ''), COALESCE(community.name, ''), COALESCE(grid.name, ''), COALESCE(i.name, ''),
    p.name, p.phone, o.address, k.wrapped, own.wrapped, v.id, v.name, vk.wrapped, COALESCE(t.name, ''), o.accepted_at, o.finished_at, r.stars
FROM orders o
    JOIN persons p ON p.id = o.requester_id
    LEFT JOIN person_keys k ON k.person_id = p.id
    LEFT JOIN person_keys own ON own.person_id = COALESCE(o.sealed_for, o.requester_id)
    LEFT JOIN teams t ON t.id = o.team_id
    LEFT JOIN persons v ON v.id = COALESCE(o.assignee_id, t.leader_id)
    LEFT JOIN person_keys vk ON vk.person_id = v.id
    LEFT JOIN items i ON i.id = o.item_id
    LEFT JOIN ratings r ON r.order_id = o.id AND r.finish = o.finishes
    LEFT JOIN areas street ON length(o.area_code) >= 9 AND street.code = left(o.area_code, 9)
    LEFT JOIN areas community ON length(o.area_code) >= 12 AND community.code = left(o.area_code, 12)
    LEFT JOIN areas grid ON length(o.area_code) >= 15 AND grid.code = left(o.area_code, 15)
WHERE o.id = ANY (CAST(@ids AS uuid[]))
