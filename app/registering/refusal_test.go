package registering_test

import (
	"testing"

	"delinli/app/store"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/resident"
	"delinli/models/secret"
)

// TestARefusedEntryIsAFind: whoever tries numbers out by entering them leaves the same lines as whoever looks for them, and meets the same limit.
func TestARefusedEntryIsAFind(t *testing.T) {
	n := newTown(t)
	ctx := t.Context()
	k := n.register(n.worker, granny())
	there := func(e *resident.Entry) { e.Area = testkit.Elsewhere + "001" }
	noPhone := func(e *resident.Entry) { e.Phone = secret.Phone{} }
	noNumber := func(e *resident.Entry) { e.Number = number("19500101", 4) }
	own := n.register(n.elsewhere, granny(there, noPhone, noNumber))
	user := n.user(models.Resident, testkit.Grid, map[string]string{"phone": "13800138555"})
	theirs := func(e *resident.Entry) {
		e.Phone, e.Number = sure(secret.ParsePhone("13800138555")), number("19600101", 6)
	}
	for _, c := range []struct {
		what        string
		try         func() error
		of          models.PersonID
		field, code string
	}{
		{"a known number", func() error { _, err := n.Register(ctx, n.elsewhere, granny(there, noPhone)); return err }, k.ID, "id_number", "resident.number_known"},
		{"a known phone", func() error { _, err := n.Register(ctx, n.elsewhere, granny(there, noNumber)); return err }, k.ID, "phone", "resident.phone_elsewhere"},
		{"a known phone, changed to", func() error {
			_, err := n.Edit(ctx, n.elsewhere, own.ID, own.Version, granny(there, noNumber))
			return err
		}, k.ID, "phone", "resident.phone_taken"},
		{"the phone of a user", func() error { _, err := n.Register(ctx, n.elsewhere, granny(there, theirs)); return err }, user, "phone", "resident.phone_elsewhere"},
	} {
		before := n.Count(`SELECT count(*) FROM audit WHERE action = 'look.search' AND person_id = @id AND actor_id = @by`, store.Args{"id": c.of, "by": n.elsewhere.Person})
		if err := c.try(); faultsOf(err)[c.field] != c.code {
			t.Errorf("%s: %v", c.what, err)
		}
		if after := n.Count(`SELECT count(*) FROM audit WHERE action = 'look.search' AND person_id = @id AND actor_id = @by`, store.Args{"id": c.of, "by": n.elsewhere.Person}); after != before+1 {
			t.Errorf("%s left %d lines", c.what, after-before)
		}
	}
	if got := n.Count(`SELECT used FROM limits WHERE key = 'resident.find:' || @who`, store.Args{"who": n.elsewhere.Person.String()}); got != 4 {
		t.Errorf("%d are counted", got)
	}
	n.Exec(`UPDATE limits SET used = 300`, nil)
	if _, err := n.Register(ctx, n.elsewhere, granny(there, noPhone)); models.KindOf(err) != models.TooMany {
		t.Errorf("past the limit: %v", err)
	}
	n.register(n.elsewhere, granny(there, noPhone, func(e *resident.Entry) { e.Number = number("19700101", 8) }))
}
