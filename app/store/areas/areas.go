// Package areas is the SQL of the area tree.
package areas

import (
	"encoding/json"

	"delinli/app/store"
	"delinli/app/store/revisions"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
)

// Roots lists the areas that belong to none, by code, after a code.
func Roots(tx *store.Tx, boundary bool, after models.AreaCode, limit int) ([]area.Area, error) {
	return store.Query(tx, `SELECT code, name, lat, lng, CASE WHEN @boundary THEN boundary END, version FROM areas
		WHERE parent IS NULL AND code > @after ORDER BY code LIMIT @limit`,
		store.Args{"boundary": boundary, "after": string(after), "limit": limit}, scan)
}

// Children lists the areas right below one, by code, after a code.
func Children(tx *store.Tx, parent models.AreaCode, boundary bool, after models.AreaCode, limit int) ([]area.Area, error) {
	return store.Query(tx, `SELECT code, name, lat, lng, CASE WHEN @boundary THEN boundary END, version FROM areas
		WHERE parent = @parent AND code > @after ORDER BY code LIMIT @limit`,
		store.Args{"parent": string(parent), "boundary": boundary, "after": string(after), "limit": limit}, scan)
}

// Get reads one area whole. No row is *not found*.
func Get(tx *store.Tx, code models.AreaCode) (area.Area, error) {
	a, err := store.One(tx, `SELECT code, name, lat, lng, boundary, version FROM areas WHERE code = @code`, store.Args{"code": string(code)}, scan)
	return a, store.Missing(err)
}

// Any reports whether there is an area at all.
func Any(tx *store.Tx) (bool, error) {
	return store.One(tx, `SELECT EXISTS (SELECT FROM areas)`, nil, store.Value[bool])
}

// Add writes a new area; added is false when its code is taken. It is Invalid when the area above is not there.
func Add(tx *store.Tx, a area.Area) (added bool, err error) {
	n, err := tx.Exec(`INSERT INTO areas (code, parent, name, lat, lng, boundary, version)
		VALUES (@code, NULLIF(@parent, ''), @name, @lat, @lng, CAST(@boundary AS jsonb), @version) ON CONFLICT (code) DO NOTHING`, args(a))
	return n == 1, err
}

// Update writes name, centre and boundary over those of the version before. When that is no longer the present one, it fails
// with revisions.ErrMovedOn.
func Update(tx *store.Tx, a area.Area) error {
	n, err := tx.Exec(`UPDATE areas SET name = @name, lat = @lat, lng = @lng, boundary = CAST(@boundary AS jsonb), version = @version
		WHERE code = @code AND version = @version - 1`, args(a))
	if err == nil && n == 0 {
		return revisions.ErrMovedOn
	}
	return err
}

func args(a area.Area) store.Args {
	args := store.Args{"code": string(a.Code), "parent": string(a.Code.Parent()), "name": a.Name, "version": a.Version,
		"lat": nil, "lng": nil, "boundary": nil}
	if a.Centre != nil {
		args["lat"], args["lng"] = a.Centre.Lat, a.Centre.Lng
	}
	if a.Boundary != nil {
		args["boundary"] = store.AsJSON(a.Boundary)
	}
	return args
}

func scan(r store.Rows, a *area.Area) error {
	var lat, lng *float64
	var boundary []byte
	if err := r.Scan(&a.Code, &a.Name, &lat, &lng, &boundary, &a.Version); err != nil {
		return err
	}
	if lat != nil && lng != nil {
		a.Centre = &geo.Point{Lat: *lat, Lng: *lng}
	}
	if boundary == nil {
		return nil
	}
	return json.Unmarshal(boundary, &a.Boundary)
}
