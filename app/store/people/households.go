package people

import (
	"delinli/app/store"
	"delinli/models"
)

// AddHousehold writes a new household.
func AddHousehold(tx *store.Tx, id models.HouseholdID, area models.AreaCode) error {
	_, err := tx.Exec(`INSERT INTO households (id, area_code) VALUES (@id, @area)`, store.Args{"id": id, "area": string(area)})
	return err
}

// Join puts a person into a household; the zero household is none.
func Join(tx *store.Tx, who models.PersonID, home models.HouseholdID) error {
	_, err := tx.Exec(`UPDATE persons SET household_id = @home, version = version + 1 WHERE id = @id AND erased_at IS NULL`,
		store.Args{"id": who, "home": home})
	return err
}

// Members lists who lives in a household, the oldest record first.
func Members(tx *store.Tx, home models.HouseholdID) ([]Person, error) {
	return store.Query(tx, `SELECT p.id, p.name, p.phone, p.phone_index, p.address, k.wrapped, p.household_id, p.area_code, p.created_at, p.erased_at
		FROM persons p LEFT JOIN person_keys k ON k.person_id = p.id WHERE p.household_id = @home ORDER BY p.created_at, p.id LIMIT 100`,
		store.Args{"home": home}, scan)
}
