package volunteers

import (
	"encoding/json"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/catalog"
	"delinli/models/dispatch"
	"delinli/models/geo"
)

// Call is what a volunteer must know of an order to see whether it suits them, beside the row of a list.
type Call struct {
	Order  models.OrderID
	Wanted []dispatch.Window
	Terms  catalog.Terms // of its item; zero without one
	Here   *geo.Point    // the middle of the area that the order names; nil: not surveyed
	Home   *geo.Point    // the middle of the area where the volunteer lives; nil: not surveyed, or the same
}

// Calls reads the calls of many orders for one volunteer at once. An area without a middle counts as the one above, up to its community.
func Calls(tx *store.Tx, p models.PersonID, ids []models.OrderID, areas []models.AreaCode) ([]Call, error) {
	return store.Query(tx, `
		SELECT o.id, o.wanted, i.body, here.lat, here.lng, home.lat, home.lng
		FROM unnest(CAST(@ids AS uuid[]), CAST(@areas AS text[])) AS named (id, area)
			JOIN orders o ON o.id = named.id
			LEFT JOIN items i ON i.id = o.item_id
			LEFT JOIN LATERAL (SELECT code, lat, lng FROM areas
				WHERE code IN (left(named.area, 12), left(named.area, 15), named.area) AND length(code) >= 12 AND lat IS NOT NULL
				ORDER BY code DESC LIMIT 1) here ON true
			LEFT JOIN LATERAL (SELECT a.code, a.lat, a.lng FROM persons p JOIN areas a ON a.code IN (left(p.area_code, 12), left(p.area_code, 15), p.area_code)
				WHERE p.id = @person AND length(a.code) >= 12 AND a.lat IS NOT NULL
				ORDER BY a.code DESC LIMIT 1) home ON home.code <> here.code`,
		store.Args{"person": p, "ids": store.Array(ids), "areas": store.Array(areas)}, scanCall)
}

func scanCall(r store.Rows, c *Call) error {
	var wanted, terms []byte
	var here, home struct{ lat, lng *float64 }
	if err := r.Scan(&c.Order, &wanted, &terms, &here.lat, &here.lng, &home.lat, &home.lng); err != nil {
		return err
	}
	c.Here, c.Home = pointOf(here.lat, here.lng), pointOf(home.lat, home.lng)
	if wanted != nil {
		if err := json.Unmarshal(wanted, &c.Wanted); err != nil {
			return err
		}
	}
	if terms == nil {
		return nil
	}
	return json.Unmarshal(terms, &c.Terms)
}

func pointOf(lat, lng *float64) *geo.Point {
	if lat == nil || lng == nil {
		return nil
	}
	return &geo.Point{Lat: *lat, Lng: *lng}
}
