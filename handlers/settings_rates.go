package handlers

import (
	"context"

	"delinli/app/cataloguing"
	"delinli/models"
	"delinli/models/report"
)

type (
	setRatesIn struct {
		Version int `json:"version" validate:"min=0" doc:"as last seen; 0 for the program's own"`
		ratesBody
	}
	ratesBody struct {
		Response     float64 `json:"response" validate:"min=0,max=1" example:"0.1"`
		Resolution   float64 `json:"resolution" validate:"min=0,max=1" example:"0.5"`
		Satisfaction float64 `json:"satisfaction" validate:"min=0,max=1" example:"0.4" doc:"the three add up to 1"`
		Basically    float64 `json:"basically" validate:"min=0,max=1" example:"0.9" doc:"how much an answer basically satisfied counts"`
	}
	ratesView struct {
		Version int `json:"version"`
		ratesBody
	}
)

func (h Settings) rates(ctx context.Context, a models.Actor, _ Nothing) (ratesView, error) {
	k, err := h.Cataloguing.Settings(ctx, a)
	if err != nil {
		return ratesView{}, err
	}
	return ratesView{k.Rates.Version, ratesBody(k.Rates.Weights)}, nil
}

func (h Settings) setRates(ctx context.Context, a models.Actor, in setRatesIn) (ratesView, error) {
	w, err := h.Cataloguing.SetRates(ctx, a, cataloguing.RateWeights{Version: in.Version, Weights: report.Weights(in.ratesBody)})
	return ratesView{w.Version, ratesBody(w.Weights)}, err
}

func (h Settings) ratesHistory(ctx context.Context, a models.Actor, in Page) (ItemsOf[revisionView], error) {
	return history(ctx, h.Cataloguing, a, cataloguing.Weights, cataloguing.RatesKey, in)
}
