package handlers

import (
	"context"

	"delinli/models"
	"delinli/models/geo"
)

type (
	// surveyView leaves out what is narrower than a pen: under 100 square metres.
	surveyView struct {
		Undrawn  []models.AreaCode `json:"undrawn" doc:"without a boundary; while there are any, gaps are not told"`
		Crossing []models.AreaCode `json:"crossing" doc:"whose boundary crosses itself"`
		Overlaps []overlapView     `json:"overlaps"`
		Outside  []outsideView     `json:"outside" doc:"beyond the boundary of the area above"`
		Gaps     groundView        `json:"gaps" doc:"of the area above, in none of those below"`
	}
	overlapView struct {
		A models.AreaCode `json:"a" example:"370785001005001"`
		B models.AreaCode `json:"b" example:"370785001005002"`
		groundView
	}
	outsideView struct {
		Code models.AreaCode `json:"code" example:"370785001005001"`
		groundView
	}
	groundView struct {
		Metres float64   `json:"square_metres" example:"1250"`
		Where  []polygon `json:"where"`
	}
)

func (h Areas) survey(ctx context.Context, a models.Actor, in areaAt) (out surveyView, err error) {
	s, err := h.Cataloguing.Survey(ctx, a, in.Code)
	if err != nil {
		return out, err
	}
	out = surveyView{Undrawn: s.Undrawn, Crossing: s.Crossing, Gaps: groundOf(s.Gaps)}
	for _, o := range s.Overlaps {
		out.Overlaps = append(out.Overlaps, overlapView{o.A, o.B, groundOf(o.Place)})
	}
	for _, o := range s.Outside {
		out.Outside = append(out.Outside, outsideView{o.Code, groundOf(o.Place)})
	}
	return out, nil
}

func groundOf(p geo.Place) groundView {
	v := groundView{Metres: p.Metres}
	for _, piece := range p.Where {
		v.Where = append(v.Where, polygonOf(piece))
	}
	return v
}
