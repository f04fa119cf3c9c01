package parties

import (
	"time"

	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/party"
	"delinli/models/volunteer"
)

// Cadre is who reported home.
type Cadre struct {
	party.Return
	Who       people.Person   // with id, name, key and area alone
	Volunteer volunteer.State // empty for none
	at        time.Time       // the day of the report
}

const cadre = `
	SELECT r.person_id, r.kind, r.unit, r.community, r.skills, CAST(r.reported_on AS text), r.ended_at IS NOT NULL, r.version, p.name, k.wrapped, p.area_code,
		COALESCE(v.state, ''), CAST(r.reported_on AS timestamp) AT TIME ZONE 'UTC'
	FROM r JOIN persons p ON p.id = r.person_id LEFT JOIN person_keys k ON k.person_id = p.id LEFT JOIN volunteers v ON v.person_id = p.id`

func scanCadre(r store.Rows, c *Cadre) error {
	err := r.Scan(&c.Person, &c.Kind, &c.Unit, &c.Community, store.List(&c.Skills), &c.Reported, &c.Ended, &c.Version, &c.Who.Name, &c.Who.Key, &c.Who.Area, &c.Volunteer, &c.at)
	c.Who.ID = c.Person
	return err
}

// Return reads one report, whoever asks.
func Return(tx *store.Tx, id models.PersonID) (Cadre, error) {
	c, err := store.One(tx, `WITH r AS (SELECT * FROM home_returns WHERE person_id = @id)`+cadre, store.Args{"id": id}, scanCadre)
	return c, store.Missing(err)
}

// Returns lists one page of the live reports of a scope, the last first; an empty kind is every kind.
func Returns(tx *store.Tx, s store.Scope, kind party.ReturnKind, p store.Page) ([]Cadre, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, `
		WITH r AS MATERIALIZED (
			SELECT * FROM home_returns WHERE ended_at IS NULL AND community ^@ ANY (CAST(@areas AS text[])) AND (@kind = '' OR kind = @kind)
				AND (CAST(reported_on AS timestamp) AT TIME ZONE 'UTC', person_id) < (@at, CAST(@id AS uuid))
			ORDER BY reported_on DESC, person_id DESC LIMIT @limit
		)`+cadre+` ORDER BY r.reported_on DESC, r.person_id DESC`,
		store.Args{"areas": store.Array(s.Areas), "kind": string(kind), "at": after.At, "id": after.ID, "limit": p.Limit + 1}, scanCadre)
	if err != nil {
		return nil, "", err
	}
	cadres, next := store.Next(p, found, func(c Cadre) store.Key { return store.Key{At: c.at, ID: c.Person.String()} })
	return cadres, next, nil
}

// Muster is how many cadres of each kind a scope has, and how many of all of them serve as volunteers.
type Muster struct{ Serving, Retired, Veterans, Volunteers int }

// Count counts the live reports of a scope.
func Count(tx *store.Tx, s store.Scope) (Muster, error) {
	return store.One(tx, `SELECT count(*) FILTER (WHERE r.kind = 'serving'), count(*) FILTER (WHERE r.kind = 'retired'), count(*) FILTER (WHERE r.kind = 'veteran'),
			count(*) FILTER (WHERE v.state = 'verified')
		FROM home_returns r LEFT JOIN volunteers v ON v.person_id = r.person_id WHERE r.ended_at IS NULL AND r.community ^@ ANY (CAST(@areas AS text[]))`,
		store.Args{"areas": store.Array(s.Areas)}, func(r store.Rows, m *Muster) error { return r.Scan(&m.Serving, &m.Retired, &m.Veterans, &m.Volunteers) })
}

var errReported = models.Fault(models.Conflict, "return.reported_before")

// Report writes a report over one that has ended, or the first one. Who reported and did not end it is a Conflict.
func Report(tx *store.Tx, r party.Return) error {
	n, err := tx.Exec(`INSERT INTO home_returns AS r (person_id, kind, unit, community, skills, reported_on)
		VALUES (@person, @kind, @unit, @community, CAST(@skills AS text[]), CAST(@on AS date))
		ON CONFLICT (person_id) DO UPDATE SET kind = excluded.kind, unit = excluded.unit, community = excluded.community, skills = excluded.skills,
			reported_on = excluded.reported_on, version = r.version + 1, ended_at = NULL WHERE r.ended_at IS NOT NULL`,
		store.Args{"person": r.Person, "kind": string(r.Kind), "unit": r.Unit, "community": string(r.Community), "skills": store.Array(r.Skills), "on": string(r.Reported)})
	if err == nil && n == 0 {
		return errReported
	}
	return err
}

// EndReturn ends a report as EndOrg ends an organisation.
func EndReturn(tx *store.Tx, id models.PersonID, before int, at time.Time) error {
	return moved(tx.Exec(`UPDATE home_returns SET ended_at = @at, version = version + 1 WHERE person_id = @id AND version = @before AND ended_at IS NULL`,
		store.Args{"id": id, "at": at, "before": before}))
}
