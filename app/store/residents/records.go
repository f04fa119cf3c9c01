package residents

import (
	"time"

	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/store/revisions"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/resident"
	"delinli/models/secret"
)

// Record is somebody in the register. What is sealed is sealed as people.Person is.
type Record struct {
	people.Person
	IDNumber     secret.Sealed
	Relation     resident.Relation
	Sex          resident.Sex
	Born         calendar.Date // the first day of the month
	RegisteredAt time.Time
	Version      int
	Tags         []resident.Tag // that count now
}

// Filter narrows a list. Zero fields do not.
type Filter struct {
	store.Scope
	Tag       resident.Tag
	Ages      resident.AgeGroup
	Household models.HouseholdID
	Today     calendar.Date // by which ages are
}

const record = `
	SELECT p.id, p.name, p.id_number, p.phone, p.address, k.wrapped, p.household_id, p.area_code, COALESCE(p.relation, ''), COALESCE(p.sex, ''),
		COALESCE(CAST(p.born AS text), ''), p.registered_at, p.version, ARRAY(SELECT tag FROM person_tags t WHERE t.person_id = p.id AND t.ended_at IS NULL ORDER BY tag)
	FROM persons p LEFT JOIN person_keys k ON k.person_id = p.id WHERE ` + registered

const registered = `p.registered_at IS NOT NULL AND p.erased_at IS NULL`

func scan(r store.Rows, x *Record) error {
	var tags []string
	err := r.Scan(&x.ID, &x.Name, &x.IDNumber, &x.Phone, &x.Address, &x.Key, &x.Household, &x.Area, &x.Relation, &x.Sex, &x.Born, &x.RegisteredAt, &x.Version,
		store.List(&tags))
	x.Tags = make([]resident.Tag, len(tags))
	for i, tag := range tags {
		x.Tags[i] = resident.Tag(tag)
	}
	return err
}

// Get reads one resident. Nobody in the register is *not found*.
func Get(tx *store.Tx, id models.PersonID) (Record, error) {
	x, err := store.One(tx, record+` AND p.id = @id`, store.Args{"id": id}, scan)
	return x, store.Missing(err)
}

// ByIndex finds who has the identity number or the phone of the blind index.
func ByIndex(tx *store.Tx, index []byte) ([]Record, error) {
	return store.Query(tx, record+` AND (p.id_index = @index OR p.phone_index = @index)`, store.Args{"index": index}, scan)
}

const (
	within = ` AND p.area_code ^@ ANY (CAST(@areas AS text[]))
		AND COALESCE(p.household_id = CAST(@household AS uuid), CAST(@household AS uuid) IS NULL)`
	tagged = `EXISTS (SELECT FROM person_tags t WHERE t.person_id = p.id AND t.tag = @tag AND t.ended_at IS NULL)`
	aged   = `(p.born > CAST(@after AS date) AND p.born <= CAST(@until AS date))`

	narrowed = within + ` AND (@tag = '' OR ` + tagged + `) AND (@everybody OR ` + aged + `)`
	page     = ` (p.registered_at, p.id) < (@at, CAST(@id AS uuid)) ORDER BY p.registered_at DESC, p.id DESC LIMIT @limit`

	listEverybody = record + within + ` AND` + page
	listAged      = record + within + ` AND ` + aged + ` AND` + page
	// Whoever has a tag may stand anywhere in the register: they are gathered first, and nobody else is looked at.
	listTagged = `WITH found AS MATERIALIZED (SELECT p.id, p.registered_at FROM persons p WHERE ` + registered + narrowed + `)` +
		record + ` AND p.id IN (SELECT p.id FROM found p WHERE` + page + `) ORDER BY p.registered_at DESC, p.id DESC`
)

func (f Filter) args() store.Args {
	after, until := f.Ages.Born(f.Today)
	return store.Args{"areas": store.Array(f.Areas), "household": f.Household, "tag": string(f.Tag), "everybody": f.Ages == "", "after": string(after),
		"until": string(until)}
}

// Size counts what List lists.
func Size(tx *store.Tx, f Filter) (int, error) {
	return store.One(tx, `SELECT count(*) FROM persons p WHERE `+registered+narrowed, f.args(), store.Value[int])
}

