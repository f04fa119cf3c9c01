package importing_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"

	"delinli/app/importing"
	"delinli/app/keeping"
	"delinli/app/registering"
	workbook "delinli/app/sheet"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/export"
	"delinli/models/intake"
	"delinli/models/resident"
)

// takenOut is the register as a workbook in the clear.
func (n *town) takenOut() importing.Task {
	n.T.Helper()
	looks := &keeping.Service{DB: n.Store, Vault: n.World.Vault, Now: n.World.Now, Random: rand.Reader}
	x := registering.Exporter{Service: &registering.Service{DB: n.Store, Vault: n.World.Vault, Keys: n.World.Keys, Looks: looks, Now: n.World.Now, Random: rand.Reader}}
	q := export.Query{Areas: []models.AreaCode{testkit.Community}, Personal: true, Reason: "correct"}
	path := filepath.Join(n.T.TempDir(), "residents.xlsx")
	to := sure(os.Create(path))
	defer to.Close()
	book := sure(workbook.New(to, x.Name(), x.Head(q)))
	for page, err := range x.Pages(n.T.Context(), n.staff, q) {
		if err != nil {
			n.T.Fatal(err)
		}
		for _, row := range page {
			if err := book.Row(row); err != nil {
				n.T.Fatal(err)
			}
		}
	}
	if err := book.Close(); err != nil {
		n.T.Fatal(err)
	}
	return importing.Task{Kind: intake.Residents, File: n.onDisk(path), Source: resident.Department}
}

// TestWhatWasTakenOutIsTakenIn: a register that was taken out in the clear gives another town the same family.
func TestWhatWasTakenOutIsTakenIn(t *testing.T) {
	n, other := newTown(t), newTown(t)
	n.enter(n.file(heads + "张建国," + number(1) + ",13812345678," + string(testkit.Grid) + ",3号楼501,7,户主,\n" +
		"李秀英," + number(2) + ",," + string(testkit.Grid) + ",3号楼501,7,妻子,残疾、低保\n"))
	if out := other.enter(n.takenOut()); out.Entered != 2 || out.Bad != 0 {
		t.Errorf("%+v", out)
	}
	other.isFamily(t)
	if looks := n.Count(`SELECT count(*) FROM audit WHERE action IN ('look.contact', 'look.id_number') AND subject = 'export'`, nil); looks != 4 {
		t.Errorf("%d looks", looks)
	}
}
