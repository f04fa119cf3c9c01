package catalog_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/catalog"
	"delinli/models/dispatch"
)

func haircut(change ...func(*catalog.Item)) catalog.Item {
	i := catalog.Item{Category: catalog.Elders, Position: 3, Active: true, Version: 1, Terms: catalog.Terms{
		Zh: catalog.Text{Name: "上门理发", What: "在家理发", Who: "理发志愿者"}, En: catalog.Text{Name: "Haircut", What: "Cuts hair", Who: "a volunteer"},
		Minutes: 45, Class: calendar.General, Risk: catalog.NoRisk, Route: dispatch.ToBest, Publishes: true,
		Skills: []string{catalog.Hairdresser}, Useful: []string{catalog.ElderCare}}}
	for _, f := range change {
		f(&i)
	}
	return i
}

func TestCheck(t *testing.T) {
	type change = func(*catalog.Item)
	one := func(field, code string) map[string]string { return map[string]string{field: code} }
	for _, tt := range []struct {
		name   string
		change change
		want   map[string]string
	}{
		{"whole", func(*catalog.Item) {}, nil},
		{"no skill", func(i *catalog.Item) { i.Skills, i.Useful = nil, nil }, nil},
		{"members only", func(i *catalog.Item) { i.Party = dispatch.PartyRequired }, nil},
		{"longest name", func(i *catalog.Item) { i.Zh.Name = strings.Repeat("理", catalog.MaxName) }, nil},
		{"waits", func(i *catalog.Item) { i.Route, i.Publishes = dispatch.ToStaff, false }, nil},
		{"category", func(i *catalog.Item) { i.Category = "pets" }, one("category", "item.unknown_category")},
		{"no category", func(i *catalog.Item) { i.Category = "" }, one("category", "item.unknown_category")},
		{"position", func(i *catalog.Item) { i.Position = 0 }, one("position", "item.position_out_of_range")},
		{"far position", func(i *catalog.Item) { i.Position = 1000 }, one("position", "item.position_out_of_range")},
		{"blank name", func(i *catalog.Item) { i.Zh.Name = "　 " }, one("zh.name", "item.bad_name")},
		{"long name", func(i *catalog.Item) { i.En.Name = strings.Repeat("h", 61) }, one("en.name", "item.bad_name")},
		{"nothing is done", func(i *catalog.Item) { i.Zh.What = "" }, one("zh.what", "item.bad_sentence")},
		{"nobody comes", func(i *catalog.Item) { i.En.Who = "" }, one("en.who", "item.bad_sentence")},
		{"long sentence", func(i *catalog.Item) { i.Zh.What = strings.Repeat("理", 201) }, one("zh.what", "item.bad_sentence")},
		{"too short", func(i *catalog.Item) { i.Minutes = 4 }, one("minutes", "item.minutes_out_of_range")},
		{"past the sign-out", func(i *catalog.Item) { i.Minutes = 481 }, one("minutes", "item.minutes_out_of_range")},
		{"class", func(i *catalog.Item) { i.Class = "slow" }, one("class", "item.unknown_class")},
		{"risk", func(i *catalog.Item) { i.Risk = "" }, one("risk", "item.unknown_risk")},
		{"party", func(i *catalog.Item) { i.Party = "maybe" }, one("party", "item.unknown_party")},
		{"route", func(i *catalog.Item) { i.Route = "mail" }, one("route", "item.unknown_route")},
		{"publishes and waits", func(i *catalog.Item) { i.Route = dispatch.ToStaff }, one("publishes", "item.publishes_and_waits")},
		{"unknown skill", func(i *catalog.Item) { i.Skills = []string{"magic"} }, one("skills", "item.bad_skills")},
		{"skill twice", func(i *catalog.Item) { i.Skills = []string{catalog.Nursing, catalog.Nursing} }, one("skills", "item.bad_skills")},
		{"six skills", func(i *catalog.Item) { i.Skills = codes(catalog.Skills[1:7]) }, one("skills", "item.bad_skills")},
		{"required and useful", func(i *catalog.Item) { i.Useful = []string{catalog.Hairdresser} }, one("useful", "item.bad_skills")},
		{"unknown useful skill", func(i *catalog.Item) { i.Useful = []string{""} }, one("useful", "item.bad_skills")},
		{"licence for nothing", func(i *catalog.Item) { i.Risk, i.Skills = catalog.Licensed, nil }, one("skills", "item.licence_without_skill")},
		{"all at once", func(i *catalog.Item) { *i = catalog.Item{} }, map[string]string{"category": "item.unknown_category",
			"position": "item.position_out_of_range", "minutes": "item.minutes_out_of_range", "class": "item.unknown_class", "risk": "item.unknown_risk",
			"route": "item.unknown_route", "zh.name": "item.bad_name", "zh.what": "item.bad_sentence", "zh.who": "item.bad_sentence",
			"en.name": "item.bad_name", "en.what": "item.bad_sentence", "en.who": "item.bad_sentence"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := haircut(tt.change).Check()
			var got map[string]string
			if e, ok := errors.AsType[*models.Error](err); ok {
				got = e.Fields
			}
			if (err == nil) != (tt.want == nil) || !maps.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func codes(labels []catalog.Label) (codes []string) {
	for _, l := range labels {
		codes = append(codes, l.Code)
	}
	return codes
}

func TestMatches(t *testing.T) {
	for text, want := range map[string]bool{"": true, " \t": true, "理发": true, "助老": true, "CUTS": true, "理发 志愿者": true, "hair for": true,
		"水电": false, "理发 水电": false, "发上": false, "%": false} {
		if haircut().Matches(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestCompareGivesTheOrderOfTheMenu(t *testing.T) {
	menu := catalog.Shipped()
	slices.Reverse(menu)
	slices.SortFunc(menu, catalog.Compare)
	for n, i := range catalog.Shipped() {
		if menu[n].Zh.Name != i.Zh.Name {
			t.Fatalf("%s stands at %d, want %s", menu[n].Zh.Name, n, i.Zh.Name)
		}
	}
	later := haircut(func(i *catalog.Item) { i.Zh.Name += "二" })
	if catalog.Compare(haircut(), later) >= 0 || catalog.Compare(haircut(), haircut()) != 0 {
		t.Error("items of one position are not ordered by name")
	}
}

func TestLabelsAreWhole(t *testing.T) {
	for _, labels := range [][]catalog.Label{catalog.Categories, catalog.Skills} {
		all := codes(labels)
		slices.Sort(all)
		if len(slices.Compact(all)) != len(labels) {
			t.Errorf("a code stands twice in %v", labels)
		}
		for _, l := range labels {
			if l.Code == "" || l.Zh == "" || l.En == "" {
				t.Errorf("%+v lacks something", l)
			}
		}
	}
	if catalog.IsSkill("") || !catalog.IsSkill(catalog.Mediation) {
		t.Error("skills are not told from other codes")
	}
}

// city is the menu of the simulated city: what the name of each item says.
var city = map[catalog.Category]string{
	catalog.Elders:        "陪诊 送餐 理发 助浴 安全检查 陪聊",
	catalog.Health:        "就诊转介 量血压 代取药 康复指导 义诊 家庭医生预约",
	catalog.Schooling:     "课业辅导 托管 心理疏导 图书 家庭教育 防溺水",
	catalog.Hardship:      "慰问 临时救助代办 衣物 家电 生活物资 就业推荐",
	catalog.Repairs:       "水电 管道 开锁 家电 灯具 扶手",
	catalog.Errands:       "社保 医保 残疾证 高龄津贴 居住证 快递",
	catalog.Law:           "法律咨询 调解 婚姻辅导 反诈 遗嘱咨询 物业纠纷",
	catalog.Neighbourhood: "保洁 楼道清理 停车 充电桩 文体 集市摊位",
}

func TestShippedIsTheMenuOfTheCity(t *testing.T) {
	menu := catalog.Shipped()
	for _, c := range catalog.Categories {
		want := strings.Fields(city[catalog.Category(c.Code)])
		for n := range 6 {
			i := menu[0]
			menu = menu[1:]
			if string(i.Category) != c.Code || i.Position != n+1 || !strings.Contains(i.Zh.Name, want[n]) {
				t.Errorf("%s stands in %s at %d, want %s in %s", i.Zh.Name, i.Category, i.Position, want[n], c.Zh)
			}
		}
	}
	if len(menu) != 0 {
		t.Errorf("%d items too many", len(menu))
	}
}

func TestShippedItemsHold(t *testing.T) {
	asked, names := map[string]bool{}, map[string]bool{}
	for _, i := range catalog.Shipped() {
		if err := i.Check(); err != nil || !i.Active || i.Version != 1 || !i.ID.IsZero() {
			t.Errorf("%s: %v, %+v", i.Zh.Name, err, i)
		}
		if i.Publishes && i.Risk == catalog.Licensed && i.Class != calendar.Utilities {
			t.Errorf("%s goes to a licensed trade before staff have seen it, and nothing presses", i.Zh.Name)
		}
		if names[i.Zh.Name] || names[i.En.Name] {
			t.Errorf("%s or %s stands twice", i.Zh.Name, i.En.Name)
		}
		names[i.Zh.Name], names[i.En.Name] = true, true
		for _, s := range slices.Concat(i.Skills, i.Useful) {
			asked[s] = true
		}
	}
	for _, s := range catalog.Skills {
		if !asked[s.Code] {
			t.Errorf("no item asks for %s", s.Code)
		}
	}
}

func TestWhatMustNotGoByItself(t *testing.T) {
	waits := map[string]bool{"就诊转介": true, "临时救助代办": true, "开锁": true, "助浴": true, "心理疏导": true, "婚姻辅导": true}
	for _, i := range catalog.Shipped() {
		if waits[i.Zh.Name] && (i.Route != dispatch.ToStaff || i.Publishes) {
			t.Errorf("%s takes the route %s", i.Zh.Name, i.Route)
		}
		delete(waits, i.Zh.Name)
	}
	if len(waits) != 0 {
		t.Errorf("not on the menu: %v", waits)
	}
}
