package areas

import (
	"delinli/app/store"
	"delinli/app/store/revisions"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
)

// AddFacilities writes facilities.
func AddFacilities(tx *store.Tx, rows []area.Facility) error {
	return store.AddRows(tx, `INSERT INTO facilities (id, kind, name, area_code, lat, lng, opened_on)
		SELECT id, kind, name, area_code, CAST(place ->> 'lat' AS float8), CAST(place ->> 'lng' AS float8), opened_on
		FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, kind text, name text, area_code text, place jsonb, opened_on date)`, rows)
}

const facility = `SELECT id, kind, name, area_code, lat, lng, CAST(opened_on AS text), ended_at, version FROM facilities`

// Facility reads one, also one that has ended. No row is *not found*.
func Facility(tx *store.Tx, id models.FacilityID) (area.Facility, error) {
	f, err := store.One(tx, facility+` WHERE id = @id`, store.Args{"id": id}, scanFacility)
	return f, store.Missing(err)
}

// FacilityFilter narrows a list of the facilities that are there. Zero fields do not.
type FacilityFilter struct {
	Area models.AreaCode
	Kind area.FacilityKind
}

const kept = facility + ` WHERE ended_at IS NULL AND area_code ^@ @area AND (@kind = '' OR kind = @kind)`

// Facilities lists those of an area by its code, after one of them; the zero id begins the list.
func Facilities(tx *store.Tx, f FacilityFilter, after models.FacilityID, limit int) ([]area.Facility, error) {
	return store.Query(tx, kept+` AND (CAST(@after AS uuid) IS NULL OR (area_code, id) > (SELECT area_code, id FROM facilities WHERE id = @after))
		ORDER BY area_code, id LIMIT @limit`,
		store.Args{"area": string(f.Area), "kind": string(f.Kind), "after": after, "limit": limit}, scanFacility)
}

// FacilitiesNear lists the ones nearest to a place. Over the width of a city, the ground is flat enough to order them so: narrow is how wide a
// degree of longitude is there, as a share of one of latitude.
func FacilitiesNear(tx *store.Tx, f FacilityFilter, at geo.Point, narrow float64, limit int) ([]area.Facility, error) {
	return store.Query(tx, kept+` ORDER BY power(lat - @lat, 2) + power((lng - @lng) * @narrow, 2), id LIMIT @limit`,
		store.Args{"area": string(f.Area), "kind": string(f.Kind), "lat": at.Lat, "lng": at.Lng, "narrow": narrow, "limit": limit}, scanFacility)
}

// PutFacility writes a facility over the version before. When that is no longer the present one, or the facility has ended, it fails with
// revisions.ErrMovedOn.
func PutFacility(tx *store.Tx, f area.Facility) error {
	n, err := tx.Exec(`UPDATE facilities SET kind = @kind, name = @name, area_code = @area, lat = @lat, lng = @lng, opened_on = CAST(@opened AS date),
			ended_at = @ended, version = @version
		WHERE id = @id AND version = @version - 1 AND ended_at IS NULL`,
		store.Args{"id": f.ID, "kind": string(f.Kind), "name": f.Name, "area": string(f.Area), "lat": f.Place.Lat, "lng": f.Place.Lng,
			"opened": string(f.Opened), "ended": f.Ended, "version": f.Version})
	if err == nil && n == 0 {
		return revisions.ErrMovedOn
	}
	return err
}

func scanFacility(r store.Rows, f *area.Facility) error {
	return r.Scan(&f.ID, &f.Kind, &f.Name, &f.Area, &f.Place.Lat, &f.Place.Lng, &f.Opened, &f.Ended, &f.Version)
}
