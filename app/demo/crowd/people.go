package crowd

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	vault "delinli/app/secret"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/catalog"
	"delinli/models/dispatch"
	"delinli/models/order"
	"delinli/models/secret"
	"delinli/models/volunteer"
)

// place is a community with its people.
type place struct {
	area       models.AreaCode
	grids      []models.AreaCode
	staff      models.Actor
	secretary  models.Actor
	above      models.Actor // of the street
	office     models.Actor // of a department
	residents  []resident
	volunteers []*helper
	lately     []models.OrderID
}

// resident is somebody who needs something.
type resident struct {
	Person
	key     secret.WrappedKey
	address string // as an order has it
}

// helper is a volunteer with what the lives did to them.
type helper struct {
	dispatch.Candidate
	actor models.Actor
}

const areasSQL = `SELECT code FROM areas WHERE length(code) IN (12, 15) ORDER BY code`

// settle fills the communities of the town with people.
func (t *Town) settle(ctx context.Context, n int) ([]*place, error) {
	codes, err := store.Query(t.DB.Read(ctx), areasSQL, nil, store.Value[models.AreaCode])
	if err != nil {
		return nil, err
	}
	var places []*place
	for _, code := range codes {
		if code.Level() == models.Community {
			places = append(places, &place{area: code})
		} else if last := places[len(places)-1]; code.Within(last.area) {
			last.grids = append(last.grids, code)
		}
	}
	places = slices.DeleteFunc(places, func(p *place) bool { return len(p.grids) == 0 })
	if len(places) == 0 {
		return nil, fmt.Errorf("there is no community with a grid")
	}
	s := settler{Town: t, chance: rand.New(rand.NewPCG(7, 11))}
	for i, p := range places {
		residents, volunteers := n/perResident/len(places)+1, max(300, n/perVolunteer)/len(places)+1
		if err := s.populate(ctx, i, p, residents, volunteers); err != nil {
			return nil, fmt.Errorf("%s: %w", p.area, err)
		}
	}
	return places, nil
}

type settler struct {
	*Town
	chance *rand.Rand
	phones int
}

func (s *settler) populate(ctx context.Context, i int, p *place, residents, volunteers int) error {
	var people []Person
	for range residents {
		r, err := s.resident(p)
		if err != nil {
			return err
		}
		p.residents, people = append(p.residents, r), append(people, r.Person)
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := AddPeople(tx, people); err != nil {
			return err
		}
		if err := s.staff(tx, p); err != nil {
			return err
		}
		return s.helpers(tx, i, p, volunteers)
	})
}

// person draws somebody who came to the town before the story begins.
func (s *settler) person(area models.AreaCode, role models.Role, over models.AreaCode, address string, phone bool) (p Person, key secret.WrappedKey, err error) {
	id := models.NewID[models.PersonID](s.Random)
	key = s.Vault.NewDataKey(id)
	p = Person{ID: id, Area: area, At: s.Now.Add(-span - 30*24*time.Hour), Wrapped: key.Sealed, Seat: models.NewID[models.SeatID](s.Random), Role: role, Over: over}
	columns := map[string]struct {
		into *secret.Sealed
		text string
	}{"name": {&p.Name, draw(s.chance, Surnames) + draw(s.chance, GivenNames)}, "address": {&p.Address, address}}
	if phone {
		s.phones++
		number := fmt.Sprintf("1%010d", 1_000_000+s.phones) // a prefix that no network uses
		p.Index = s.Keys.BlindIndex(vault.PhoneIndex, number)
		columns["phone"] = struct {
			into *secret.Sealed
			text string
		}{&p.Phone, number}
	}
	for name, c := range columns {
		if *c.into, err = s.Vault.Seal(key, secret.Place{Person: id, Table: "persons", Column: name, Row: id.String()}, c.text); err != nil {
			return p, key, err
		}
	}
	return p, key, nil
}

