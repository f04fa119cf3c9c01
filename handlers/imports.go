package handlers

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"delinli/app/importing"
	"delinli/models"
	"delinli/models/intake"
	"delinli/models/resident"
	"delinli/models/secret"
	"delinli/models/table"
)

// Imports are the doors to the tables that staff send in.
type Imports struct{ Importing *importing.Service }

func (h Imports) routes() []Route {
	return []Route{
		get("/imports/template", OrderStaff, h.template, "A CSV with the columns that a table of a kind may have, and an example"),
		create("/imports", OrderStaff, h.begin, "Begin to send a table in, part by part"),
		get("/imports", OrderStaff, h.list, "One's own imports, the newest first"),
		get("/imports/:id", OrderStaff, h.show, "One import: what has come, how its columns are read, how far it is, what was found"),
		get("/imports/:id/faults", OrderStaff, h.faults, "What is wrong with which line, the first thousand"),
		put("/imports/:id/parts/:n", OrderStaff, h.part, "Send the n-th part, from 0; one that has come already changes nothing"),
		post("/imports/:id/open", OrderStaff, h.open, "All parts have come: read the heads"),
		post("/imports/:id/check", OrderStaff, h.check, "Read the table with its columns as they are mapped, and tell what is wrong"),
		post("/imports/:id/enter", OrderStaff, h.enter, "Enter its lines, all or only the good ones"),
		post("/imports/:id/stop", OrderStaff, h.stop, "End an import; its file goes, and nothing is entered"),
	}
}

type (
	importAt struct {
		ID models.IntakeID `path:"id" validate:"required"`
	}
	templateIn struct {
		Kind intake.Kind `query:"kind" validate:"required,oneof=residents dwellings teams organisations" example:"residents"`
	}
	beginImportIn struct {
		Kind intake.Kind `json:"kind" validate:"required,oneof=residents dwellings teams organisations" example:"residents" doc:"of what its lines are"`
		Name secret.Text `json:"name" validate:"required,max=200" example:"居民名册.xlsx" doc:"of the file"`
		Size int64       `json:"size" validate:"required" example:"1048576" doc:"of the file, in bytes"`
	}
	partIn struct {
		importAt
		N    int    `path:"n" validate:"min=0,max=1000"`
		File Upload `form:"file" validate:"required"`
	}
	checkImportIn struct {
		importAt
		Mapping []table.Field `json:"mapping" validate:"required,max=100,dive,omitempty,oneof=name id_number phone area_code address household relation tags compound building floors unit door kind origin from_on until_on parent founded_on" doc:"of each column, by its place, the field that it holds; empty: none"`
	}
	enterImportIn struct {
		importAt
		GoodOnly bool            `json:"good_only,omitempty" doc:"only the lines without a fault, where others have one"`
		Source   resident.Source `json:"source,omitempty" validate:"omitempty,oneof=visit self department" example:"department" doc:"from whom the tags of residents are known; required for them"`
	}
	lineFault struct {
		Line  int         `json:"line" example:"17" doc:"in the file, of which the first is 1"`
		Field table.Field `json:"field" example:"id_number"`
		Code  string      `json:"code" example:"id_number.check"`
		Zh    string      `json:"zh" example:"校验位不对，请核对"`
		En    string      `json:"en"`
		Other int         `json:"other,omitempty" doc:"the line that it is about too"`
	}
	lineFaults struct {
		Items []lineFault `json:"items"`
	}
	countedFault struct {
		faultView
		Count int `json:"count" example:"12"`
	}
	importOutcome struct {
		Lines   int            `json:"lines" example:"2000"`
		Good    int            `json:"good" example:"1988"`
		Bad     int            `json:"bad" example:"12"`
		Entered int            `json:"entered" doc:"rows that there are more now"`
		Faults  []countedFault `json:"faults" doc:"how often each, the most frequent first"`
	}
	importView struct {
		ID       models.IntakeID `json:"id"`
		Kind     intake.Kind     `json:"kind" validate:"oneof=residents dwellings teams organisations"`
		Name     string          `json:"name" example:"居民名册.xlsx"`
		Size     int64           `json:"size" example:"1048576" doc:"of the file, in bytes"`
		PartSize int             `json:"part_size" doc:"bytes of each part but the last"`
		Parts    int             `json:"parts" doc:"that have come"`
		State    intake.State    `json:"state" validate:"oneof=receiving opening ready checking checked entering done failed stopped gone"`
		Heads    []string        `json:"heads" example:"姓名"`
		Mapping  []table.Field   `json:"mapping" doc:"of each column the field that it holds; empty: none"`
		Step     string          `json:"step,omitempty" validate:"omitempty,oneof=check enter" doc:"what is being done"`
		Lines    int             `json:"lines" doc:"read so far"`
		Share    float64         `json:"share" doc:"of the file that was read, 0 to 1; 0 where it is not known"`
		Outcome  *importOutcome  `json:"outcome,omitempty"`
		Fault    *faultView      `json:"fault,omitempty"`
		BegunAt  time.Time       `json:"begun_at"`
		EndedAt  *time.Time      `json:"ended_at,omitempty"`
		GoesAt   time.Time       `json:"goes_at" doc:"when the file goes unless something is done with it"`
		Can      []intake.Event  `json:"can" example:"check"`
	}
)

