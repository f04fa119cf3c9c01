package handlers

import (
	"context"

	"delinli/models"
	"delinli/models/geo"
)

type (
	trySurveyIn struct {
		areaAt
		Drafts []draftBoundary `json:"drafts" validate:"required,max=100,dive"`
	}
	draftBoundary struct {
		Code     models.AreaCode `json:"code" validate:"required,areacode" example:"370785001005001" doc:"of the area itself, or right below it; it need not be there yet"`
		Boundary *polygon        `json:"boundary,omitempty" doc:"without one, as if it were not drawn"`
	}
	cutIn struct {
		areaAt
		Line [][]float64 `json:"line" validate:"required,min=2,max=500,dive,min=2,max=3" doc:"positions, longitude before latitude; it enters the grid once and leaves it once"`
	}
	cutView struct {
		Parts []cutPart `json:"parts" doc:"two, the one with more buildings first"`
	}
	cutPart struct {
		Boundary  polygon           `json:"boundary"`
		Buildings []models.AreaCode `json:"buildings" doc:"whose centre lies in it"`
	}
	// surveyView leaves out what is narrower than a pen: under 100 square metres.
	surveyView struct {
		Undrawn  []models.AreaCode `json:"undrawn" doc:"without a boundary; while there are any, gaps are not told"`
		Crossing []crossingView    `json:"crossing" doc:"whose boundary crosses itself, or is no one piece of ground"`
		Overlaps []overlapView     `json:"overlaps"`
		Outside  []outsideView     `json:"outside" doc:"beyond the boundary of the area above"`
		Gaps     groundView        `json:"gaps" doc:"of the area above, in none of those below"`
	}
	crossingView struct {
		Code models.AreaCode `json:"code" example:"370785001005001"`
		At   []point         `json:"at" doc:"where it crosses itself"`
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

func (h Areas) survey(ctx context.Context, a models.Actor, in areaAt) (surveyView, error) {
	s, err := h.Cataloguing.Survey(ctx, a, in.Code)
	return surveyOf(s), err
}

func (h Areas) trySurvey(ctx context.Context, a models.Actor, in trySurveyIn) (surveyView, error) {
	drafts := make([]geo.Part, len(in.Drafts))
	for i, d := range in.Drafts {
		drafts[i] = geo.Part{Code: d.Code, Boundary: d.Boundary.ground()}
	}
	s, err := h.Cataloguing.Survey(ctx, a, in.Code, drafts...)
	return surveyOf(s), err
}

func (h Areas) cut(ctx context.Context, a models.Actor, in cutIn) (out cutView, err error) {
	halves, err := h.Cataloguing.Cut(ctx, a, in.Code, pointsOf(in.Line))
	for _, half := range halves {
		out.Parts = append(out.Parts, cutPart{polygonOf(half.Boundary), half.Buildings})
	}
	return out, err
}

func surveyOf(s geo.Survey) surveyView {
	out := surveyView{Undrawn: s.Undrawn, Gaps: groundOf(s.Gaps)}
	for _, c := range s.Crossing {
		v := crossingView{Code: c.Code}
		for _, p := range c.At {
			v.At = append(v.At, point(p))
		}
		out.Crossing = append(out.Crossing, v)
	}
	for _, o := range s.Overlaps {
		out.Overlaps = append(out.Overlaps, overlapView{o.A, o.B, groundOf(o.Place)})
	}
	for _, o := range s.Outside {
		out.Outside = append(out.Outside, outsideView{o.Code, groundOf(o.Place)})
	}
	return out
}

func groundOf(p geo.Place) groundView {
	v := groundView{Metres: p.Metres}
	for _, piece := range p.Where {
		v.Where = append(v.Where, polygonOf(piece))
	}
	return v
}
