package parties

import (
	"time"

	"delinli/app/store"
	"delinli/app/store/revisions"
	"delinli/models"
	"delinli/models/party"
)

// Node is an organisation with how many live ones of each level are below it.
type Node struct {
	party.Org
	Compound string // its name; empty for none
	Branches int
	Groups   int
	Centres  int
	Money    int64 // that is left in its funds, in fen
}

// MayEnd says what party.Org.MayEnd says of it.
func (n Node) MayEnd() error { return n.Org.MayEnd(n.Empty(), n.Money) }

// Empty reports whether nothing live is below the organisation.
func (n Node) Empty() bool { return n.Branches+n.Groups+n.Centres == 0 }

const node = `
	SELECT o.id, o.kind, o.parent_id, o.name, o.area_code, o.compound_id, CAST(o.founded_on AS text), o.ended_at IS NOT NULL, o.version, COALESCE(c.name, ''),
		n.branches, n.groups, n.centres, COALESCE((SELECT CAST(sum(balance) AS bigint) FROM funds WHERE org_id = o.id), 0)
	FROM party_orgs o LEFT JOIN compounds c ON c.id = o.compound_id CROSS JOIN LATERAL (
		WITH RECURSIVE below AS (
			SELECT id, kind, false AS under FROM party_orgs WHERE id = o.id
			UNION ALL SELECT x.id, x.kind, true FROM party_orgs x JOIN below ON x.parent_id = below.id WHERE x.ended_at IS NULL
		)
		SELECT count(*) FILTER (WHERE under AND kind = 'branch') AS branches, count(*) FILTER (WHERE under AND kind = 'group') AS groups,
			(SELECT count(*) FROM centre_households h WHERE h.ended_at IS NULL AND h.group_id IN (SELECT id FROM below)) AS centres
		FROM below
	) n`

func scanNode(r store.Rows, n *Node) error {
	return r.Scan(&n.ID, &n.Kind, &n.Parent, &n.Name, &n.Area, &n.Org.Compound, &n.Founded, &n.Ended, &n.Version, &n.Compound, &n.Branches, &n.Groups, &n.Centres, &n.Money)
}

// Org reads an organisation with what is below it, whoever asks.
func Org(tx *store.Tx, id models.OrgID) (Node, error) {
	n, err := store.One(tx, node+` WHERE o.id = @id`, store.Args{"id": id}, scanNode)
	return n, store.Missing(err)
}

// after lies behind the rows up to an organisation, in the order of areas.
const after = ` AND o.ended_at IS NULL AND (CAST(@after AS uuid) IS NULL OR (o.area_code, o.id) > (SELECT area_code, id FROM party_orgs WHERE id = @after))
	ORDER BY o.area_code, o.id LIMIT @limit`

// Committees lists the live committees within a scope, after one.
func Committees(tx *store.Tx, s store.Scope, last models.OrgID, limit int) ([]Node, error) {
	return store.Query(tx, node+` WHERE o.parent_id IS NULL AND o.area_code ^@ ANY (CAST(@areas AS text[]))`+after,
		store.Args{"areas": store.Array(s.Areas), "after": last, "limit": limit}, scanNode)
}

// Below lists the live organisations right below one, after one.
func Below(tx *store.Tx, above models.OrgID, last models.OrgID, limit int) ([]Node, error) {
	return store.Query(tx, node+` WHERE o.parent_id = @above`+after, store.Args{"above": above, "after": last, "limit": limit}, scanNode)
}

// LockOrg is Org, and keeps others from ending it, or founding below it, until the transaction ends.
func LockOrg(tx *store.Tx, id models.OrgID) (Node, error) {
	if _, err := tx.Exec(`SELECT FROM party_orgs WHERE id = @id FOR NO KEY UPDATE`, store.Args{"id": id}); err != nil {
		return Node{}, err
	}
	return Org(tx, id)
}

// KeepOrg keeps others from ending an organisation until the transaction ends.
func KeepOrg(tx *store.Tx, id models.OrgID) error {
	_, err := tx.Exec(`SELECT FROM party_orgs WHERE id = @id FOR SHARE`, store.Args{"id": id})
	return err
}

// HasCompound reports whether a compound lies in a community.
func HasCompound(tx *store.Tx, id models.CompoundID, community models.AreaCode) (bool, error) {
	return store.One(tx, `SELECT EXISTS (SELECT FROM compounds WHERE id = @id AND area_code = @area)`, store.Args{"id": id, "area": string(community)}, store.Value[bool])
}

// CompoundNamed finds a compound of a community by its name; the zero id is none.
func CompoundNamed(tx *store.Tx, community models.AreaCode, name string) (id models.CompoundID, err error) {
	found, err := store.Query(tx, `SELECT id FROM compounds WHERE area_code = @area AND name = @name`,
		store.Args{"area": string(community), "name": name}, store.Value[models.CompoundID])
	if err != nil || len(found) == 0 {
		return id, err
	}
	return found[0], nil
}

// Named lists the live organisations of a community that have a name, with id, kind, parent and area alone.
func Named(tx *store.Tx, community models.AreaCode, name string) ([]party.Org, error) {
	return store.Query(tx, `SELECT id, kind, parent_id, area_code FROM party_orgs WHERE area_code ^@ @community AND name = @name AND ended_at IS NULL`,
		store.Args{"community": string(community), "name": name},
		func(r store.Rows, o *party.Org) error { return r.Scan(&o.ID, &o.Kind, &o.Parent, &o.Area) })
}

// Rename writes the name of an organisation over the version before. When that is no longer the present one, it fails with revisions.ErrMovedOn.
func Rename(tx *store.Tx, o party.Org, before int) error {
	return moved(tx.Exec(`UPDATE party_orgs SET name = @name, version = version + 1 WHERE id = @id AND version = @before AND ended_at IS NULL`,
		store.Args{"id": o.ID, "name": o.Name, "before": before}))
}

// EndOrg ends an organisation as Rename writes.
func EndOrg(tx *store.Tx, id models.OrgID, before int, at time.Time) error {
	return moved(tx.Exec(`UPDATE party_orgs SET ended_at = @at, version = version + 1 WHERE id = @id AND version = @before AND ended_at IS NULL`,
		store.Args{"id": id, "at": at, "before": before}))
}

func moved(n int64, err error) error {
	if err == nil && n == 0 {
		return revisions.ErrMovedOn
	}
	return err
}
