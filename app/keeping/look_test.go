package keeping_test

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"delinli/app/keeping"
	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/secret"
)

// line is a row of the audit as the tests look at it.
type line struct {
	actor, person, action, subject, id, reason string
	detail                                     map[string]string
}

// lines reads the rows of an action, oldest first.
func (w *town) lines(action string) (all []line) {
	w.t.Helper()
	rows, err := w.world.Pool.Pgx().Query(w.t.Context(), `SELECT COALESCE(CAST(actor_id AS text), ''), COALESCE(CAST(person_id AS text), ''), action,
		subject, subject_id, reason, detail FROM audit WHERE action LIKE $1 ORDER BY id`, action)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var l line
		var detail []byte
		if err := rows.Scan(&l.actor, &l.person, &l.action, &l.subject, &l.id, &l.reason, &detail); err != nil {
			w.t.Fatal(err)
		}
		if err := json.Unmarshal(detail, &l.detail); err != nil {
			w.t.Fatal(err)
		}
		all = append(all, l)
	}
	return all
}

// sight is a look at somebody's phone.
func (w *town) sight(id models.PersonID, why audit.Reason) keeping.Sight {
	p := sure(people.Get(w.DB.Read(w.t.Context()), id))
	return keeping.Sight{Look: audit.Look{Person: id, What: audit.Phone, Reason: why}, Values: []keeping.Sealed{{Place: people.Place(id, "phone"), Value: p.Phone}}}
}

func (w *town) reveal(a models.Actor, sights ...keeping.Sight) (plain [][]string, err error) {
	err = w.DB.Write(w.t.Context(), func(tx *store.Tx) error { plain, err = w.Reveal(tx, a, sights...); return err })
	return plain, err
}

func TestRevealOpensAndLeavesALine(t *testing.T) {
	w := newTown(t)
	zhang := w.resident("13800000001", "张三", "3号楼")
	staff := w.actor(models.CommunityStaff, community)
	sight := w.sight(zhang, audit.Visit)
	sight.Words = "李四说他家漏水"
	plain, err := w.reveal(staff, sight)
	if err != nil || len(plain) != 1 || !slices.Equal(plain[0], []string{"13800000001"}) {
		t.Fatalf("%v, %v", plain, err)
	}
	all := w.lines("look.%")
	if len(all) != 1 || all[0].actor != staff.Person.String() || all[0].person != zhang.String() || all[0].action != "look.phone" ||
		all[0].subject != "person" || all[0].id != zhang.String() || all[0].reason != "visit" {
		t.Fatalf("lines %+v", all)
	}
	if words := all[0].detail["words"]; !strings.HasPrefix(words, `\x`) {
		t.Errorf("the words are kept as %q", words)
	}
}

func TestAListLeavesOneLineAPerson(t *testing.T) {
	w := newTown(t)
	zhang, li := w.resident("13800000001", "张三", ""), w.resident("13800000002", "李四", "")
	staff := w.actor(models.CommunityStaff, community)
	through := w.sight(li, audit.Serve)
	through.Subject, through.SubjectID = "order", "0190"
	plain, err := w.reveal(staff, w.sight(zhang, audit.Serve), through, w.sight(zhang, audit.Serve))
	if err != nil || len(plain) != 3 || plain[0][0] != "13800000001" || plain[1][0] != "13800000002" || plain[2][0] != plain[0][0] {
		t.Fatalf("%v, %v", plain, err)
	}
	if all := w.lines("look.%"); len(all) != 2 || all[1].person != li.String() || all[1].subject != "order" || all[1].id != "0190" {
		t.Errorf("lines %+v", all)
	}
}

func TestNobodyLooksAtThemselves(t *testing.T) {
	w := newTown(t)
	zhang := w.resident("13800000001", "张三", "")
	if plain, err := w.reveal(models.Actor{Person: zhang}, w.sight(zhang, "")); err != nil || plain[0][0] != "13800000001" {
		t.Fatalf("%v, %v", plain, err)
	}
	if all := w.lines("look.%"); len(all) != 0 {
		t.Errorf("lines %+v", all)
	}
}

