package reporting

import (
	"cmp"
	"maps"
	"slices"

	"delinli/app/store/reports"
	"delinli/models"
	"delinli/models/report"
)

// keys gives the parts in order: months and areas by their own, all else by what counts most; left is how many were left off.
func (t inTx) keys(tallies map[string]report.Tally, most int) (keys []string, left int, err error) {
	if err := t.fill(tallies); err != nil {
		return nil, 0, err
	}
	keys = slices.Sorted(maps.Keys(tallies))
	if t.by.Dimension == report.ByItem || t.by.Dimension == report.ByVolunteer {
		slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(weight(tallies[b]), weight(tallies[a])) })
	}
	if len(keys) > most {
		keys, left = keys[:most], len(keys)-most
	}
	return keys, left, nil
}

// weight is how much a part counts.
func weight(t report.Tally) int64 {
	return t[report.Valid] + t[report.Due] + t[report.Placed] + t[report.Accepted] + t[report.Finished]
}

// fill gives areas and months a part in which nothing counted, so that they are not passed over.
func (t inTx) fill(tallies map[string]report.Tally) (err error) {
	var keys []string
	switch t.by.Dimension {
	case report.ByArea:
		keys, err = reports.AreasAt(t.tx, t.filter.Scope, t.by.Level)
	case report.ByMonth:
		keys = t.filter.Span.MonthKeys()
	}
	for _, key := range keys {
		if tallies[key] == nil {
			tallies[key] = report.Tally{}
		}
	}
	return err
}

// name gives each part the name by which people know it: areas and items theirs, volunteers their surname. What has none is empty.
func (t inTx) name(parts []string) (map[string]string, error) {
	switch t.by.Dimension {
	case report.ByArea, report.ByItem:
		return reports.Names(t.tx, t.by.Dimension, parts)
	case report.ByVolunteer:
		return t.volunteers(parts)
	}
	return nil, nil
}

func (t inTx) volunteers(parts []string) (map[string]string, error) {
	var ids []models.PersonID
	for _, p := range parts {
		if id, ok := models.ParseID[models.PersonID](p); ok {
			ids = append(ids, id)
		}
	}
	known, err := t.People.Names(t.ctx, t.a, ids)
	names := make(map[string]string, len(known))
	for id, name := range known {
		names[id.String()] = name.Mask()
	}
	return names, err
}

// entitle gives the whole the code and the name of its area; several seats together have none.
func (t inTx) entitle(whole *Part, area models.AreaCode) error {
	if area == "" {
		return nil
	}
	names, err := t.name([]string{string(area)})
	whole.Key, whole.Name = string(area), names[string(area)]
	return err
}
