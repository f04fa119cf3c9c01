package order

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
)

// Patch holds the columns that an event changed, as the journal keeps them.
type Patch = map[string]json.RawMessage

// Young are the columns that came when there were orders already, whose journals do not name them.
var Young = []string{"next_due", "returns", "accepted_at", "finished_at", "reachable", "sealed_for"}

// columnNames are the columns in the order of the fields.
var columnNames = func() (names []string) {
	for f := range reflect.TypeFor[Order]().Fields() {
		names = append(names, f.Tag.Get("json"))
	}
	return names
}()

// Patch tells what the change wrote: column → new value.
func (c Change) Patch() (Patch, error) {
	was, next := reflect.ValueOf(c.was), reflect.ValueOf(c.next)
	patch := Patch{}
	for i, name := range columnNames {
		before, after := was.Field(i).Interface(), next.Field(i).Interface()
		if c.step.On != Place && reflect.DeepEqual(before, after) {
			continue
		}
		value, err := json.Marshal(after)
		if err != nil {
			return nil, err
		}
		if c.step.On != Place {
			old, err := json.Marshal(before)
			if err != nil {
				return nil, err
			}
			if bytes.Equal(old, value) {
				continue
			}
		}
		patch[name] = value
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