func TestWithoutALineNothingIsShown(t *testing.T) {
	w := newTown(t)
	zhang := w.resident("13800000001", "张三", "")
	staff := w.actor(models.CommunityStaff, community)
	wordy := w.sight(zhang, audit.Serve)
	wordy.Words = strings.Repeat("话", audit.MaxWords+1)
	moved := w.sight(zhang, audit.Serve)
	moved.Values[0].Place.Column = "name"
	for name, c := range map[string]struct {
		sight keeping.Sight
		code  string
	}{
		"no reason":      {w.sight(zhang, ""), "input.invalid"},
		"not a reason":   {w.sight(zhang, "curious"), "input.invalid"},
		"too many words": {wordy, "input.invalid"},
		"another place":  {moved, "secret.broken"},
	} {
		if plain, err := w.reveal(staff, c.sight); models.CodeOf(err) != c.code {
			t.Errorf("%s: %v, %v", name, plain, err)
		}
	}
	var failed error
	if err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		if _, err := w.Reveal(tx, staff, w.sight(zhang, audit.Serve)); err != nil {
			return err
		}
		failed = errors.New("the transaction failed")
		return failed
	}); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if all := w.lines("look.%"); len(all) != 0 {
		t.Errorf("lines %+v", all)
	}
}

func TestOfTheErasedNothingIsSeen(t *testing.T) {
	w := newTown(t)
	zhang, li := w.resident("13800000001", "张三", ""), w.resident("13800000002", "李四", "")
	gone := w.sight(zhang, audit.Serve)
	w.owner(`DELETE FROM person_keys WHERE person_id = $1`, zhang)
	plain, err := w.reveal(w.actor(models.CommunityStaff, community), gone, w.sight(li, audit.Serve))
	if err != nil || plain[0] != nil || plain[1][0] != "13800000002" {
		t.Errorf("%v, %v", plain, err)
	}
	if all := w.lines("look.%"); len(all) != 1 || all[0].person != li.String() {
		t.Errorf("lines %+v", all)
	}
}

func TestLookLeavesLinesForWhatOthersOpen(t *testing.T) {
	w := newTown(t)
	zhang, gone := w.resident("13800000001", "张三", ""), models.NewID[models.PersonID](rand.Reader)
	staff := w.actor(models.CommunityStaff, community)
	w.write(func(tx *store.Tx) error {
		return w.Look(tx, staff, audit.Look{Person: zhang, What: audit.Contact, Reason: audit.Emergency, Words: "燃气泄漏"},
			audit.Look{Person: gone, What: audit.Contact, Reason: audit.Emergency, Words: "燃气泄漏"})
	})
	all := w.lines("look.contact")
	if len(all) != 2 || all[0].detail["words"] == "" || all[1].detail["words"] != "" {
		t.Fatalf("lines %+v", all)
	}
	var words secret.Sealed
	if err := json.Unmarshal([]byte(`"\`+all[0].detail["words"]+`"`), &words); err != nil {
		t.Fatal(err)
	}
	place := secret.Place{Person: zhang, Table: "audit", Column: "words", Row: all[0].detail["sealed_as"]}
	if plain, err := w.Vault.Open(sure(people.Key(w.DB.Read(t.Context()), zhang)), place, words); err != nil || plain != "燃气泄漏" {
		t.Errorf("the words open as %q, %v", plain, err)
	}
}

func TestTheProgramItselfLooksToo(t *testing.T) {
	w := newTown(t)
	zhang := w.resident("13800000001", "张三", "")
	if _, err := w.reveal(models.SystemActor, w.sight(zhang, audit.Serve)); err != nil {
		t.Fatal(err)
	}
	if all := w.lines("look.phone"); len(all) != 1 || all[0].actor != "" {
		t.Errorf("lines %+v", all)
	}
}
