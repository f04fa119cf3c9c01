package people

import (
	"encoding/hex"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/secret"
)

// ByOpenID finds who has the WeChat account of the blind index; the zero id is nobody.
func ByOpenID(tx *store.Tx, index []byte) (models.PersonID, error) {
	found, err := store.Query(tx, `SELECT id FROM persons WHERE openid_index = @index`, store.Args{"index": index},
		store.Value[models.PersonID])
	if err != nil || len(found) == 0 {
		return models.PersonID{}, err
	}
	return found[0], nil
}

// OpenID reads the sealed WeChat account of a person and the key that opens it; both are empty for who has none.
func OpenID(tx *store.Tx, id models.PersonID) (sealed secret.Sealed, key secret.WrappedKey, err error) {
	_, err = store.Query(tx, `SELECT p.openid, k.wrapped FROM persons p JOIN person_keys k ON k.person_id = p.id
		WHERE p.id = @id AND p.openid IS NOT NULL`, store.Args{"id": id}, func(r store.Rows, _ *struct{}) error { return r.Scan(&sealed, &key) })
	return sealed, key, err
}

// HoldOpenID keeps everybody else from giving the WeChat account of the blind index to anybody, and from changing the person and who
// has the account now, until the transaction ends.
func HoldOpenID(tx *store.Tx, index []byte, id models.PersonID) error {
	if _, err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended('delinli openid ' || CAST(@index AS text), 0))`,
		store.Args{"index": hex.EncodeToString(index)}); err != nil {
		return err
	}
	_, err := store.Query(tx, `SELECT id FROM persons WHERE id = @id OR openid_index = @index ORDER BY id FOR NO KEY UPDATE`,
		store.Args{"id": id, "index": index}, store.Value[models.PersonID])
	return err
}

// BindOpenID gives the person the WeChat account in place of the one they may have had. Who has it now gives it up first.
func BindOpenID(tx *store.Tx, id models.PersonID, sealed secret.Sealed, index []byte) error {
	_, err := tx.Exec(`UPDATE persons SET openid = @openid, openid_index = @index WHERE id = @id AND erased_at IS NULL`,
		store.Args{"id": id, "openid": sealed, "index": index})
	return err
}

// UnbindOpenID takes the WeChat account from the person.
func UnbindOpenID(tx *store.Tx, id models.PersonID) error {
	_, err := tx.Exec(`UPDATE persons SET openid = NULL, openid_index = NULL WHERE id = @id`, store.Args{"id": id})
	return err
}
