package handlers

import (
	"context"

	"delinli/models"
	"delinli/models/calendar"
)

type (
	mannedIn struct {
		Area models.AreaCode `query:"area" validate:"omitempty,areacode" doc:"the asker's own, when it is left out"`
	}
	mannedView struct {
		First calendar.Date `json:"first" example:"2026-03-10" doc:"the day of the first hour"`
		All   int           `json:"all" doc:"volunteers with room in the area"`
		Hours []int         `json:"hours" doc:"of the 168 hours of seven days, how many can come"`
	}
)

func (h Dispatch) manned(ctx context.Context, a models.Actor, in mannedIn) (mannedView, error) {
	first, hours, all, err := h.Dispatching.Manned(ctx, a, in.Area)
	return mannedView{calendar.Date(first.In(models.Local).Format("2006-01-02")), all, hours[:]}, err
}
