package parties

import (
	"delinli/app/store"
	"delinli/models"
	"delinli/models/party"
)

// Listed is a live organisation with what a table says of it beside.
type Listed struct {
	party.Org
	Above    string // the name of the organisation above; empty for a committee
	Compound string // its name; empty for none
	Centres  int    // of a building group
}

const (
	live = ` FROM party_orgs o WHERE o.ended_at IS NULL AND o.area_code ^@ ANY (CAST(@areas AS text[]))`
	rank = `left(o.area_code, 12), array_position(ARRAY['committee', 'branch', 'group'], o.kind), o.area_code, o.id`
)

// Listing lists the live organisations of a scope, after one: community by community, and there level by level, so that whoever is above comes before.
func Listing(tx *store.Tx, s store.Scope, last models.OrgID, limit int) ([]Listed, error) {
	return store.Query(tx, `
		WITH page AS MATERIALIZED (
			SELECT o.*`+live+` AND (CAST(@last AS uuid) IS NULL OR (`+rank+`) > (SELECT `+rank+` FROM party_orgs o WHERE id = @last)) ORDER BY `+rank+` LIMIT @limit
		)
		SELECT o.id, o.kind, o.parent_id, o.name, o.area_code, CAST(o.founded_on AS text), COALESCE(up.name, ''), COALESCE(c.name, ''),
			(SELECT count(*) FROM centre_households h WHERE h.group_id = o.id AND h.ended_at IS NULL)
		FROM page o LEFT JOIN party_orgs up ON up.id = o.parent_id LEFT JOIN compounds c ON c.id = o.compound_id ORDER BY `+rank,
		store.Args{"areas": store.Array(s.Areas), "last": last, "limit": limit}, func(r store.Rows, l *Listed) error {
			return r.Scan(&l.ID, &l.Kind, &l.Parent, &l.Name, &l.Area, &l.Founded, &l.Above, &l.Compound, &l.Centres)
		})
}

// Listable counts the live organisations of a scope.
func Listable(tx *store.Tx, s store.Scope) (int, error) {
	return store.One(tx, `SELECT count(*)`+live, store.Args{"areas": store.Array(s.Areas)}, store.Value[int])
}
