package demo

import (
	"context"

	"delinli/app/cataloguing"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
)

// facilities are what the town's people find around them.
var facilities = []struct {
	kind area.FacilityKind
	name string
	area models.AreaCode
	at   geo.Point
}{
	{area.Station, "康成社区党群服务驿站", kang1, geo.Point{Lat: 36.3780, Lng: 119.7452}},
	{area.Station, "康成北门驿站", kang2, geo.Point{Lat: 36.3862, Lng: 119.7545}},
	{area.Pavilion, "德邻议事亭", kang1, geo.Point{Lat: 36.3808, Lng: 119.7470}},
	{area.Square, "康成广场", kang2, geo.Point{Lat: 36.3760, Lng: 119.7560}},
	{area.TalkPoint, "康成小区说事点", kang1, geo.Point{Lat: 36.3792, Lng: 119.7441}},
	{area.ListeningCorner, "康成社区听事角", kang2, geo.Point{Lat: 36.3815, Lng: 119.7525}},
	{area.Station, "凤凰社区党群服务驿站", feng1, geo.Point{Lat: 36.3788, Lng: 119.7650}},
	{area.Pavilion, "凤凰议事亭", feng2, geo.Point{Lat: 36.3830, Lng: 119.7740}},
}

// addFacilities puts facilities on the map. A whole city around the town has its own.
func (t *Town) addFacilities(ctx context.Context) error {
	found, _, err := t.Cataloguing.Facilities(ctx, cataloguing.Sought{}, cataloguing.Page{Limit: 1})
	if err != nil || len(found) > 0 {
		return err
	}
	for _, f := range facilities {
		_, err := t.Cataloguing.OpenFacility(ctx, models.SystemActor, area.Facility{Kind: f.kind, Name: f.name, Area: f.area, Place: f.at, Opened: "2025-05-01"})
		if err != nil {
			return err
		}
	}
	return nil
}
