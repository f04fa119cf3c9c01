package catalog

import "slices"

// Label is a code with its names.
type Label struct{ Code, Zh, En string }

// Category is a part of the menu.
type Category string

// The categories.
const (
	Elders        Category = "elders"
	Health        Category = "health"
	Schooling     Category = "schooling"
	Hardship      Category = "hardship"
	Repairs       Category = "repairs"
	Errands       Category = "errands"
	Law           Category = "law"
	Neighbourhood Category = "neighbourhood"
)

// Categories lists every category in the order of the menu.
var Categories = []Label{
	{string(Elders), "助老", "For the old"},
	{string(Health), "助医", "Health"},
	{string(Schooling), "助学", "Learning"},
	{string(Hardship), "助困", "In hardship"},
	{string(Repairs), "维修", "Repairs"},
	{string(Errands), "代办", "Errands"},
	{string(Law), "法理", "Law and disputes"},
	{string(Neighbourhood), "环境文体", "Surroundings and leisure"},
}

// label is the category's; empty for an unknown one.
func (c Category) label() Label {
	if i := slices.IndexFunc(Categories, coded(string(c))); i >= 0 {
		return Categories[i]
	}
	return Label{}
}

func coded(code string) func(Label) bool { return func(l Label) bool { return l.Code == code } }

// The skills that an item may ask for and a volunteer may have.
const (
	ElderCare   = "elder_care"
	ChildCare   = "child_care"
	Nursing     = "nursing"
	Medicine    = "medicine"
	Rehab       = "rehabilitation"
	Psychology  = "psychology"
	Tutoring    = "tutoring"
	FamilyGuide = "family_guidance"
	WaterSafety = "water_safety"
	FireSafety  = "fire_safety"
	Hairdresser = "hairdressing"
	Electrician = "electrics"
	Plumber     = "plumbing"
	Locksmith   = "locks"
	Appliances  = "appliances"
	Carpentry   = "carpentry"
	Driving     = "driving"
	Paperwork   = "paperwork"
	Jobs        = "job_guidance"
	Lawyer      = "law"
	Mediation   = "mediation"
	Arts        = "arts_and_sports"
)

// Skills lists every skill in the order in which screens offer them.
var Skills = []Label{
	{ElderCare, "老人照护", "Care for the old"},
	{ChildCare, "儿童看护", "Child care"},
	{Nursing, "护理", "Nursing"},
	{Medicine, "执业医师", "Medicine"},
	{Rehab, "康复治疗", "Rehabilitation"},
	{Psychology, "心理咨询", "Psychology"},
	{Tutoring, "课业辅导", "Tutoring"},
	{FamilyGuide, "婚姻家庭指导", "Marriage and family guidance"},
	{WaterSafety, "水上安全", "Water safety"},
	{FireSafety, "消防安全", "Fire safety"},
	{Hairdresser, "理发", "Hairdressing"},
	{Electrician, "电工", "Electrics"},
	{Plumber, "水暖管道", "Plumbing"},
	{Locksmith, "开锁", "Locks"},
	{Appliances, "家电维修", "Appliances"},
	{Carpentry, "木工安装", "Carpentry"},
	{Driving, "驾驶", "Driving"},
	{Paperwork, "政务代办", "Paperwork"},
	{Jobs, "就业指导", "Job guidance"},
	{Lawyer, "法律", "Law"},
	{Mediation, "调解", "Mediation"},
	{Arts, "文艺体育", "Arts and sports"},
}

// IsSkill reports whether the code is one of the skills.
func IsSkill(code string) bool { return slices.ContainsFunc(Skills, coded(code)) }
