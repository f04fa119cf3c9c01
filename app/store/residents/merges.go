package residents

import (
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/resident"
	"delinli/models/secret"
)

// Columns are those of a person's row that a merging writes, under their names.
type Columns struct {
	Name         secret.Sealed      `json:"name"`
	IDNumber     secret.Sealed      `json:"id_number"`
	IDIndex      secret.Sealed      `json:"id_index"`
	Phone        secret.Sealed      `json:"phone"`
	PhoneIndex   secret.Sealed      `json:"phone_index"`
	Address      secret.Sealed      `json:"address"`
	Household    models.HouseholdID `json:"household_id"`
	Relation     resident.Relation  `json:"relation"`
	Sex          resident.Sex       `json:"sex"`
	Born         calendar.Date      `json:"born"`
	Area         models.AreaCode    `json:"area_code"`
	RegisteredAt *time.Time         `json:"registered_at"`
}

// ColumnsOf reads them.
func ColumnsOf(tx *store.Tx, id models.PersonID) (Columns, error) {
	c, err := store.One(tx, `SELECT to_jsonb(p) FROM persons p WHERE id = @id`, store.Args{"id": id}, store.JSON[Columns])
	return c, store.Missing(err)
}

// PutColumns writes them, which is another version of the record.
func PutColumns(tx *store.Tx, id models.PersonID, c Columns) error {
	_, err := tx.Exec(`UPDATE persons SET name = @name, id_number = @number, id_index = @index, phone = @phone, phone_index = @phone_index, address = @address,
			household_id = @household, relation = @relation, sex = @sex, born = CAST(@born AS date), area_code = @area, registered_at = @at, merged_into = NULL,
			version = version + 1
		WHERE id = @id`,
		store.Args{"id": id, "name": c.Name, "number": c.IDNumber, "index": c.IDIndex, "phone": c.Phone, "phone_index": c.PhoneIndex, "address": c.Address,
			"household": c.Household, "relation": string(c.Relation), "sex": string(c.Sex), "born": string(c.Born), "area": string(c.Area), "at": c.RegisteredAt})
	return err
}

// Undo is what a merging keeps to be undone by.
type Undo struct {
	KeptWas Columns `json:"kept_was"`
	KeptNow Columns `json:"kept_now"`
	GoneWas Columns `json:"gone_was"`
}

// AddMerging notes a merging with what it will be undone by.
func AddMerging(tx *store.Tx, m resident.Merging, u Undo) error {
	_, err := tx.Exec(`INSERT INTO merges (id, kept_id, gone_id, merged_by, at, fields, kept_was, kept_now, gone_was)
		VALUES (@id, @kept, @gone, @by, @at, @fields, CAST(@kept_was AS jsonb), CAST(@kept_now AS jsonb), CAST(@gone_was AS jsonb))`,
		store.Args{"id": m.ID, "kept": m.Kept, "gone": m.Gone, "by": m.By, "at": m.At, "fields": store.Array(m.Fields),
			"kept_was": store.AsJSON(u.KeptWas), "kept_now": store.AsJSON(u.KeptNow), "gone_was": store.AsJSON(u.GoneWas)})
	return err
}

const merging = `SELECT m.id, m.kept_id, m.gone_id, m.merged_by, m.at, m.fields, m.undone_by, m.undone_at FROM merges m`

func scanMerging(r store.Rows, m *resident.Merging) error {
	var fields []string
	err := r.Scan(&m.ID, &m.Kept, &m.Gone, &m.By, &m.At, store.List(&fields), &m.UndoneBy, &m.UndoneAt)
	for _, f := range fields {
		m.Fields = append(m.Fields, resident.Field(f))
	}
	return err
}

// MergingOf reads one.
func MergingOf(tx *store.Tx, id models.MergeID) (resident.Merging, error) {
	m, err := store.One(tx, merging+` WHERE m.id = @id`, store.Args{"id": id}, scanMerging)
	return m, store.Missing(err)
}

