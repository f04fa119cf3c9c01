package reports

import (
	"delinli/app/store"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/report"
)

// Each part is an area of a level; what lies above the level stands for itself.
const (
	standing = `SELECT left(f.area_code, @digits), jsonb_build_object(`
	stands   = `) f WHERE f.area_code ^@ ANY (CAST(@areas AS text[])) GROUP BY 1`
)

// standings are the statements that count what stands on the day @day.
var standings = map[report.Source]string{
	report.Places: standing + `'streets', count(*) FILTER (WHERE digits = 9 AND second < '100'),
			'towns', count(*) FILTER (WHERE digits = 9 AND second BETWEEN '100' AND '399'), 'zones', count(*) FILTER (WHERE digits = 9 AND second >= '400'),
			'communities', count(*) FILTER (WHERE digits = 12 AND third < '200'), 'villages', count(*) FILTER (WHERE digits = 12 AND third >= '200'),
			'grids', count(*) FILTER (WHERE digits = 15), 'buildings', count(*) FILTER (WHERE digits = 20))
		FROM (SELECT code AS area_code, length(code) AS digits, substr(code, 7, 3) AS second, substr(code, 10, 3) AS third FROM areas` + stands,
	report.Homes: standing + `'dwellings', count(*), 'occupied', count(*) FILTER (WHERE occupied))
		FROM (SELECT d.building AS area_code, h.dwelling_id IS NOT NULL AS occupied FROM dwellings d
			LEFT JOIN (SELECT DISTINCT dwelling_id FROM households WHERE dwelling_id IS NOT NULL) h ON h.dwelling_id = d.id` + stands,
	report.Register: standing + `'residents', count(*), 'men', count(*) FILTER (WHERE sex = 'male'),
			'children', count(*) FILTER (WHERE age < 15), 'adults', count(*) FILTER (WHERE age BETWEEN 15 AND 59), 'elders', count(*) FILTER (WHERE age >= 60))
		FROM (SELECT area_code, sex, EXTRACT(year FROM day) - EXTRACT(year FROM born) - CAST(EXTRACT(month FROM day) < EXTRACT(month FROM born) AS int) AS age
			FROM persons, CAST(@day AS date) AS day WHERE registered_at IS NOT NULL` + stands,
	report.Organisations: standing + `'committees', count(*) FILTER (WHERE kind = 'committee'), 'branches', count(*) FILTER (WHERE kind = 'branch'),
			'building_groups', count(*) FILTER (WHERE kind = 'group'))
		FROM (SELECT area_code, kind FROM party_orgs WHERE ended_at IS NULL` + stands,
	report.Centres: standing + `'centre_households', count(*))
		FROM (SELECT h.area_code FROM centre_households c JOIN households h ON h.id = c.household_id WHERE c.ended_at IS NULL` + stands,
	report.Posts: standing + `'grid_chiefs', count(*) FILTER (WHERE kind = 'chief'), 'grid_liaisons', count(*) FILTER (WHERE kind = 'liaison'),
			'full_time_grid_workers', count(*) FILTER (WHERE kind = 'full_time'), 'part_time_grid_workers', count(*) FILTER (WHERE kind = 'part_time'),
			'grid_team_members', count(*))
		FROM (SELECT grid AS area_code, kind FROM grid_posts, CAST(@day AS date) AS day WHERE from_on <= day AND COALESCE(until_on >= day, true)` + stands,
	report.Returns: standing + `'cadres', count(*)) FROM (SELECT community AS area_code FROM home_returns WHERE ended_at IS NULL` + stands,
	report.Facilities: standing + `'stations', count(*) FILTER (WHERE kind = 'station'), 'pavilions', count(*) FILTER (WHERE kind = 'pavilion'),
			'squares', count(*) FILTER (WHERE kind = 'square'), 'talk_points', count(*) FILTER (WHERE kind = 'talk_point'),
			'listening_corners', count(*) FILTER (WHERE kind = 'listening_corner'))
		FROM (SELECT area_code, kind FROM facilities WHERE ended_at IS NULL` + stands,
	report.Money: standing + `'branch_funds', COALESCE(sum(amount) FILTER (WHERE of_branch AND income), 0),
			'branch_funds_spent', COALESCE(-sum(amount) FILTER (WHERE of_branch AND NOT income), 0),
			'service_funds', COALESCE(sum(amount) FILTER (WHERE NOT of_branch AND income), 0),
			'service_funds_spent', COALESCE(-sum(amount) FILTER (WHERE NOT of_branch AND NOT income), 0))
		FROM (SELECT COALESCE(f.area_code, o.area_code) AS area_code, f.org_id IS NOT NULL AS of_branch, e.amount, e.income
			FROM funds f JOIN fund_entries e ON e.fund_id = f.id LEFT JOIN party_orgs o ON o.id = f.org_id
			WHERE f.year = EXTRACT(year FROM CAST(@day AS date))` + stands,
}

// Standings counts the figures of a source as they stand on a day, in each area of a level.
func Standings(tx *store.Tx, source report.Source, s store.Scope, level models.AreaLevel, day calendar.Date) (map[string]report.Tally, error) {
	return count(tx, standings[source], store.Args{"areas": store.Array(s.Areas), "digits": level.Digits(), "day": string(day)})
}
