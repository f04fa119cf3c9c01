package importing

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	vault "delinli/app/secret"
	"delinli/app/store/areas"
	"delinli/app/store/imports"
	"delinli/app/store/people"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/resident"
	"delinli/models/secret"
	"delinli/models/table"
)

// line is a good line with the blind indexes by which people are found.
type line struct {
	*resident.Line
	name, number, phone []byte
}

// residents are entered batch by batch: sealing one takes about as long as writing it, so several are at the former while one writes.
type residents struct {
	inTx
	*reading
	id    models.ImportID
	today calendar.Date
	grids map[models.AreaCode]bool
	seen  map[string]int // blind index → the line that has it

	batch   []line
	crew    *errgroup.Group
	running context.Context // until one of the crew fails

	writing sync.Mutex
	entered int
}

// How a table is read: so many lines at once, by so many at a time.
const (
	batch   = 2_000
	sealers = 3
)

// residentsIn takes the grids of the actor, which stay until the transaction ends.
func (t inTx) residentsIn(r *reading, today calendar.Date) (*residents, error) {
	grids, err := areas.KeepGrids(t.tx)
	if err != nil {
		return nil, err
	}
	if r.wanted {
		err = imports.OneAtATime(t.tx)
	}
	b := &residents{inTx: t, reading: r, id: models.NewID[models.ImportID](t.Random), today: today, grids: within(t.a, grids), seen: map[string]int{}}
	b.crew, b.running = errgroup.WithContext(r.ctx)
	b.crew.SetLimit(sealers)
	return b, err
}

func (b *residents) add(number int, cells []string) ([]table.Fault, error) {
	l, faults := resident.ReadLine(b.today, b.task.Mapping, number, cells)
	known := b.known(l, &faults)
	if len(faults) > 0 {
		return faults, nil
	}
	if b.batch = append(b.batch, known); len(b.batch) == batch {
		b.pass()
	}
	return nil, b.running.Err()
}

// pass hands a batch to the crew.
func (b *residents) pass() {
	lines := b.batch
	b.batch = nil
	b.crew.Go(func() error {
		free, err := b.free(lines)
		if err != nil || !b.wanted || b.hopeless() {
			return err
		}
		return b.enter(free)
	})
}

func (b *residents) close(err error) (int, error) {
	if err == nil && len(b.batch) > 0 {
		b.pass()
	}
	if failed := b.crew.Wait(); failed != nil {
		err = failed
	}
	return b.entered, err
}

// known asks what the other lines and the areas know of a line.
func (b *residents) known(l *resident.Line, faults *[]table.Fault) line {
	found := line{Line: l, name: b.Keys.BlindIndex(vault.NameIndex, l.Name.Plain())}
	if l.Area.At(models.Grid) != "" && !b.grids[l.Area.At(models.Grid)] {
		*faults = append(*faults, table.Fault{Line: l.Number, Field: resident.FieldArea, Code: "import.no_such_grid"})
	}
	once := func(field table.Field, purpose vault.Purpose, plain, code string) []byte {
		index := b.Keys.BlindIndex(purpose, plain)
		if other, twice := b.seen[string(index)]; twice {
			*faults = append(*faults, table.Fault{Line: l.Number, Field: field, Code: code, Other: other})
		} else {
			b.seen[string(index)] = l.Number
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
func (b *residents) free(lines []line) ([]line, error) {
	var numbers, phones [][]byte
	for _, l := range lines {
		numbers = append(numbers, l.number)
		if l.phone != nil {
			phones = append(phones, l.phone)
		}
	}
	found, err := imports.Taken(b.DB.Read(b.ctx), numbers, phones)
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
		b.note(0, faults...)
		return len(faults) > 0
	}), nil
}

// enter seals lines and writes them.
func (b *residents) enter(lines []line) error {
	rows := make([]imports.Row, len(lines))
	for i, l := range lines {
		var err error
		if rows[i], err = b.seal(l); err != nil {
			return err
		}
	}
	b.writing.Lock()
	defer b.writing.Unlock()
	n, err := imports.Enter(b.tx, rows, imports.Entering{By: b.a.Person, Source: b.task.Source, Today: b.today, Now: b.Now()})
	b.entered += n
	return err
}

// seal makes a resident of a line.
func (b *residents) seal(l line) (imports.Row, error) {
	id := models.NewID[models.PersonID](b.Random)
	key := b.Vault.NewDataKey(id)
	drawer, err := b.Vault.Unlock(key, id)
	if err != nil {
		return imports.Row{}, err
	}
	row := imports.Row{Tags: l.Tags, Row: resident.Row{ID: id, Key: key.Sealed, NameIdx: l.name, IDIndex: l.number, PhoneIdx: l.phone, Household: b.household(l),
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

// household is the same for all lines of an import that name the same household in the same grid, also after
func (b *residents) household(l line) (id models.HouseholdID) {
	if l.House == "" {
		return id
	}
	sum := sha256.Sum256(fmt.Appendf(b.id.Bytes(), "%s/%s", l.Area.At(models.Grid), l.House))
	id, _ = models.ParseID[models.HouseholdID](fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16]))
	return id
}
