package importing

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"

	"golang.org/x/sync/errgroup"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/app/store/areas"
	"delinli/app/store/imports"
	"delinli/app/store/people"
	"delinli/app/store/reports"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/resident"
	"delinli/models/secret"
	"delinli/models/table"
)

// line is a good line with the blind indexes by which people are found.
type line struct {
	*resident.Line
	number, phone []byte
}

// register reads a table of residents.
type register struct {
	*Service
	*reading
	grids  map[models.AreaCode]bool
	today  calendar.Date
	id     models.ImportID
	staged map[int]bool
	seen   map[string]int // blind index → the line that has it
}

func (s *Service) register(ctx context.Context, a models.Actor, task Task, tell func(Progress)) (*register, error) {
	tx := s.DB.Read(ctx)
	grids, err := areas.Grids(tx)
	if err != nil {
		return nil, err
	}
	today, err := reports.Today(tx, s.Now())
	if err != nil {
		return nil, err
	}
	return &register{Service: s, reading: newReading(ctx, task, tell), grids: within(a, grids), today: today, seen: map[string]int{}}, nil
}

// How a table is read: so many lines at once, by so many at a time. Sealing one takes about as long as writing it.
const (
	batch   = 2_000
	sealers = 3
)

// run reads the table to its end and hands its good lines to each, batch by batch, several at a time.
func (r *register) run(each func([]line) error) error {
	return r.through(func() (err error) {
		crew, ctx := errgroup.WithContext(r.ctx)
		crew.SetLimit(sealers)
		for more := true; more && ctx.Err() == nil; {
			var lines []line
			if lines, more, err = r.some(); err != nil {
				break
			}
			crew.Go(func() error {
				free, err := r.free(lines)
				if err != nil {
					return err
				}
				return each(free)
			})
			r.report()
		}
		return errors.Join(err, crew.Wait(), r.ctx.Err())
	})
}

// some reads a batch of lines; more is false at the end of the table.
func (r *register) some() (lines []line, more bool, err error) {
	for range batch {
		cells, err := r.cells()
		if errors.Is(err, io.EOF) {
			return lines, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		l, faults := resident.ReadLine(r.today, r.task.Mapping, r.last, cells)
		if l == nil {
			continue
		}
		known := r.known(l, &faults)
		r.note(1, faults...)
		if len(faults) == 0 {
			lines = append(lines, known)
		}
	}
	return lines, true, nil
}

// known asks what the other lines and the areas know of a line.
func (r *register) known(l *resident.Line, faults *[]table.Fault) line {
	found := line{Line: l}
	if l.Area.At(models.Grid) != "" && !r.grids[l.Area.At(models.Grid)] {
		*faults = append(*faults, table.Fault{Line: l.Number, Field: resident.FieldArea, Code: "import.no_such_grid"})
	}
	once := func(field table.Field, purpose vault.Purpose, plain, code string) []byte {
		index := r.Keys.BlindIndex(purpose, plain)
		if other, twice := r.seen[string(index)]; twice {
			*faults = append(*faults, table.Fault{Line: l.Number, Field: field, Code: code, Other: other})
		} else {
			r.seen[string(index)] = l.Number
		}
		return index
	}
	if !l.Entry.Number.IsZero() {
		found.number = once(resident.FieldNumber, vault.IDNumberIndex, l.Entry.Number.Plain(), "import.number_twice")
	}
	if !l.Phone.IsZero() {
		found.phone = once(resident.FieldPhone, vault.PhoneIndex, l.Phone.Plain(), "import.phone_twice")
	}
	return found
}

// free leaves out whom the register, or the app, has already.
func (r *register) free(lines []line) ([]line, error) {
	var numbers, phones [][]byte
	for _, l := range lines {
		numbers = append(numbers, l.number)
		if l.phone != nil {
			phones = append(phones, l.phone)
		}
	}
	found, err := imports.Taken(r.DB.Read(r.ctx), numbers, phones)
	if err != nil || len(found) == 0 {
		return lines, err
	}
	taken := make(map[string]bool, len(found))
	for _, index := range found {
		taken[string(index)] = true
	}
	return slices.DeleteFunc(lines, func(l line) bool {
		var faults []table.Fault
		if taken[string(l.number)] {
			faults = append(faults, table.Fault{Line: l.Number, Field: resident.FieldNumber, Code: "resident.number_known"})
		}
		if taken[string(l.phone)] {
			faults = append(faults, table.Fault{Line: l.Number, Field: resident.FieldPhone, Code: "resident.phone_taken"})
		}
		r.note(0, faults...)
		return len(faults) > 0
	}), nil
}

// stage seals lines and writes those that are not there yet.
func (r *register) stage(lines []line) error {
	rows := make([]imports.Row, 0, len(lines))
	for _, l := range lines {
		if r.staged[l.Number] {
			continue
		}
		row, err := r.seal(l)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil
	}
	return r.DB.Write(r.ctx, func(tx *store.Tx) error { return imports.Stage(tx, r.id, rows, r.Now()) })
}

// seal makes a resident of a line.
func (r *register) seal(l line) (imports.Row, error) {
	id := models.NewID[models.PersonID](r.Random)
	key := r.Vault.NewDataKey(id)
	drawer, err := r.Vault.Unlock(key, id)
	if err != nil {
		return imports.Row{}, err
	}
	row := imports.Row{Line: l.Number, Tags: l.Tags, Row: resident.Row{ID: id, Key: key.Sealed, IDIndex: l.number, PhoneIdx: l.phone, Household: r.household(l),
		Relation: l.Relation, Sex: resident.SexOf(l.Entry.Number), Born: resident.Month(l.Entry.Number), Area: l.Area.At(models.Grid)}}
	for column, part := range map[string]struct {
		plain string
		into  *secret.Sealed
	}{"name": {l.Name.Plain(), &row.Name}, "id_number": {l.Entry.Number.Plain(), &row.IDNumber}, "phone": {l.Phone.Plain(), &row.Phone},
		"address": {l.Address.Plain(), &row.Address}} {
		sealed, err := drawer.Seal(people.Place(id, column), part.plain)
		if err != nil {
			return row, err
		}
		*part.into = sealed
	}
	return row, nil
}

// household is the same for all lines of an import that name the same household in the same grid, also after a cut.
func (r *register) household(l line) (id models.HouseholdID) {
	if l.House == "" {
		return id
	}
	sum := sha256.Sum256(fmt.Appendf(r.id.Bytes(), "%s/%s", l.Area.At(models.Grid), l.House))
	id, _ = models.ParseID[models.HouseholdID](fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16]))
	return id
}

// digestOf tells files, and ways to read them, apart.
func digestOf(ctx context.Context, task Task, a models.Actor) (digest []byte, err error) {
	f, err := task.File.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	h := sha256.New()
	fmt.Fprintf(h, "%s %v %v %s\n", a.Person, task.Mapping, task.GoodOnly, task.Source)
	if _, err := io.Copy(h, f); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}
