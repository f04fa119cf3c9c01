package audit_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"delinli/models"
	"delinli/models/audit"
)

func TestIsCode(t *testing.T) {
	for s, want := range map[string]bool{
		"order.claim": true, "look.phone": true, "a": true, "a_1.b": true, "a-b": false, strings.Repeat("a", 64): true,
		"": false, "1a": false, ".a": false, "A": false, "a b": false, "张三": false, "a张三": false, "13812345678": false,
		"a\n": false, strings.Repeat("a", 65): false,
	} {
		if audit.IsCode(s) != want {
			t.Errorf("IsCode(%q) = %v", s, !want)
		}
	}
}

func TestNoChineseWordIsACode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if s := rapid.StringMatching(`[a-z]*\p{Han}+[a-z]*`).Draw(t, "words"); audit.IsCode(s) {
			t.Fatalf("%q is a code", s)
		}
	})
}

func TestReasonsAreReadFromAClosedList(t *testing.T) {
	for _, r := range append(audit.LookReasons, audit.EraseReasons...) {
		var read audit.Reason
		if err := json.Unmarshal([]byte(`"`+string(r)+`"`), &read); err != nil || read != r || !audit.IsCode(string(r)) {
			t.Errorf("%s was read as %s, %v", r, read, err)
		}
	}
	var r audit.Reason
	if err := r.UnmarshalText(nil); err != nil || r != "" {
		t.Errorf("nothing was read as %q, %v", r, err)
	}
	for _, s := range []string{"curious", "Serve", "serve ", "张三让我看的"} {
		if err := r.UnmarshalText([]byte(s)); !errors.Is(err, audit.ErrReason) {
			t.Errorf("%q was read, %v", s, err)
		}
	}
}

func TestALookNeedsAReason(t *testing.T) {
	for name, c := range map[string]struct {
		look audit.Look
		code string
	}{
		"good":       {audit.Look{Reason: audit.Serve, Words: strings.Repeat("看", audit.MaxWords)}, ""},
		"none":       {audit.Look{}, "audit.reason"},
		"unknown":    {audit.Look{Reason: "curious"}, "audit.reason"},
		"to erase":   {audit.Look{Reason: audit.Deceased}, "audit.reason"},
		"many words": {audit.Look{Reason: audit.Serve, Words: strings.Repeat("看", audit.MaxWords+1)}, "field.too_long"},
	} {
		err := c.look.Check()
		if c.code == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		e, ok := errors.AsType[*models.Error](err)
		if !ok || e.Kind != models.Invalid || e.Fields["reason"]+e.Fields["words"] != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestDifferentHeadsHaveDifferentBytes(t *testing.T) {
	head := rapid.Custom(func(t *rapid.T) audit.Head {
		return audit.Head{Seq: rapid.Int64Range(1, 30).Draw(t, "seq"), Hash: rapid.SliceOfN(rapid.Byte(), 0, 2).Draw(t, "hash"),
			At: time.Unix(0, rapid.Int64Range(0, 3).Draw(t, "at"))}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := head.Draw(t, "a"), head.Draw(t, "b")
		same := a.Seq == b.Seq && string(a.Hash) == string(b.Hash) && a.At.Equal(b.At)
		if same != (string(a.Bytes()) == string(b.Bytes())) {
			t.Fatalf("%s and %s", a.Bytes(), b.Bytes())
		}
	})
}

func TestAReportCountsMoreFaultsThanItNames(t *testing.T) {
	var r audit.Report
	if !r.Sound() {
		t.Error("an empty report is not sound")
	}
	for i := range 1500 {
		r.Add(audit.Fault{Flaw: audit.Altered, Line: int64(i + 1)})
	}
	if r.Sound() || r.Found != 1500 || len(r.Faults) != 1000 {
		t.Errorf("%d found, %d named", r.Found, len(r.Faults))
	}
}

func TestFaultsNameWhatIsWrong(t *testing.T) {
	order, _ := models.ParseID[models.OrderID]("00000000-0000-7000-8000-000000000001")
	for want, f := range map[string]audit.Fault{
		"altered line 7 seal 3": {Flaw: audit.Altered, Line: 7, Seq: 3},
		"missing seal 3":        {Flaw: audit.Removed, Seq: 3},
		"head_forged":           {Flaw: audit.HeadForged},
		"diverged order 00000000-0000-7000-8000-000000000001: state, version": {Flaw: audit.Diverged, Order: order, Columns: []string{"state", "version"}},
	} {
		if f.String() != want {
			t.Errorf("%q, want %q", f, want)
		}
	}
}
