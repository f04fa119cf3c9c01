package order

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Patch holds the columns that an event changed, as the journal keeps them.
type Patch = map[string]json.RawMessage

// Young are the columns that came when there were orders already, whose journals do not name them.
var Young = []string{"next_due", "returns"}

// Patch tells what the change wrote: column → new value.
func (c Change) Patch() (Patch, error) {
	was, err := columns(c.was)
	if err != nil {
		return nil, err
	}
	next, err := columns(c.next)
	if err != nil {
		return nil, err
	}
	patch := Patch{}
	for name, value := range next {
		if c.step.On == Place || !bytes.Equal(value, was[name]) {
			patch[name] = value
		}
	}
	return patch, nil
}

// Replay folds the patches of a journal, oldest first, into the row they left behind.
func Replay(journal []Patch) (o Order, err error) {
	row := Patch{}
	for _, p := range journal {
		for name, value := range p {
			row[name] = value
		}
	}
	b, err := json.Marshal(row)
	if err != nil {
		return o, err
	}
	if err := json.Unmarshal(b, &o); err != nil {
		return o, fmt.Errorf("replay: %w", err)
	}
	return o, nil
}

func columns(o Order) (p Patch, err error) {
	b, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	return p, json.Unmarshal(b, &p)
}
