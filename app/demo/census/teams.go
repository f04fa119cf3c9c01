package census

import (
	"context"
	"fmt"

	"delinli/app/demo/crowd"
	"delinli/app/store"
	"delinli/app/store/parties"
	"delinli/app/store/posts"
	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/gridteam"
	"delinli/models/party"
)

// able lists the adults of a grid who head a household or are married to its head, in a drawn order.
func (c *City) able(g *grid) (people []*member) {
	for i := range g.homes {
		for k := range g.homes[i].members {
			if m := &g.homes[i].members[k]; m.age == adult && k < 2 {
				people = append(people, m)
			}
		}
	}
	c.chance.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
	return people
}

// taken is how many of the able hold a post in any grid: cadres are others.
const taken = 10

// post fills the posts of every grid.
func (c *City) post(ctx context.Context) error {
	full, part := deal(c.chance, fullTimeOf), deal(c.chance, partTimeOf)
	var all []gridteam.Post
	for i, g := range c.grids {
		g.able = c.able(g)
		n := 0
		hold := func(kind gridteam.Kind, origin gridteam.Origin) {
			from := calendar.DateOf(c.at.AddDate(0, 0, -60-c.chance.IntN(800)))
			all = append(all, gridteam.Post{ID: models.NewID[models.PostID](c.Random), Grid: g.code, Kind: kind, Person: g.able[n].id, Origin: origin, From: from})
			n++
		}
		hold(gridteam.Chief, gridteam.CommunityStaff)
		hold(gridteam.Liaison, pick(c.chance, []gridteam.Origin{gridteam.OwnersCommittee, gridteam.PropertyStaff}))
		for range full[i] {
			hold(gridteam.FullTime, gridteam.CommunityStaff)
		}
		for range part[i] {
			hold(gridteam.PartTime, pick(c.chance, []gridteam.Origin{gridteam.Residents, gridteam.Residents, gridteam.PropertyStaff}))
		}
	}
	return c.write(ctx, func(tx *store.Tx) error { return posts.Add(tx, all) })
}

// report lets the cadres report to the communities they live in. They are volunteers too.
func (c *City) report(ctx context.Context) error {
	cadres := deal(c.chance, cadresOf)
	var all []party.Return
	var volunteers []crowd.Volunteer
	for i, g := range c.grids {
		for n := range cadres[i] {
			m := g.able[taken+n]
			skills := crowd.Skills(n, cadres[i])
			all = append(all, party.Return{Person: m.id, Kind: pick(c.chance, []party.ReturnKind{party.Serving, party.Serving, party.Serving, party.Retired, party.Veteran}),
				Unit: fmt.Sprintf("市直第%03d单位", 1+len(all)%units), Community: g.code.At(models.Community), Skills: skills, Reported: calendar.DateOf(c.at.AddDate(0, 0, -c.chance.IntN(600)))})
			volunteers = append(volunteers, crowd.Volunteer{ID: m.id, Seat: models.NewID[models.SeatID](c.Random), Party: true, Skills: skills, Areas: []models.AreaCode{g.code.At(models.Community)}, At: c.at})
		}
	}
	return c.write(ctx, func(tx *store.Tx) error {
		if err := parties.AddReturns(tx, all); err != nil {
			return err
		}
		return crowd.AddVolunteers(tx, volunteers)
	})
}
