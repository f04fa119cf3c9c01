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

// row is an area with the nearest hotline, its own or that of an area above.
const row = `
	SELECT a.code, a.name, a.lat, a.lng, CASE WHEN @boundary THEN a.boundary END, a.version, a.hotline, COALESCE(line.hotline, ''), COALESCE(line.code, '')
	FROM areas a LEFT JOIN LATERAL (SELECT code, hotline FROM areas
		WHERE code IN (left(a.code, 6), left(a.code, 9), left(a.code, 12)) AND hotline <> ''
		ORDER BY code DESC LIMIT 1) line ON true`

// Roots lists the areas that belong to none, by code, after a code.
func Roots(tx *store.Tx, boundary bool, after models.AreaCode, limit int) ([]area.Area, error) {
	return store.Query(tx, row+` WHERE a.parent IS NULL AND a.code > @after ORDER BY a.code LIMIT @limit`,
		store.Args{"boundary": boundary, "after": string(after), "limit": limit}, scan)
}

// Children lists the areas right below one, by code, after a code.
func Children(tx *store.Tx, parent models.AreaCode, boundary bool, after models.AreaCode, limit int) ([]area.Area, error) {
	return store.Query(tx, row+` WHERE a.parent = @parent AND a.code > @after ORDER BY a.code LIMIT @limit`,
		store.Args{"parent": string(parent), "boundary": boundary, "after": string(after), "limit": limit}, scan)
}

// Get reads one area whole. No row is *not found*.
func Get(tx *store.Tx, code models.AreaCode) (area.Area, error) {
	a, err := store.One(tx, row+` WHERE a.code = @code`, store.Args{"boundary": true, "code": string(code)}, scan)
	return a, store.Missing(err)
}

// Around reads the areas whose boundary has the point in the box around it, the finest first.
func Around(tx *store.Tx, p geo.Point) ([]area.Area, error) {
	return store.Query(tx, row+` WHERE extent(a.boundary) @> box(point(@lng, @lat)) ORDER BY length(a.code) DESC, a.code`,
		store.Args{"boundary": true, "lat": p.Lat, "lng": p.Lng}, scan)
}

// KeepGrids lists the codes of all grids, which do not end before the transaction does.
func KeepGrids(tx *store.Tx) ([]models.AreaCode, error) {
	return store.Query(tx, `SELECT code FROM areas WHERE length(code) = @digits ORDER BY code FOR KEY SHARE`, store.Args{"digits": models.Grid.Digits()}, store.Value[models.AreaCode])
}

// Any reports whether there is an area at all.
func Any(tx *store.Tx) (bool, error) {
	return store.One(tx, `SELECT EXISTS (SELECT FROM areas)`, nil, store.Value[bool])
}

// Add writes a new area; added is false when its code is taken. It is Invalid when the area above is not there.
func Add(tx *store.Tx, a area.Area) (added bool, err error) {
	n, err := tx.Exec(`INSERT INTO areas (code, parent, name, lat, lng, boundary, hotline, version)
		VALUES (@code, NULLIF(@parent, ''), @name, @lat, @lng, CAST(@boundary AS jsonb), @hotline, @version) ON CONFLICT (code) DO NOTHING`, args(a))
	return n == 1, err
}

// Update writes name, centre, boundary and hotline over those of the version before. When that is no longer the present one, it fails
// with revisions.ErrMovedOn.
func Update(tx *store.Tx, a area.Area) error {
	n, err := tx.Exec(`UPDATE areas SET name = @name, lat = @lat, lng = @lng, boundary = CAST(@boundary AS jsonb), hotline = @hotline,
			version = @version
		WHERE code = @code AND version = @version - 1`, args(a))
	if err == nil && n == 0 {
		return revisions.ErrMovedOn
	}
	return err
}

func args(a area.Area) store.Args {
	args := store.Args{"code": string(a.Code), "parent": string(a.Code.Parent()), "name": a.Name, "hotline": a.Hotline, "version": a.Version,
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
	if err := r.Scan(&a.Code, &a.Name, &lat, &lng, &boundary, &a.Version, &a.Hotline, &a.Line.Number, &a.Line.Of); err != nil {
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
