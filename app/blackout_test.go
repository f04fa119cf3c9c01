package main

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"delinli/app/testkit"
	"delinli/models/audit"
)

// dark is how long the database is silent. A refusal comes within 3 s; clients on a machine that is busy with other tests read it later.
const (
	dark    = 10 * time.Second
	refusal = 7 * time.Second
)

// TestBlackout: a database that falls silent for ten seconds is a 503 within three. Then all goes on by itself, and every order
// whose key was ever sent is there once.
func TestBlackout(t *testing.T) {
	t.Parallel()
	line := testkit.NewLine(t, testkit.Database(t).AppURL)
	n := newTown(t, "DATABASE_URL="+line.URL, "LOG_LEVEL=ERROR+4")
	names := []string{"张秀英", "李建国", "王桂兰"}
	for i, name := range names {
		n.as(t, name).keyed(fmt.Sprint("light-", i)).place(js{"title": "停电之前"})
	}
	line.Cut()
	began := time.Now()
	var all sync.WaitGroup
	for _, name := range names {
		c := n.as(t, name)
		all.Go(func() { insist(c, began.Add(dark)) })
	}
	time.AfterFunc(dark, line.Mend)
	if r := (caller{n.visitor.In(t), t, ""}).Do("GET", "/api/v1/wishes", nil); r.Status != 503 {
		t.Errorf("the wall answers %d", r.Status)
	}
	all.Wait()
	for _, name := range names {
		if before, during := n.as(t, name).list("/orders?q=停电之前"), n.as(t, name).list("/orders?q=停电之中"); len(before) != 1 || len(during) != 5 {
			t.Errorf("%s has %d orders from before and %d from the dark", name, len(before), len(during))
		}
	}
	eventually(t, "all parts are well", func() bool {
		for _, err := range n.ready(t.Context()) {
			if err != nil {
				return false
			}
		}
		return true
	})
	sound(t, n)
}

// insist places five orders and repeats each until it is acknowledged, in the dark and after.
func insist(c caller, light time.Time) {
	refused := 0
	for i := range 5 {
		c := c.keyed(fmt.Sprint("dark-", i))
		for {
			sent := time.Now()
			r := c.post("/orders", js{"kind": "wish", "area_code": "370785001001001", "title": "停电之中", "detail": ""})
			if r.Status == 201 {
				break
			}
			if took := time.Since(sent); r.Status == 503 && took > refusal {
				c.t.Errorf("a refusal took %s", took)
			}
			if r.Status != 503 && r.Code() != "idempotency.in_progress" {
				c.t.Errorf("%d: %s", r.Status, r.Body)
				return
			}
			if r.Status == 503 && sent.Before(light) {
				refused++
			}
			time.Sleep(20 * time.Millisecond) // as a client that tries again
		}
	}
	if refused == 0 {
		c.t.Error("nothing was refused: it was not dark")
	}
}

// sound fails the test unless the chain and every journal are whole.
func sound(t *testing.T, n *town) {
	t.Helper()
	report, err := n.verbs.keeping.Verify(t.Context(), func(audit.Report) {})
	if err != nil || !report.Sound() {
		t.Fatalf("%+v, %v", report, err)
	}
}
