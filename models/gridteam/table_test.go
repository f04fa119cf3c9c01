package gridteam

import (
	"slices"
	"testing"

	"delinli/models/table"
)

// TestWhatTablesAreToldTheyAreRead: each post and origin is read from the word that tables have for it.
func TestWhatTablesAreToldTheyAreRead(t *testing.T) {
	for _, k := range Kinds {
		if got := table.Word(kindWords, k.Word()); k.Word() == "" || got != k {
			t.Errorf("%s is called %q, which is %s", k, k.Word(), got)
		}
	}
	for _, o := range Origins {
		if got := table.Word(originWords, o.Word()); o.Word() == "" || got != o {
			t.Errorf("%s is called %q, which is %s", o, o.Word(), got)
		}
	}
}

// TestWhatIsVacant: a grid must have a chief, a liaison and a full-time worker.
func TestWhatIsVacant(t *testing.T) {
	if got := (Strength{PartTime: 3, Stretched: 1}).Vacant(); !slices.Equal(got, []Kind{Chief, Liaison, FullTime}) {
		t.Errorf("%v", got)
	}
	if got := (Strength{Chiefs: 1, Liaisons: 1, FullTime: 1, Dwellings: 900}).Vacant(); len(got) != 0 {
		t.Errorf("%v", got)
	}
}
