-- +goose Up

-- Since when somebody logs in themselves: from then on their name, phone and address are their own.
ALTER TABLE persons ADD COLUMN came_at timestamptz;
UPDATE persons p SET came_at = first.at FROM (
    SELECT person_id, min(at) AS at FROM (SELECT person_id, at FROM audit WHERE action = 'session.open' UNION ALL SELECT person_id, created_at FROM sessions) AS logins
    GROUP BY person_id) AS first
WHERE first.person_id = p.id;

-- +goose Down
ALTER TABLE persons DROP COLUMN came_at;
