package models_test

import (
	"testing"

	"delinli/models"
)

// TestTheZeroIDIsNoID: outside it is nothing at all, and so nobody names it.
func TestTheZeroIDIsNoID(t *testing.T) {
	for text, want := range map[string]bool{"": false, "1": false, "00000000-0000-0000-0000-000000000000": false, "00000000-0000-7000-8000-000000000001": true} {
		if id, ok := models.ParseID[models.OrderID](text); ok != want || ok && id.String() != text {
			t.Errorf("%q: %v, %v", text, id, ok)
		}
	}
}
