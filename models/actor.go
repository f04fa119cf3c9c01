package models

import "slices"

// Role is what a seat lets its holder do.
type Role string

// The roles. Auditor, SecurityAdmin and SystemAdmin are separated: none of them reads orders' personal data, and no
// person holds two of them (GB/T 22239 separation of duties).
const (
	Resident           Role = "resident"
	Volunteer          Role = "volunteer"
	Steward            Role = "steward"             // 楼栋长 / 单元长
	GridWorker         Role = "grid_worker"         // 专职网格员
	GridChief          Role = "grid_chief"          // 网格长
	CommunityStaff     Role = "community_staff"     // 社区工作者
	CommunitySecretary Role = "community_secretary" // 社区书记
	StreetStaff        Role = "street_staff"
	CityStaff          Role = "city_staff"
	DepartmentStaff    Role = "department_staff"
	CareWorker         Role = "care_worker"
	Auditor            Role = "auditor"
	SecurityAdmin      Role = "security_admin" // accounts and seats
	SystemAdmin        Role = "system_admin"   // settings, calendar, running state
)

// Roles lists every role, in the order in which tables and matrices show them.
var Roles = []Role{Resident, Volunteer, Steward, GridWorker, GridChief, CommunityStaff, CommunitySecretary, StreetStaff,
	CityStaff, DepartmentStaff, CareWorker, Auditor, SecurityAdmin, SystemAdmin}

// Staff are the roles that run orders in the area of their seat.
var Staff = []Role{CommunityStaff, CommunitySecretary, StreetStaff, CityStaff}

// Deciders may give the second approval of a two-person act: the secretary or the level above.
var Deciders = []Role{CommunitySecretary, StreetStaff, CityStaff}

// Locals place orders on behalf of neighbours and see the public part of their area.
var Locals = []Role{Steward, GridWorker, GridChief}

// Administrators are the separated roles.
var Administrators = []Role{Auditor, SecurityAdmin, SystemAdmin}

// Seat is a role held over one area and everything below it.
type Seat struct {
	Role Role     `json:"role"`
	Area AreaCode `json:"area_code"`
	Unit string   `json:"unit,omitempty"` // of the department whose staff it is; else empty
}

// Actor is whoever is asking: a person with the seats held at this very request. The zero Actor is a visitor without a
// login; System is the program itself.
type Actor struct {
	Person    PersonID
	Household HouseholdID
	Session   SessionID
	Phone     bool // has a verified phone
	Seats     []Seat
	System    bool
}

// SystemActor acts for the clock and the rule engine.
var SystemActor = Actor{System: true}

// Known reports whether somebody is logged in.
func (a Actor) Known() bool { return !a.Person.IsZero() }

// Holds reports whether the actor has one of the roles over the area.
func (a Actor) Holds(area AreaCode, roles ...Role) bool {
	return slices.ContainsFunc(a.Seats, func(s Seat) bool { return area.Within(s.Area) && slices.Contains(roles, s.Role) })
}

// LivesWith reports whether somebody is the actor, or lives in the actor's household.
func (a Actor) LivesWith(who PersonID, home HouseholdID) bool {
	return a.Known() && a.Person == who || !home.IsZero() && home == a.Household
}

// Has reports whether the actor has one of the roles over any area.
func (a Actor) Has(roles ...Role) bool {
	return slices.ContainsFunc(a.Seats, func(s Seat) bool { return slices.Contains(roles, s.Role) })
}

// Areas lists the areas over which the actor has one of the roles, each once.
func (a Actor) Areas(roles ...Role) (areas []AreaCode) {
	for _, s := range a.Seats {
		if slices.Contains(roles, s.Role) && !slices.Contains(areas, s.Area) {
			areas = append(areas, s.Area)
		}
	}
	return areas
}

// Unit is the department unit for which the actor acts over the area; empty for nobody of a department.
func (a Actor) Unit(area AreaCode) string {
	for _, s := range a.Seats {
		if s.Role == DepartmentStaff && area.Within(s.Area) {
			return s.Unit
		}
	}
	return ""
}
