package handlers

import (
	"context"
	"time"

	"delinli/app/exporting"
	"delinli/handlers/message"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/export"
	"delinli/models/secret"
)

// Exports are the doors to the files that staff take out.
type Exports struct{ Exporting *exporting.Service }

func (h Exports) routes() []Route {
	return []Route{
		create("/exports", OrderStaff, h.ask, "Ask for a table as a workbook or comma-separated; one with personal data waits for a second person"),
		get("/exports", OrderStaff, h.list, "One's own exports, or those of others that wait for one's word, the newest first"),
		get("/exports/:id", OrderStaff, h.show, "One export: how far it is, and why it failed"),
		post("/exports/:id/stop", OrderStaff, h.stop, "Stop an export that has not ended"),
		post("/exports/:id/approve", Deciders, h.decide(true), "Let an export of personal data happen"),
		post("/exports/:id/deny", Deciders, h.decide(false), "Refuse an export of personal data"),
		get("/exports/:id/file", OrderStaff, h.file, "The file, for its owner alone, for a day"),
	}
}

type (
	exportAt struct {
		ID models.ExportID `path:"id" validate:"required"`
	}
	askExportIn struct {
		What     export.What       `json:"what" validate:"required,max=40" example:"orders"`
		Format   export.Format     `json:"format,omitempty" validate:"omitempty,oneof=xlsx csv" doc:"a workbook when it is left out"`
		Filter   map[string]string `json:"filter,omitempty" validate:"max=20" doc:"the filters of the list that is exported, by the names of its query"`
		Personal bool              `json:"personal,omitempty" doc:"names, identity numbers, phones, addresses and the requesters' own words in the clear"`
		Reason   audit.Reason      `json:"reason,omitempty" validate:"omitempty,oneof=serve verify visit call_back complaint emergency supervise correct asked law" example:"visit"`
		Words    secret.Text       `json:"words,omitzero" validate:"max=200" doc:"beside the reason, for the second person"`
	}
	listExportsIn struct {
		Page
		View string `query:"view" default:"mine" validate:"oneof=mine waiting" doc:"waiting: of others, for one's word"`
	}
	faultView struct {
		Code string `json:"code" example:"file.disk_full"`
		Zh   string `json:"zh" example:"磁盘已满，请稍后再试"`
		En   string `json:"en"`
	}
	exportView struct {
		ID        models.ExportID   `json:"id"`
		What      export.What       `json:"what" example:"orders"`
		Format    export.Format     `json:"format" validate:"oneof=xlsx csv"`
		Filter    map[string]string `json:"filter"`
		Areas     []models.AreaCode `json:"areas" doc:"that it holds"`
		Personal  bool              `json:"personal"`
		Reason    string            `json:"reason,omitempty" example:"visit"`
		Words     string            `json:"words,omitempty"`
		Owner     models.PersonID   `json:"owner_id"`
		By        secret.Name       `json:"owner_name" example:"张**"`
		State     export.State      `json:"state" validate:"oneof=waiting queued running done stopped denied failed gone"`
		Rows      int               `json:"rows" example:"12000" doc:"written so far"`
		Total     int               `json:"total" example:"100000" doc:"to be written, as counted when the work began; 0 while that is not known"`
		Fault     *faultView        `json:"fault,omitempty"`
		Size      int64             `json:"size,omitempty" doc:"of the file, in bytes"`
		AskedAt   time.Time         `json:"asked_at"`
		StartedAt *time.Time        `json:"started_at,omitempty"`
		EndedAt   *time.Time        `json:"ended_at,omitempty"`
		ExpiresAt *time.Time        `json:"expires_at,omitempty" doc:"when the file goes"`
		File      bool              `json:"file" doc:"can be fetched now, by the asker"`
		Can       []export.Event    `json:"can" example:"stop"`
	}
)

// Ref is where the export is shown.
func (v exportView) Ref() string { return "/exports/" + v.ID.String() }

func exportOf(x exporting.Shown) exportView {
	v := exportView{ID: x.ID, What: x.What, Format: x.Format, Filter: x.Filter, Areas: x.Areas, Personal: x.Personal, Reason: x.Reason, Words: x.Words, Owner: x.Owner, By: x.By,
		State: x.State, Rows: x.Rows, Total: x.Total, Size: x.Size, AskedAt: x.AskedAt, StartedAt: x.StartedAt, EndedAt: x.EndedAt,
		ExpiresAt: x.ExpiresAt, File: x.File, Can: x.Can}
	if v.Filter == nil {
		v.Filter = map[string]string{}
	}
	if x.Fault != "" {
		v.Fault = new(faultOf(x.Fault, models.Internal))
	}
	return v
}

// faultOf puts the words of both languages beside a code.
func faultOf(code string, kind models.Kind) faultView {
	return faultView{code, message.Chinese.Text(code, kind), message.English.Text(code, kind)}
}

func (h Exports) ask(ctx context.Context, a models.Actor, in askExportIn) (exportView, error) {
	x, err := h.Exporting.Ask(ctx, a, exporting.Asking{What: in.What, Format: in.Format, Filter: in.Filter, Personal: in.Personal, Reason: in.Reason, Words: in.Words.Plain()})
	return exportOf(x), err
}

func (h Exports) list(ctx context.Context, a models.Actor, in listExportsIn) (out ItemsOf[exportView], err error) {
	which := h.Exporting.Mine
	if in.View == "waiting" {
		which = h.Exporting.Waiting
	}
	found, next, err := which(ctx, a, exporting.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, x := range found {
		out.Items = append(out.Items, exportOf(x))
	}
	out.Next = next
	return out, err
}

func (h Exports) show(ctx context.Context, a models.Actor, in exportAt) (exportView, error) {
	x, err := h.Exporting.Show(ctx, a, in.ID)
	return exportOf(x), err
}

func (h Exports) stop(ctx context.Context, a models.Actor, in exportAt) (exportView, error) {
	x, err := h.Exporting.Stop(ctx, a, in.ID)
	return exportOf(x), err
}

func (h Exports) decide(approve bool) Verb[exportAt, exportView] {
	return func(ctx context.Context, a models.Actor, in exportAt) (exportView, error) {
		x, err := h.Exporting.Decide(ctx, a, in.ID, approve)
		return exportOf(x), err
	}
}

// mimes are the types of the formats.
var mimes = map[export.Format]string{export.Workbook: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", export.CSV: "text/csv; charset=utf-8"}

func (h Exports) file(ctx context.Context, a models.Actor, in exportAt) (Blob, error) {
	e, body, err := h.Exporting.File(ctx, a, in.ID)
	if err != nil {
		return Blob{}, err
	}
	name := string(e.What) + "-" + e.AskedAt.In(models.Local).Format("20060102-1504") + "." + string(e.Format)
	return Blob{Type: mimes[e.Format], Name: name, Size: e.Size, Body: body}, nil
}
