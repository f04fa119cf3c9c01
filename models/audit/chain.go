package audit

import (
	"fmt"
	"strings"
	"time"

	"delinli/models"
)

// What lines say about the audit itself: its subject, the one chain, and what was done with it.
const (
	Subject  = "audit"
	Chain    = "chain"
	Verified = "audit.verify"
	Searched = "audit.search"
)

// Head is how far the chain of sealed lines reaches. It is kept signed beside the database, so that cutting off the end
// or making the whole chain anew shows.
type Head struct {
	Seq  int64 // of the last seal; zero: nothing is sealed
	Hash []byte
	At   time.Time // when the head was written
}

// Bytes are what is signed.
func (h Head) Bytes() []byte {
	return fmt.Appendf(nil, "delinli audit head %d %x %s", h.Seq, h.Hash, h.At.UTC().Format(time.RFC3339Nano))
}

// Flaw is what may be wrong with what is kept.
type Flaw string

// The flaws that a verification finds.
const (
	Altered    Flaw = "altered"     // a line, or its seal, is not what was sealed
	Removed    Flaw = "missing"     // a sealed line, or a seal, is gone
	Inserted   Flaw = "inserted"    // a line stands among sealed ones without a seal
	Reordered  Flaw = "reordered"   // a seal stands before one that it must follow
	Truncated  Flaw = "truncated"   // the chain ends before the signed head
	Rewritten  Flaw = "rewritten"   // the chain at the signed head is another one
	HeadForged Flaw = "head_forged" // the head was not signed by this program, or not with a key that it has
	HeadGone   Flaw = "head_gone"   // lines are sealed and the head is not there
	Unsealed   Flaw = "unsealed"    // a line has waited too long for its seal
	Diverged   Flaw = "diverged"    // an order's row is not what its journal says
)

// Fault names one thing that is wrong.
type Fault struct {
	Flaw    Flaw
	Seq     int64          // of the seal; zero when it is about none
	Line    int64          // id of the line; zero when it is about none or when it is not known any more
	Order   models.OrderID // of a diverged row
	Columns []string       // in which it diverged
}

// String names the fault in one line.
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(string(f.Flaw))
	if f.Line != 0 {
		fmt.Fprintf(&b, " line %d", f.Line)
	}
	if f.Seq != 0 {
		fmt.Fprintf(&b, " seal %d", f.Seq)
	}
	if !f.Order.IsZero() {
		fmt.Fprintf(&b, " order %s: %s", f.Order, strings.Join(f.Columns, ", "))
	}
	return b.String()
}

// keptFaults is how many faults a report names; the rest are counted.
const keptFaults = 1000

// Report is what a verification found.
type Report struct {
	At     time.Time
	Head   Head  // of the table; its At is when the head beside the database was written
	Lines  int64 // sealed lines that were walked
	Orders int64 // orders whose journal was replayed
	Waits  int64 // lines that are not sealed yet
	Found  int64 // faults
	Faults []Fault
}

// Sound reports whether nothing is wrong.
func (r Report) Sound() bool { return r.Found == 0 }

// Add notes a fault.
func (r *Report) Add(f Fault) {
	r.Found++
	if len(r.Faults) < keptFaults {
		r.Faults = append(r.Faults, f)
	}
}
