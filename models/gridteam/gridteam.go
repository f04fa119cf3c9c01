// Package gridteam is the noun of the people of a grid 一长+一员+N名兼职: their fixed posts 定岗 and where they come from.
package gridteam

import (
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

// Kinds lists them in the order in which a grid names its people.
var Kinds = []Kind{Chief, Liaison, FullTime, PartTime}

// Origin is where a member of a team comes from.
type Origin string

// The origins.
const (
	CommunityStaff  Origin = "community_staff"
	OwnersCommittee Origin = "owners_committee"
	PropertyStaff   Origin = "property_staff"
	Residents       Origin = "residents"
)

// Post is one that somebody holds from a day on.
type Post struct {
	ID     models.PostID   `json:"id"`
	Grid   models.AreaCode `json:"grid"`
	Kind   Kind            `json:"kind"`
	Person models.PersonID `json:"person_id"`
	Origin Origin          `json:"origin"`
	From   calendar.Date   `json:"from_on"`
	Until  *calendar.Date  `json:"until_on"` // the last day; nil: until further notice
}

// Member is somebody on a post as the residents of the grid may know them. A post of a grid is a public one, put up at the door with surname and
// title (公示); the rest of the name and any phone of theirs is not: residents reach them by the hotline of the area, or with a request.
type Member struct {
	Kind    Kind
	Surname string // empty: the name is not known, or hides whole
	From    calendar.Date
}
