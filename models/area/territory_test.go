package area_test

import (
	"testing"

	"delinli/models/area"
)

func TestOddSize(t *testing.T) {
	for dwellings, want := range map[int]bool{0: true, 299: true, 300: false, 350: false, 500: false, 501: true} {
		if got := area.OddSize(dwellings); got != want {
			t.Errorf("%d dwellings: %v", dwellings, got)
		}
	}
}
