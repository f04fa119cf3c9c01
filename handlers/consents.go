package handlers

import (
	"context"
	"time"

	"delinli/app/registering"
	"delinli/models"
	"delinli/models/resident"
	"delinli/models/secret"
)

type (
	consentIn struct {
		Of      models.PersonID  `json:"of,omitzero" doc:"a child for whom one answers; left out: oneself"`
		Purpose resident.Purpose `json:"purpose" validate:"required,oneof=neighbours calls" example:"neighbours"`
		Version int              `json:"version" validate:"required,min=1" doc:"of the text that was shown"`
		Given   bool             `json:"given"`
	}
	consentOnPaperIn struct {
		residentAt
		Purpose resident.Purpose `json:"purpose" validate:"required,oneof=neighbours calls" example:"neighbours"`
		Given   bool             `json:"given"`
		Note    secret.Text      `json:"note" validate:"required,max=200" example:"纸质同意书在社区档案柜，见证人：楼长王某"`
	}
	saidView struct {
		Purpose resident.Purpose `json:"purpose" example:"neighbours"`
		Version int              `json:"version" doc:"of the text"`
		Zh      resident.Wording `json:"zh"`
		En      resident.Wording `json:"en"`
		Given   bool             `json:"given" doc:"false where nothing was ever said"`
		Lines   []wordView       `json:"lines" doc:"everything that was said, the newest first"`
	}
	wordView struct {
		Given   bool             `json:"given"`
		Version int              `json:"version"`
		Channel resident.Channel `json:"channel" example:"app"`
		Note    string           `json:"note,omitempty"`
		At      time.Time        `json:"at"`
	}
	saidList struct {
		Items []saidView `json:"items"`
	}
)

func saidOf(all []registering.Said) (list saidList) {
	for _, s := range all {
		v := saidView{Purpose: s.Purpose, Version: s.Version, Zh: s.Zh, En: s.En, Given: s.Last != nil && s.Last.Given}
		for _, w := range s.History {
			v.Lines = append(v.Lines, wordView{w.Given, w.Version, w.Channel, w.Note.Plain(), w.At})
		}
		list.Items = append(list.Items, v)
	}
	return list
}

func (h Records) consents(ctx context.Context, a models.Actor, in recordOf) (saidList, error) {
	all, err := h.Registering.OwnConsents(ctx, a, in.Of)
	return saidOf(all), err
}

func (h Records) consent(ctx context.Context, a models.Actor, in consentIn) (saidList, error) {
	all, err := h.Registering.Consent(ctx, a, in.Of, in.Purpose, in.Version, in.Given)
	return saidOf(all), err
}

func (h Records) consentsOf(ctx context.Context, a models.Actor, in residentAt) (saidList, error) {
	all, err := h.Registering.Consents(ctx, a, in.ID)
	return saidOf(all), err
}

func (h Records) consentOnPaper(ctx context.Context, a models.Actor, in consentOnPaperIn) (saidList, error) {
	all, err := h.Registering.ConsentOnPaper(ctx, a, in.ID, in.Purpose, in.Given, in.Note)
	return saidOf(all), err
}
