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