// List reads one page, the last registered first.
func List(tx *store.Tx, f Filter, p store.Page) ([]Record, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	args := f.args()
	args["at"], args["id"], args["limit"] = after.At, after.ID, p.Limit+1
	list := listEverybody
	switch {
	case f.Tag != "":
		list = listTagged
	case f.Ages != "":
		list = listAged
	}
	found, err := store.Query(tx, list, args, scan)
	if err != nil {
		return nil, "", err
	}
	rows, next := store.Next(p, found, func(x Record) store.Key { return store.Key{At: x.RegisteredAt, ID: x.ID.String()} })
	return rows, next, nil
}

// Put writes what the register has of somebody over the version before; who was not in it yet is from then on. It fails with
// revisions.ErrMovedOn when that is no longer the present one.
func Put(tx *store.Tx, x Record, index []byte, phone []byte) error {
	n, err := tx.Exec(`UPDATE persons SET name = @name, id_number = @number, id_index = @index, phone = @phone, phone_index = @phone_index, address = @address,
			relation = @relation, sex = @sex, born = CAST(@born AS date), area_code = @area, registered_at = COALESCE(registered_at, @at), version = version + 1
		WHERE id = @id AND version = @version AND erased_at IS NULL`,
		store.Args{"id": x.ID, "name": x.Name, "number": x.IDNumber, "index": index, "phone": x.Phone, "phone_index": phone, "address": x.Address,
			"relation": string(x.Relation), "sex": string(x.Sex), "born": string(x.Born), "area": string(x.Area), "at": x.RegisteredAt, "version": x.Version})
	if err == nil && n == 0 {
		return revisions.ErrMovedOn
	}
	return err
}

// BornOf is the first day of the month in which somebody was born; empty for whom the register does not have.
func BornOf(tx *store.Tx, id models.PersonID) (calendar.Date, error) {
	born, err := store.One(tx, `SELECT COALESCE(CAST(born AS text), '') FROM persons WHERE id = @id`, store.Args{"id": id}, store.Value[calendar.Date])
	return born, store.Missing(err)
}

// Standing reads who somebody is to the register, but for what is sealed.
func Standing(tx *store.Tx, id models.PersonID, now time.Time) (resident.Standing, error) {
	s, err := store.One(tx, `SELECT version, registered_at IS NOT NULL, came_at IS NOT NULL,
			EXISTS (SELECT FROM accounts WHERE person_id = p.id) OR EXISTS (SELECT FROM seats WHERE person_id = p.id AND ended_at IS NULL
				AND role NOT IN ('resident', 'volunteer') AND (until_at IS NULL OR until_at > @now)),
			EXISTS (SELECT FROM volunteers WHERE person_id = p.id) OR EXISTS (SELECT FROM order_events WHERE actor_id = p.id)
		FROM persons p WHERE id = @id`, store.Args{"id": id, "now": now},
		func(r store.Rows, s *resident.Standing) error {
			return r.Scan(&s.Version, &s.Registered, &s.Came, &s.Works, &s.Acted)
		})
	return s, store.Missing(err)
}

// AddTag notes what is known of somebody, which is another version of them; added is false when it was known.
func AddTag(tx *store.Tx, id models.PersonID, tag resident.Tag, source resident.Source, since calendar.Date, by models.PersonID, at time.Time) (added bool, err error) {
	n, err := tx.Exec(`WITH added AS (
			INSERT INTO person_tags (person_id, tag, source, since, noted_by, at) VALUES (@id, @tag, @source, CAST(@since AS date), @by, @at)
			ON CONFLICT DO NOTHING RETURNING person_id)
		UPDATE persons SET version = version + 1 FROM added WHERE id = person_id`, store.Args{"id": id, "tag": string(tag), "source": string(source), "since": string(since), "by": by, "at": at})
	return n == 1, err
}

// EndTag ends what was known, which is another version of them; ended is false when it was not.
func EndTag(tx *store.Tx, id models.PersonID, tag resident.Tag, at time.Time) (ended bool, err error) {
	n, err := tx.Exec(`WITH ended AS (UPDATE person_tags SET ended_at = @at WHERE person_id = @id AND tag = @tag AND ended_at IS NULL RETURNING person_id)
		UPDATE persons SET version = version + 1 FROM ended WHERE id = person_id`,
		store.Args{"id": id, "tag": string(tag), "at": at})
	return n == 1, err
}
