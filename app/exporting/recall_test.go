package exporting_test

import (
	"crypto/rand"
	"fmt"
	"sync"
	"testing"

	"delinli/app/exporting"
	"delinli/app/keeping"
	"delinli/app/store"
	"delinli/app/store/audits"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/export"
)

// erase erases somebody at their own wish.
func (n *town) erase(who models.Actor) error {
	s := keeping.Service{DB: n.Store, Vault: n.World.Vault, Signer: n.Keys, Blobs: n.Blobs, Now: n.Now, Random: rand.Reader}
	return s.Erase(n.T.Context(), who, who.Person, audit.Asked)
}

// show keeps a look at somebody's data in an export, as its table does before it gives them.
func (n *town) show(who models.Actor, in models.ExportID) {
	n.T.Helper()
	if err := n.Store.Write(n.T.Context(), func(tx *store.Tx) error {
		return audits.Log(tx, audits.Line{At: n.Now(), Actor: n.staff, Action: "look.contact", Subject: "export", SubjectID: in.String(), Person: who.Person, Reason: audit.Visit})
	}); err != nil {
		n.T.Fatal(err)
	}
}

// allowed is an export of personal data that a second person allowed.
func (n *town) allowed() models.ExportID {
	n.T.Helper()
	id := n.ask(n.staff, personal)
	n.decide(n.secretary, id, true, "")
	return id
}

// TestNoFileOutlivesWhoIsInIt: of somebody who is erased nothing is left in the files of others, whether they lie ready or are being written. Those that
// hold nothing of them stay.
func TestNoFileOutlivesWhoIsInIt(t *testing.T) {
	n := newTown(t)
	early, late := n.Person(models.Resident, testkit.Grid), n.Person(models.Resident, testkit.Grid)
	ready, other, plain := n.allowed(), n.allowed(), n.ask(n.staff, exporting.Asking{What: "table"})
	n.work()
	n.show(early, ready)
	if err := n.erase(early); err != nil {
		t.Fatal(err)
	}
	if x := n.is(ready, export.Gone); x.Fault != "export.somebody_erased" || x.File {
		t.Errorf("%+v", x)
	}
	n.noFile(n.staff, ready)
	n.is(other, export.Done)
	n.is(plain, export.Done)
	if got := n.lines("export.recall", ready); got != 1 {
		t.Errorf("%d lines", got)
	}
	kept, _ := n.onDisk()

	writing := n.allowed()
	n.table.before = func(page int) {
		if page == 1 {
			n.show(late, writing)
			if err := n.erase(late); err != nil {
				t.Error(err)
			}
		}
	}
	n.work()
	if x := n.is(writing, export.Failed); x.Fault != "export.somebody_erased" {
		t.Errorf("%+v", x)
	}
	n.noFile(n.staff, writing)
	if now, _ := n.onDisk(); fmt.Sprint(now) != fmt.Sprint(kept) || len(kept) != 2 {
		t.Errorf("on the disk are %v, before %v", now, kept)
	}
}

// TestErasingWhileAFileIsFinished: whichever is first, no file is left.
func TestErasingWhileAFileIsFinished(t *testing.T) {
	n := newTown(t)
	for range 12 {
		who, id := n.Person(models.Resident, testkit.Grid), n.allowed()
		n.show(who, id)
		var both sync.WaitGroup
		both.Go(func() {
			if err := n.erase(who); err != nil {
				t.Error(err)
			}
		})
		n.work()
		both.Wait()
		if x, err := n.Show(t.Context(), n.staff, id); err != nil || x.File || x.State != export.Gone && x.State != export.Failed {
			t.Errorf("%+v %v", x, err)
		}
	}
	if names, _ := n.onDisk(); len(names) != 0 {
		t.Errorf("on the disk are %v", names)
	}
}
