// Package gridteam is the noun of the people of a grid 一长+一员+N名兼职: their fixed posts 定岗, where they come from, and what a grid lacks.
package gridteam

import (
	"slices"

	"delinli/models"
	"delinli/models/calendar"
)

// Kind is what a post is for.
type Kind string

// The kinds of posts.
const (
	Chief    Kind = "chief"     // 网格长
	Liaison  Kind = "liaison"   // 网格联络员
	FullTime Kind = "full_time" // 专职网格员
	PartTime Kind = "part_time" // 兼职网格员
)

// Kinds lists them in the order of a team.
var Kinds = []Kind{Chief, Liaison, FullTime, PartTime}

// Single reports whether a grid has one such post at a time 一长一员.
func (k Kind) Single() bool { return k == Chief || k == Liaison }

// Origin is where a member of a team comes from.
type Origin string

// The origins.
const (
	CommunityStaff  Origin = "community_staff"
	OwnersCommittee Origin = "owners_committee"
	PropertyStaff   Origin = "property_staff"
	Residents       Origin = "residents"
)

// Origins lists them in the order of forms.
var Origins = []Origin{CommunityStaff, OwnersCommittee, PropertyStaff, Residents}

// Readers see the teams of their areas: staff, and the workers and the chief of a grid their own. Staff appoint.
var Readers = slices.Concat(models.Staff, []models.Role{models.GridWorker, models.GridChief})

// Post is one that somebody holds from a day on.
type Post struct {
	ID        models.PostID   `json:"id"`
	Grid      models.AreaCode `json:"grid"`
	Kind      Kind            `json:"kind"`
	Person    models.PersonID `json:"person_id"`
	Origin    Origin          `json:"origin"`
	From      calendar.Date   `json:"from_on"`
	Until     *calendar.Date  `json:"until_on"`   // the last day; nil: until further notice
	GrantedBy models.PersonID `json:"granted_by"` // zero: nobody who is known
	Version   int             `json:"version"`    // counts the changes, from 1
}

// Check names every fault of the post by its field: area_code, kind, origin, from_on, until_on.
func (p Post) Check() error {
	bad := map[string]string{}
	if p.Grid.Level() != models.Grid {
		bad["area_code"] = "post.no_grid"
	}
	if !slices.Contains(Kinds, p.Kind) {
		bad["kind"] = "field.choice"
	}
	if !slices.Contains(Origins, p.Origin) {
		bad["origin"] = "field.choice"
	}
	if _, ok := p.From.Midnight(); !ok {
		bad["from_on"] = "field.format"
	}
	if p.Until != nil && *p.Until < p.From {
		bad["until_on"] = "post.backwards"
	}
	return models.BadFields(bad)
}

// Beside asks whether the post can stand beside others of its grid. It is Invalid when the person holds it for some of the days already, or
// when it is one of which a grid has one at a time.
func (p Post) Beside(others []Post) error {
	for _, o := range others {
		switch same := o.Kind == p.Kind && o.meets(p); {
		case same && o.Person == p.Person:
			return models.BadField("person_id", "post.held_before")
		case same && p.Kind.Single():
			return models.BadField("kind", "post.taken")
		}
	}
	return nil
}

// meets reports whether both posts are held on some day.
func (p Post) meets(o Post) bool { return !p.OverBy(o.From) && !o.OverBy(p.From) }

// OverBy reports whether the last day of the post lies before a day.
func (p Post) OverBy(day calendar.Date) bool { return p.Until != nil && *p.Until < day }

var errOver = models.Fault(models.Conflict, "post.over")

// End gives the post with its last day. One that is over is a Conflict; a last day before the first, or after the one that was set, is Invalid.
func (p Post) End(last, today calendar.Date) (Post, error) {
	switch _, ok := last.Midnight(); {
	case p.OverBy(today):
		return p, errOver
	case !ok:
		return p, models.BadField("until_on", "field.format")
	case last < p.From:
		return p, models.BadField("until_on", "post.backwards")
	case p.OverBy(last):
		return p, models.BadField("until_on", "post.longer")
	}
	p.Until = &last
	p.Version++
	return p, nil
}

// Member is somebody on a post as the residents of the grid may know them. A post of a grid is a public one, put up at the door with surname and
// title (公示); the rest of the name and any phone of theirs is not: residents reach them by the hotline of the area, or with a request.
type Member struct {
	Kind    Kind
	Surname string // empty: the name is not known, or hides whole
	From    calendar.Date
}
