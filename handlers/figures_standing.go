package handlers

import (
	"context"
	"time"

	"delinli/app/reporting"
	"delinli/models"
	"delinli/models/area"
	"delinli/models/calendar"
	"delinli/models/report"
)

// fourLevels are those who see what their area has.
var fourLevels = Roles("four levels", reporting.Levels...)

type (
	standingIn struct {
		Area  models.AreaCode  `query:"area" validate:"omitempty,areacode" example:"370785001" doc:"the asker's own areas when left out"`
		Level models.AreaLevel `query:"level" validate:"omitempty,oneof=street community grid building" doc:"of the parts; the level below when left out"`
	}
	stockView struct {
		Area    models.AreaCode       `json:"area_code" example:"370785001" doc:"empty for several seats together"`
		Name    string                `json:"name" example:"朝阳街道"`
		Figures map[report.Name]int64 `json:"figures"`
		Odd     bool                  `json:"odd" doc:"a grid with fewer dwellings than one should have, or more"`
	}
	standingView struct {
		stockView
		AsOf      calendar.Date    `json:"as_of" example:"2024-08-15"`
		CountedAt time.Time        `json:"counted_at"`
		Level     models.AreaLevel `json:"level" example:"community"`
		LeftOff   int              `json:"left_off" doc:"areas that are not shown"`
		Items     []stockView      `json:"items" doc:"the areas of the level; what lies above it stands for itself"`
	}
)

func stockOf(p reporting.Part) stockView {
	v := stockView{Area: models.AreaCode(p.Key), Name: p.Name, Figures: map[report.Name]int64{}}
	if dwellings := int(p.Tally[report.Dwelled]); v.Area.Level() == models.Grid && dwellings > 0 {
		v.Odd = area.OddSize(dwellings)
	}
	for _, f := range report.Standing {
		v.Figures[f.Name] = p.Tally[f.Name]
	}
	return v
}

func (h Figures) standing(ctx context.Context, a models.Actor, in standingIn) (out standingView, err error) {
	found, err := h.Reporting.Standing(ctx, a, in.Area, in.Level)
	out = standingView{stockView: stockOf(found.Whole), AsOf: found.AsOf, CountedAt: found.CountedAt, Level: found.Level, LeftOff: found.LeftOff}
	for _, p := range found.Parts {
		out.Items = append(out.Items, stockOf(p))
	}
	return out, err
}