// resident draws somebody of a place; some live with the one before, and one of twelve has no phone.
func (s *settler) resident(p *place) (r resident, err error) {
	address := fmt.Sprintf("%d号楼%d单元%d0%d室", 1+s.chance.IntN(18), 1+s.chance.IntN(4), 1+s.chance.IntN(6), 1+s.chance.IntN(2))
	grid := draw(s.chance, p.grids)
	if r.Person, r.key, err = s.person(grid, models.Resident, grid.At(models.City), address, s.chance.IntN(12) > 0); err != nil {
		return r, err
	}
	if n := len(p.residents); n > 0 && s.chance.IntN(4) == 0 {
		before := &p.residents[n-1]
		if before.Household.IsZero() {
			return r, nil
		}
		r.Household = before.Household
	} else if s.chance.IntN(2) == 0 {
		r.Household = models.NewID[models.HouseholdID](s.Random)
	}
	b, err := json.Marshal(order.Address{Detail: address})
	r.address = string(b)
	return r, err
}

const seatedSQL = `SELECT person_id FROM seats WHERE role = @role AND area_code = @area AND ended_at IS NULL ORDER BY from_at LIMIT 1`

// staff finds who runs the place, or makes somebody. One department serves all.
func (s *settler) staff(tx *store.Tx, p *place) error {
	for _, post := range []struct {
		role models.Role
		area models.AreaCode
		unit string
		into *models.Actor
	}{
		{models.CommunityStaff, p.area, "", &p.staff},
		{models.CommunitySecretary, p.area, "", &p.secretary},
		{models.StreetStaff, p.area.At(models.Street), "", &p.above},
		{models.DepartmentStaff, p.area.At(models.City), bureau, &p.office},
	} {
		found, err := store.Query(tx, seatedSQL, store.Args{"role": string(post.role), "area": string(post.area)}, store.Value[models.PersonID])
		if err != nil {
			return err
		}
		if len(found) == 0 && post.unit != "" {
			continue // a department that is not there is not referred to
		}
		if len(found) == 0 {
			made, _, err := s.person(p.area, post.role, post.area, "", true)
			if err != nil {
				return err
			}
			if err := AddPeople(tx, []Person{made}); err != nil {
				return err
			}
			found = append(found, made.ID)
		}
		*post.into = models.Actor{Person: found[0], Phone: true, Seats: []models.Seat{{Role: post.role, Area: post.area, Unit: post.unit}}}
	}
	return nil
}

// bureau is the unit of the department that orders are referred to.
const bureau = "民政局"

// Volunteer is a verified volunteer as the tables have them; with a seat, it is made too.
type Volunteer struct {
	ID           models.PersonID       `json:"person_id"`
	Seat         models.SeatID         `json:"seat"`
	Number       string                `json:"number"`
	Party        bool                  `json:"party_member"`
	Skills       []string              `json:"skills"`
	Areas        []models.AreaCode     `json:"areas"`
	Availability dispatch.Availability `json:"availability"`
	At           time.Time             `json:"applied_at"`
	By           models.PersonID       `json:"decided_by"`
}

// AddVolunteers numbers volunteers and writes them.
func AddVolunteers(tx *store.Tx, rows []Volunteer) error {
	numbers, err := store.Query(tx, `SELECT nextval('volunteer_numbers') FROM generate_series(1, CAST(@n AS integer))`, store.Args{"n": len(rows)}, store.Value[int64])
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].Number = volunteer.Number(rows[i].At, numbers[i])
	}
	return store.AddRows(tx, volunteersSQL, rows)
}

const volunteersSQL = `
	WITH r AS MATERIALIZED (
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (person_id uuid, seat uuid, number text, party_member boolean, skills text[], areas text[],
			availability jsonb, applied_at timestamptz, decided_by uuid)
	), s AS (
		INSERT INTO seats (id, person_id, role, area_code, from_at) SELECT seat, person_id, 'volunteer', areas[1], applied_at FROM r WHERE seat IS NOT NULL
	)
	INSERT INTO volunteers (person_id, number, state, party_member, skills, areas, availability, cap, version, applied_at, decided_by)
	SELECT person_id, number, 'verified', party_member, skills, areas, availability, 20, 2, applied_at, decided_by FROM r`

