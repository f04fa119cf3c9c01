package handlers

import (
	"context"
	"io"
	"time"

	"delinli/app/filing"
	"delinli/models"
	kept "delinli/models/file"
)

// Files are the doors to pictures and voices.
type Files struct{ Filing *filing.Service }

func (h Files) routes() []Route {
	return []Route{
		create("/files", SignedIn, h.upload, "Send a picture or a voice, to be attached within a day").unkeyed(),
		get("/files/:id/link", SignedIn, h.link, "A link to a file, good for five minutes"),
		get("/files/:id", Public, h.open, "The bytes behind a link"),
		put("/me/portrait", Volunteers, h.portrait, "The picture that a volunteer shows at the door"),
	}
}

type uploadIn struct {
	File Upload `form:"file" validate:"required"`
}

type fileView struct {
	ID      models.FileID `json:"id"`
	Kind    kept.Kind     `json:"kind"`
	Mime    kept.Mime     `json:"mime" example:"image/jpeg"`
	Size    int64         `json:"size" example:"183204"`
	Width   int           `json:"width,omitempty"`
	Height  int           `json:"height,omitempty"`
	Seconds int           `json:"seconds,omitempty"`
}

func (h Files) upload(ctx context.Context, a models.Actor, in uploadIn) (fileView, error) {
	f, err := h.Filing.Upload(ctx, a, in.File.Data)
	return fileView{f.ID, f.Kind, f.Mime, f.Size, f.Width, f.Height, f.Seconds}, err
}

type fileAt struct {
	ID models.FileID `path:"id" validate:"required"`
}

type linkView struct {
	URL   string    `json:"url" example:"/api/v1/files/…?sig=…"`
	Until time.Time `json:"until"`
}

func (h Files) link(ctx context.Context, a models.Actor, in fileAt) (linkView, error) {
	sig, until, err := h.Filing.Link(ctx, a, in.ID)
	return linkView{Base + "/files/" + in.ID.String() + "?sig=" + sig, until}, err
}

type openIn struct {
	fileAt
	Sig   string `query:"sig" validate:"required,max=200"`
	Small bool   `query:"small"`
}

func (h Files) open(ctx context.Context, _ models.Actor, in openIn) (Blob, error) {
	f, body, err := h.Filing.Open(ctx, in.ID, in.Sig, in.Small)
	if err != nil {
		return Blob{}, err
	}
	size, err := body.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = body.Seek(0, io.SeekStart)
	}
	return Blob{Type: string(f.Mime), Name: f.ID.String(), Size: size, Body: body, Keep: filing.LinkLife}, err
}

type portraitIn struct {
	ID models.FileID `json:"file" validate:"required"`
}

func (h Files) portrait(ctx context.Context, a models.Actor, in portraitIn) (Nothing, error) {
	return Nothing{}, h.Filing.Portrait(ctx, a, in.ID)
}