// Mergings lists those of records in the areas, the newest first.
func Mergings(tx *store.Tx, s store.Scope, p store.Page) ([]resident.Merging, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, merging+` JOIN persons p ON p.id = m.kept_id AND p.area_code ^@ ANY (CAST(@areas AS text[]))
		WHERE (m.at, m.id) < (@at, CAST(@after AS uuid)) AND p.erased_at IS NULL ORDER BY m.at DESC, m.id DESC LIMIT @limit`,
		store.Args{"areas": store.Array(s.Areas), "at": after.At, "after": after.ID, "limit": p.Limit + 1}, scanMerging)
	if err != nil {
		return nil, "", err
	}
	rows, next := store.Next(p, found, func(m resident.Merging) store.Key { return store.Key{At: m.At, ID: m.ID.String()} })
	return rows, next, nil
}

// UndoOf reads what a merging is undone by; what was erased is *not found*.
func UndoOf(tx *store.Tx, id models.MergeID) (Undo, error) {
	u, err := store.One(tx, `SELECT jsonb_build_object('kept_was', kept_was, 'kept_now', kept_now, 'gone_was', gone_was) FROM merges
		WHERE id = @id AND kept_was IS NOT NULL`, store.Args{"id": id}, store.JSON[Undo])
	return u, store.Missing(err)
}

// Undone marks a merging as undone; undone is false when somebody else was quicker.
func Undone(tx *store.Tx, id models.MergeID, by models.PersonID, at time.Time) (undone bool, err error) {
	n, err := tx.Exec(`UPDATE merges SET undone_by = @by, undone_at = @at WHERE id = @id AND undone_at IS NULL`, store.Args{"id": id, "by": by, "at": at})
	return n == 1, err
}

// LaterMerging reports whether another record was merged into the same one, or that one into another, after a merging, and stands.
func LaterMerging(tx *store.Tx, m resident.Merging) (bool, error) {
	return store.One(tx, `SELECT EXISTS (SELECT FROM merges WHERE (kept_id = @kept OR gone_id = @kept) AND (at, id) > (@at, @id) AND undone_at IS NULL)`,
		store.Args{"kept": m.Kept, "at": m.At, "id": m.ID}, store.Value[bool])
}

// Parted is a pair that was told apart.
type Parted struct {
	ID         string // for the order of pairs of one moment
	One, Other models.PersonID
	By         models.PersonID
	At         time.Time
}

// PartedIn lists the pairs that were told apart and are both in the register of the areas, the last first.
func PartedIn(tx *store.Tx, s store.Scope, p store.Page) ([]Parted, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, `SELECT d.id, d.one, d.other, d.parted_by, d.at
		FROM (SELECT CAST(md5(CAST(one AS text) || CAST(other AS text)) AS uuid) AS id, * FROM distinct_pairs) d
			JOIN persons p ON p.id = d.one AND p.registered_at IS NOT NULL AND p.area_code ^@ ANY (CAST(@areas AS text[]))
			JOIN persons q ON q.id = d.other AND q.registered_at IS NOT NULL AND q.area_code ^@ ANY (CAST(@areas AS text[]))
		WHERE (d.at, d.id) < (@at, CAST(@after AS uuid)) ORDER BY d.at DESC, d.id DESC LIMIT @limit`,
		store.Args{"areas": store.Array(s.Areas), "at": after.At, "after": after.ID, "limit": p.Limit + 1},
		func(r store.Rows, x *Parted) error { return r.Scan(&x.ID, &x.One, &x.Other, &x.By, &x.At) })
	if err != nil {
		return nil, "", err
	}
	rows, next := store.Next(p, found, func(x Parted) store.Key { return store.Key{At: x.At, ID: x.ID} })
	return rows, next, nil
}

// Doubt forgets that two records are of two people; doubted is false where nobody said so.
func Doubt(tx *store.Tx, one, other models.PersonID) (doubted bool, err error) {
	n, err := tx.Exec(`DELETE FROM distinct_pairs WHERE one = LEAST(CAST(@one AS uuid), CAST(@other AS uuid)) AND other = GREATEST(CAST(@one AS uuid), CAST(@other AS uuid))`,
		store.Args{"one": one, "other": other})
	return n == 1, err
}

// Part remembers that two records are of two people.
func Part(tx *store.Tx, one, other, by models.PersonID, at time.Time) error {
	_, err := tx.Exec(`INSERT INTO distinct_pairs (one, other, parted_by, at)
		VALUES (LEAST(CAST(@one AS uuid), CAST(@other AS uuid)), GREATEST(CAST(@one AS uuid), CAST(@other AS uuid)), @by, @at) ON CONFLICT DO NOTHING`,
		store.Args{"one": one, "other": other, "by": by, "at": at})
	return err
}
