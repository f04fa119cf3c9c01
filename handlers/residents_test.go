package handlers

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"delinli/models/resident"
)

// offered are the words that the validate tag of a field lets through.
func offered[In any](t *testing.T, field string) []string {
	t.Helper()
	f, ok := reflect.TypeFor[In]().FieldByName(field)
	_, words, limited := strings.Cut(f.Tag.Get("validate"), "oneof=")
	if !ok || !limited {
		t.Fatalf("%s lets anything through", field)
	}
	return strings.Fields(words)
}

func texts[T any](all []T) (words []string) {
	for _, one := range all {
		words = append(words, fmt.Sprint(one))
	}
	return words
}

// TestTheRegisterTakesWhatItsNounsName: the doors let through each word of the nouns, and no other.
func TestTheRegisterTakesWhatItsNounsName(t *testing.T) {
	for what, c := range map[string]struct{ offered, named []string }{
		"relations":      {offered[residentBody](t, "Relation"), texts(resident.Relations)},
		"tags":           {offered[tagIn](t, "Tag"), texts(resident.Tags)},
		"tags of a list": {offered[listResidentsIn](t, "Tag"), texts(resident.Tags)},
		"sources":        {offered[tagIn](t, "Source"), texts(resident.Sources)},
		"corrections":    {offered[askCorrectionIn](t, "Field"), texts(resident.Correctable)},
		"merges":         {offered[mergeRecordsIn](t, "Fields"), texts(resident.Mergeable)},
	} {
		if !slices.Equal(c.offered, c.named) {
			t.Errorf("%s: %v are let through, %v are named", what, c.offered, c.named)
		}
	}
}
