package demo

import (
	"context"
	"errors"

	"delinli/models"
	"delinli/models/area"
	"delinli/models/geo"
)

// The places of the town.
const (
	city    models.AreaCode = "370785"
	street  models.AreaCode = "370785001"
	kang    models.AreaCode = "370785001001" // 康成社区
	feng    models.AreaCode = "370785001002" // 凤凰社区
	kang1   models.AreaCode = "370785001001001"
	kang2   models.AreaCode = "370785001001002"
	feng1   models.AreaCode = "370785001002001"
	feng2   models.AreaCode = "370785001002002"
	tower   models.AreaCode = "37078500100100100003" // 3 号楼 of the first grid
	terrace models.AreaCode = "37078500100200100007"
)

// plot is a rectangle on the map, in degrees.
type plot struct{ south, west, north, east float64 }

func (p plot) boundary() geo.Polygon {
	return geo.Polygon{{{Lat: p.south, Lng: p.west}, {Lat: p.south, Lng: p.east}, {Lat: p.north, Lng: p.east}, {Lat: p.north, Lng: p.west}, {Lat: p.south, Lng: p.west}}}
}

func (p plot) centre() *geo.Point {
	return &geo.Point{Lat: (p.south + p.north) / 2, Lng: (p.west + p.east) / 2}
}

var plots = []struct {
	code models.AreaCode
	name string
	plot
	line string // the hotline; invented
}{
	{street, "朝阳街道", plot{36.370, 119.740, 36.390, 119.780}, "0536-555-0100"},
	{kang, "康成社区", plot{36.370, 119.740, 36.390, 119.760}, "0536-555-0101"},
	{feng, "凤凰社区", plot{36.370, 119.760, 36.390, 119.780}, "0536-555-0102"},
	{kang1, "康成社区第一网格", plot{36.370, 119.740, 36.390, 119.750}, ""},
	{kang2, "康成社区第二网格", plot{36.370, 119.750, 36.390, 119.760}, ""},
	{feng1, "凤凰社区第一网格", plot{36.370, 119.760, 36.390, 119.770}, ""},
	{feng2, "凤凰社区第二网格", plot{36.370, 119.770, 36.390, 119.780}, ""},
	{tower, "康成小区3号楼", plot{36.378, 119.744, 36.379, 119.745}, ""},
	{terrace, "凤凰花园7号楼", plot{36.378, 119.764, 36.379, 119.765}, ""},
}

// addAreas draws the map; an area that is there stays as it is.
func (t *Town) addAreas(ctx context.Context) error {
	for _, p := range plots {
		_, err := t.Cataloguing.AddArea(ctx, models.SystemActor, area.Area{Code: p.code, Name: p.name, Centre: p.centre(), Boundary: p.boundary(),
			Hotline: p.line})
		if e, ok := errors.AsType[*models.Error](err); ok && e.Fields["code"] == "taken" {
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}