// helpers draws the volunteers of a place. Together they know every trade; some serve the whole street.
func (s *settler) helpers(tx *store.Tx, i int, p *place, n int) error {
	var people []Person
	var rows []Volunteer
	for k := range n {
		area := p.area
		if s.chance.IntN(3) == 0 {
			area = p.area.At(models.Street)
		}
		made, _, err := s.person(draw(s.chance, p.grids), models.Volunteer, area, "", true)
		if err != nil {
			return err
		}
		h := &helper{actor: models.Actor{Person: made.ID, Phone: true, Seats: []models.Seat{{Role: models.Volunteer, Area: area}}}}
		h.Candidate = dispatch.Candidate{Person: made.ID, Verified: true, Party: s.chance.IntN(3) > 0, Skills: Skills(i+k, n), Areas: []models.AreaCode{area},
			Availability: draw(s.chance, calendars), Cap: volunteer.MaxCap}
		p.volunteers, people = append(p.volunteers, h), append(people, made)
		rows = append(rows, Volunteer{ID: made.ID, Party: h.Party, Skills: h.Skills, Areas: h.Areas, Availability: h.Availability, At: made.At, By: p.staff.Person})
	}
	if err := AddPeople(tx, people); err != nil {
		return err
	}
	return AddVolunteers(tx, rows)
}

// Skills deals the trades out, so that the n of a place have all of them; who knows one knows how to care for the old or to fill in papers.
func Skills(k, n int) []string {
	has := []string{[]string{catalog.ElderCare, catalog.Paperwork}[k%2]}
	for i := k % n; i < len(catalog.Skills); i += n {
		has = append(has, catalog.Skills[i].Code)
	}
	slices.Sort(has)
	return slices.Compact(has)
}

// calendars are when volunteers have time: whenever, in the evening and at the weekend, in the morning.
var calendars = []dispatch.Availability{
	{}, {},
	{Weekly: []dispatch.Slot{{Weekday: 1, From: 1080, To: 1260}, {Weekday: 3, From: 1080, To: 1260}, {Weekday: 6, From: 480, To: 1200}, {Weekday: 0, From: 480, To: 1200}}},
	{Weekly: []dispatch.Slot{{Weekday: 1, From: 480, To: 720}, {Weekday: 2, From: 480, To: 720}, {Weekday: 4, From: 480, To: 720}, {Weekday: 5, From: 480, To: 720}}},
}

type counter struct {
	ID    models.PersonID `json:"person_id"`
	Load  int             `json:"load"`
	Cap   int             `json:"cap"`
	Sum   int             `json:"rating_sum"`
	Count int             `json:"rating_count"`
}

const countersSQL = `
	UPDATE volunteers v SET load = r.load, cap = r.cap, rating_sum = r.rating_sum, rating_count = r.rating_count
	FROM json_to_recordset(CAST(@rows AS json)) AS r (person_id uuid, load integer, cap integer, rating_sum integer, rating_count integer)
	WHERE v.person_id = r.person_id`

// close writes what the lives left on the volunteers' own rows.
func (t *Town) close(ctx context.Context, places []*place) error {
	var rows []counter
	for _, p := range places {
		for i, h := range p.volunteers {
			rows = append(rows, counter{h.Person, h.Load, max(h.Load, 4+i%6), h.RatingSum, h.RatingCount})
		}
	}
	return t.DB.Write(ctx, func(tx *store.Tx) error { return store.AddRows(tx, countersSQL, rows) })
}

func draw[T any](chance *rand.Rand, from []T) T { return from[chance.IntN(len(from))] }
