package people

import (
	"time"

	"delinli/app/store"
	"delinli/models"
)

// Challenge is a code that was sent to a phone.
type Challenge struct {
	ID         models.ChallengeID
	PhoneIndex []byte
	CodeHash   []byte
	Expires    time.Time
}

// Guesses is how often a challenge may be answered.
const Guesses = 5

// Challenged writes a challenge.
func Challenged(tx *store.Tx, c Challenge) error {
	_, err := tx.Exec(`INSERT INTO challenges (id, phone_index, code_hash, expires_at) VALUES (@id, @phone, @code, @expires)`,
		store.Args{"id": c.ID, "phone": c.PhoneIndex, "code": c.CodeHash, "expires": c.Expires})
	return err
}

// Answer counts a guess and, when it is right, uses the challenge up, in one statement: however many guess at once, no more than Guesses
// count and one succeeds. It tells false for a wrong guess and for a challenge that is unknown, of another phone, used or too old.
func Answer(tx *store.Tx, c Challenge, now time.Time) (bool, error) {
	right, err := store.Query(tx, `UPDATE challenges SET guesses = guesses + 1, used_at = CASE WHEN code_hash = @code THEN CAST(@now AS timestamptz) END
		WHERE id = @id AND phone_index = @phone AND used_at IS NULL AND expires_at > @now AND guesses < @most
		RETURNING used_at IS NOT NULL`,
		store.Args{"id": c.ID, "phone": c.PhoneIndex, "code": c.CodeHash, "now": now, "most": Guesses}, store.Value[bool])
	return len(right) == 1 && right[0], err
}
