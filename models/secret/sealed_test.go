package secret_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"delinli/models"
	"delinli/models/secret"
)

func TestSealedPrintsAsSealed(t *testing.T) {
	s := secret.Sealed("ciphertext")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if got := fmt.Sprintf(verb, s); got != "sealed" {
			t.Errorf("%s prints %s", verb, got)
		}
	}
	if got := fmt.Sprintf("%+v", secret.WrappedKey{Sealed: s}); got != "sealed" {
		t.Errorf("a wrapped key prints %s", got)
	}
	if s.LogValue().String() != "sealed" || secret.Sealed(nil).String() != "" {
		t.Error("the log shows something else")
	}
}

func TestSealedTravelsByRowAndJournal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := secret.Sealed(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		var row, journal secret.Sealed
		if err := row.Scan(sure(s.Value())); err != nil || string(row) != string(s) {
			t.Fatalf("by row %x became %x, %v", []byte(s), []byte(row), err)
		}
		if err := json.Unmarshal(sure(json.Marshal(s)), &journal); err != nil || string(journal) != string(s) {
			t.Fatalf("by journal %x became %x, %v", []byte(s), []byte(journal), err)
		}
	})
}

func TestSealedJSONIsBytea(t *testing.T) {
	got := sure(json.Marshal(map[string]secret.Sealed{"a": {0, 0xff}, "b": nil}))
	if string(got) != `{"a":"\\x00ff","b":null}` {
		t.Errorf("wrote %s", got)
	}
}

func TestSealedRefusesOtherForms(t *testing.T) {
	var s secret.Sealed
	for _, in := range []string{`"00ff"`, `"\\x0"`, `"\\xzz"`, `7`, `[1]`} {
		if err := json.Unmarshal([]byte(in), &s); err == nil {
			t.Errorf("read %s", in)
		}
	}
	if err := s.Scan("text"); err == nil || strings.Contains(err.Error(), "text") && !strings.Contains(err.Error(), "string") {
		t.Errorf("a string was read: %v", err)
	}
}

func TestScannedBytesAreOnesOwn(t *testing.T) {
	buffer := []byte("driver")
	var s secret.Sealed
	if err := s.Scan(buffer); err != nil {
		t.Fatal(err)
	}
	buffer[0] = 'X'
	if string(s) != "driver" {
		t.Error("the driver's buffer is shared")
	}
}

func TestDifferentPlacesHaveDifferentBytes(t *testing.T) {
	person := models.NewID[models.PersonID](strings.NewReader(strings.Repeat("x", 16)))
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.StringMatching(`[ab]{0,3}`)
		draw := func(label string) secret.Place {
			who := models.PersonID{}
			if rapid.Bool().Draw(t, label) {
				who = person
			}
			return secret.Place{Person: who, Table: part.Draw(t, "table"), Column: part.Draw(t, "column"), Row: part.Draw(t, "row")}
		}
		a, b := draw("a"), draw("b")
		if (a == b) != (string(a.Bytes()) == string(b.Bytes())) {
			t.Fatalf("%+v and %+v: %x and %x", a, b, a.Bytes(), b.Bytes())
		}
	})
}
