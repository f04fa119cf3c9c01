package handlers

import (
	"strings"
	"testing"

	"delinli/models"
)

func TestMatrix(t *testing.T) {
	lines := strings.Split(Matrix(Join(&Toys{})), "\n")
	if got := strings.Fields(lines[0]); len(got) != 4+len(models.Roles) {
		t.Errorf("columns %v", got)
	}
	for _, tt := range []struct{ route, want string }{
		{"GET /toys public", "yes yes yes yes yes yes yes yes yes yes yes yes yes yes yes"},
		{"DELETE /toys/:id staff", "- - - - - - yes yes yes yes - - - - -"},
		{"DELETE /session signed in", "- yes yes yes yes yes yes yes yes yes yes yes yes yes yes"},
	} {
		found := false
		for _, line := range lines {
			found = found || strings.Join(strings.Fields(line), " ") == tt.route+" "+tt.want
		}
		if !found {
			t.Errorf("no line %s %s in\n%s", tt.route, tt.want, strings.Join(lines, "\n"))
		}
	}
}

func TestARoleWithoutALoginIsNobody(t *testing.T) {
	ghost := models.Actor{Seats: []models.Seat{{Role: models.CityStaff}}}
	if err := staff.check(ghost); models.KindOf(err) != models.Unauthentic {
		t.Errorf("err = %v", err)
	}
}