// Ref is where the import is shown.
func (v importView) Ref() string { return "/imports/" + v.ID.String() }

func importOf(x importing.Shown) importView {
	v := importView{ID: x.ID, Kind: x.Kind, Name: x.Name, Size: x.Size, PartSize: intake.PartSize, Parts: x.Parts, State: x.State, Heads: x.Heads, Mapping: x.Mapping,
		Step: x.Progress.Step, Lines: x.Progress.Lines, Share: x.Progress.Share, BegunAt: x.BegunAt, EndedAt: x.EndedAt, GoesAt: x.GoesAt, Can: x.Can}
	if x.Fault != "" {
		v.Fault = new(faultOf(x.Fault, models.Internal))
	}
	if o := x.Outcome; o != nil {
		v.Outcome = &importOutcome{Lines: o.Lines, Good: o.Good(), Bad: o.Bad, Entered: o.Entered}
		for _, code := range slices.Sorted(maps.Keys(o.Codes)) {
			v.Outcome.Faults = append(v.Outcome.Faults, countedFault{faultOf(code, models.Invalid), o.Codes[code]})
		}
		slices.SortStableFunc(v.Outcome.Faults, func(a, b countedFault) int { return cmp.Compare(b.Count, a.Count) })
	}
	return v
}

func (h Imports) begin(ctx context.Context, a models.Actor, in beginImportIn) (importView, error) {
	x, err := h.Importing.Begin(ctx, a, in.Kind, in.Name, in.Size)
	return importOf(x), err
}

func (h Imports) list(ctx context.Context, a models.Actor, in Page) (out ItemsOf[importView], err error) {
	found, next, err := h.Importing.Mine(ctx, a, importing.Page{Limit: in.Limit, Cursor: in.Cursor})
	for _, x := range found {
		out.Items = append(out.Items, importOf(x))
	}
	out.Next = next
	return out, err
}

func (h Imports) show(ctx context.Context, a models.Actor, in importAt) (importView, error) {
	x, err := h.Importing.Show(ctx, a, in.ID)
	return importOf(x), err
}

func (h Imports) faults(ctx context.Context, a models.Actor, in importAt) (out lineFaults, err error) {
	x, err := h.Importing.Show(ctx, a, in.ID)
	if err != nil || x.Outcome == nil {
		return out, err
	}
	for _, f := range x.Outcome.Faults {
		told := faultOf(f.Code, models.Invalid)
		out.Items = append(out.Items, lineFault{f.Line, f.Field, f.Code, told.Zh, told.En, f.Other})
	}
	return out, nil
}

func (h Imports) part(ctx context.Context, a models.Actor, in partIn) (importView, error) {
	x, err := h.Importing.Put(ctx, a, in.ID, in.N, in.File.Data)
	return importOf(x), err
}

func (h Imports) open(ctx context.Context, a models.Actor, in importAt) (importView, error) {
	x, err := h.Importing.Open(ctx, a, in.ID)
	return importOf(x), err
}

func (h Imports) check(ctx context.Context, a models.Actor, in checkImportIn) (importView, error) {
	x, err := h.Importing.Check(ctx, a, in.ID, in.Mapping)
	return importOf(x), err
}

func (h Imports) enter(ctx context.Context, a models.Actor, in enterImportIn) (importView, error) {
	x, err := h.Importing.Enter(ctx, a, in.ID, in.GoodOnly, in.Source)
	return importOf(x), err
}

func (h Imports) stop(ctx context.Context, a models.Actor, in importAt) (importView, error) {
	x, err := h.Importing.Stop(ctx, a, in.ID)
	return importOf(x), err
}

func (h Imports) template(_ context.Context, _ models.Actor, in templateIn) (Blob, error) {
	text := importing.Template(in.Kind)
	return Blob{Type: "text/csv; charset=utf-8", Name: string(in.Kind) + ".csv", Size: int64(len(text)), Body: inMemory{bytes.NewReader(text)}}, nil
}

// inMemory is a body that needs no closing.
type inMemory struct{ *bytes.Reader }

// Close has nothing to let go of.
func (inMemory) Close() error { return nil }
