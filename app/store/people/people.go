// Package people is the SQL of persons, their keys, accounts, seats, sessions and households.
package people

import (
	"encoding/hex"
	"time"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/secret"
)

// Person is anybody whom the town knows. Name, Phone and Address are sealed under Key at table "persons", the column's name
// and the person's id.
type Person struct {
	ID         models.PersonID
	Name       secret.Sealed
	Phone      secret.Sealed
	PhoneIndex []byte
	Address    secret.Sealed
	Key        secret.WrappedKey // nil for somebody who was erased
	Household  models.HouseholdID
	Area       models.AreaCode
	CreatedAt  time.Time
	ErasedAt   *time.Time
}

// Place is where a column of the person is sealed for.
func Place(id models.PersonID, column string) secret.Place {
	return secret.Place{Person: id, Table: "persons", Column: column, Row: id.String()}
}

// Get reads a person, whoever asks; the verb decides what is shown. Nobody is *not found*.
func Get(tx *store.Tx, id models.PersonID) (Person, error) {
	p, err := store.One(tx, `SELECT p.id, p.name, p.phone, p.phone_index, p.address, k.wrapped, p.household_id, p.area_code, p.created_at, p.erased_at
		FROM persons p LEFT JOIN person_keys k ON k.person_id = p.id WHERE p.id = @id`, store.Args{"id": id}, scan)
	return p, store.Missing(err)
}

// All reads several persons at once; who is not there is missing from the map.
func All(tx *store.Tx, ids []models.PersonID) (map[models.PersonID]Person, error) {
	found, err := store.Query(tx, `SELECT p.id, p.name, p.phone, p.phone_index, p.address, k.wrapped, p.household_id, p.area_code, p.created_at, p.erased_at
		FROM persons p LEFT JOIN person_keys k ON k.person_id = p.id WHERE p.id = ANY(CAST(@ids AS uuid[]))`,
		store.Args{"ids": store.Array(ids)}, scan)
	people := make(map[models.PersonID]Person, len(found))
	for _, p := range found {
		people[p.ID] = p
	}
	return people, err
}

// Lock reads a person and keeps everybody else from changing their seats and account until the transaction ends.
func Lock(tx *store.Tx, id models.PersonID) (Person, error) {
	if _, err := store.One(tx, `SELECT id FROM persons WHERE id = @id FOR NO KEY UPDATE`, store.Args{"id": id},
		store.Value[models.PersonID]); err != nil {
		return Person{}, store.Missing(err)
	}
	return Get(tx, id)
}

// LockAlone is Lock, and lets nothing begin for the person either: whoever writes a row that names them waits.
func LockAlone(tx *store.Tx, id models.PersonID) (Person, error) {
	if _, err := tx.Exec(`SELECT FROM persons WHERE id = @id FOR UPDATE`, store.Args{"id": id}); err != nil {
		return Person{}, err
	}
	return Get(tx, id)
}

func scan(r store.Rows, p *Person) error {
	return r.Scan(&p.ID, &p.Name, &p.Phone, &p.PhoneIndex, &p.Address, &p.Key, &p.Household, &p.Area, &p.CreatedAt, &p.ErasedAt)
}

// ByPhone finds who has the phone of the blind index; the zero id is nobody.
func ByPhone(tx *store.Tx, index []byte) (models.PersonID, error) {
	found, err := store.Query(tx, `SELECT id FROM persons WHERE phone_index = @index`, store.Args{"index": index},
		store.Value[models.PersonID])
	if err != nil || len(found) == 0 {
		return models.PersonID{}, err
	}
	return found[0], nil
}

// HolderOf finds who has the phone or the identity number of the blind index; the zero id is nobody. Until the transaction ends, whoever asks for
// the same waits.
func HolderOf(tx *store.Tx, index []byte) (models.PersonID, error) {
	if _, err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended(@index, 0))`, store.Args{"index": hex.EncodeToString(index)}); err != nil {
		return models.PersonID{}, err
	}
	found, err := store.Query(tx, `SELECT id FROM persons WHERE phone_index = @index OR id_index = @index`, store.Args{"index": index},
		store.Value[models.PersonID])
	if err != nil || len(found) == 0 {
		return models.PersonID{}, err
	}
	return found[0], nil
}

// City is the root of the area tree, where somebody stands who has not said where they live.
func City(tx *store.Tx) (models.AreaCode, error) {
	code, err := store.One(tx, `SELECT code FROM areas WHERE parent IS NULL ORDER BY code LIMIT 1`, nil, store.Value[models.AreaCode])
	return code, store.Missing(err)
}

// Add writes a new person with their key. It tells false, and writes nothing, when somebody has the phone already.
func Add(tx *store.Tx, p Person) (bool, error) {
	n, err := tx.Exec(`WITH made AS (
			INSERT INTO persons (id, name, phone, phone_index, address, area_code, created_at)
			VALUES (@id, @name, @phone, @index, @address, @area, @at)
			ON CONFLICT (phone_index) DO NOTHING RETURNING id)
		INSERT INTO person_keys (person_id, wrapped) SELECT id, @key FROM made`,
		store.Args{"id": p.ID, "name": p.Name, "phone": p.Phone, "index": p.PhoneIndex, "address": p.Address, "area": p.Area,
			"at": p.CreatedAt, "key": p.Key})
	return n == 1, err
}

// Update writes name, address and area, over whatever version there is.
func Update(tx *store.Tx, p Person) error {
	_, err := tx.Exec(`UPDATE persons SET name = @name, address = @address, area_code = @area, version = version + 1
		WHERE id = @id AND erased_at IS NULL`,
		store.Args{"id": p.ID, "name": p.Name, "address": p.Address, "area": p.Area})
	return err
}

// Key is the wrapped data key of a person; nil for somebody who was erased.
func Key(tx *store.Tx, id models.PersonID) (secret.WrappedKey, error) {
	p, err := Get(tx, id)
	return p.Key, err
}

// Keys are the wrapped data keys of several persons; who was erased is missing.
func Keys(tx *store.Tx, ids []models.PersonID) (map[models.PersonID]secret.WrappedKey, error) {
	found, err := store.Query(tx, `SELECT person_id, wrapped FROM person_keys WHERE person_id = ANY(CAST(@ids AS uuid[]))`,
		store.Args{"ids": store.Array(ids)}, scanKey)
	keys := make(map[models.PersonID]secret.WrappedKey, len(found))
	for _, k := range found {
		keys[k.Person] = k.Key
	}
	return keys, err
}
