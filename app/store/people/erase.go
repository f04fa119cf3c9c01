package people

import (
	"encoding/hex"
	"time"

	"delinli/app/store"
	"delinli/app/store/limits"
	"delinli/app/store/outbox"
	"delinli/models"
)

// Erase makes whatever was sealed for the person unreadable, here and in every copy of the tables: their key goes, with the
// blind indexes of phone, identity number and WeChat account, the account, and whatever was open. Seats and sessions end, and those who listen are
// told. The row stays, since orders name it. Nobody, or somebody who was erased before, is *not found*.
func Erase(tx *store.Tx, id models.PersonID, now time.Time) error {
	p, err := Lock(tx, id)
	if err != nil {
		return err
	}
	if p.ErasedAt != nil {
		return models.Missing
	}
	if err := forgetPhone(tx, p.PhoneIndex); err != nil {
		return err
	}
	if err := closeAll(tx, id, now); err != nil {
		return err
	}
	_, err = tx.Exec(`WITH key AS (DELETE FROM person_keys WHERE person_id = @id), account AS (DELETE FROM accounts WHERE person_id = @id)
		UPDATE persons SET name = NULL, phone = NULL, phone_index = NULL, openid = NULL, openid_index = NULL, address = NULL,
		id_number = NULL, id_index = NULL, sex = NULL, born = NULL, relation = NULL, registered_at = NULL,
		household_id = NULL, preferences = '{}', erased_at = @now WHERE id = @id`, store.Args{"id": id, "now": now})
	return err
}

// forgetPhone removes what is counted and asked under the blind index.
func forgetPhone(tx *store.Tx, index []byte) error {
	if index == nil {
		return nil
	}
	if _, err := tx.Exec(`DELETE FROM challenges WHERE phone_index = @index`, store.Args{"index": index}); err != nil {
		return err
	}
	return limits.Forget(tx, hex.EncodeToString(index))
}

// closeAll ends every seat and session of the person.
func closeAll(tx *store.Tx, id models.PersonID, now time.Time) error {
	if _, err := tx.Exec(`UPDATE seats SET ended_at = @now
		WHERE (person_id = @id OR lent_of IN (SELECT id FROM seats WHERE person_id = @id)) AND ended_at IS NULL`,
		store.Args{"id": id, "now": now}); err != nil {
		return err
	}
	if _, err := Revoke(tx, Which{Person: id}, now); err != nil {
		return err
	}
	return outbox.Add(tx, outbox.Person, id.String(), "seat_ended", 0)
}
