package registering_test

import (
	"cmp"
	"maps"
	"testing"

	"delinli/app/store"
	"delinli/app/store/people"
	"delinli/app/testkit"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/resident"
	"delinli/models/secret"
)

// user is somebody with what they wrote of themselves, and granny's phone unless they wrote another, who has logged in.
func (n *town) user(role models.Role, area models.AreaCode, wrote map[string]string) models.PersonID {
	n.T.Helper()
	who := n.Person(role, area).Person
	p := sure(people.Get(n.Store.Read(n.T.Context()), who))
	phone := cmp.Or(wrote["phone"], granny().Phone.Plain())
	sealed := map[string]secret.Sealed{}
	for column, plain := range map[string]string{"name": wrote["name"], "phone": phone, "address": wrote["address"]} {
		sealed[column] = sure(n.World.Vault.Seal(p.Key, people.Place(who, column), plain))
	}
	n.Exec(`UPDATE persons SET name = @name, phone = @phone, phone_index = @index, address = @address, came_at = @at WHERE id = @id`,
		store.Args{"id": who, "name": sealed["name"], "phone": sealed["phone"], "index": n.World.Keys.BlindIndex("phone", phone),
			"address": sealed["address"], "at": n.World.Now()})
	return who
}

// clear is what is written of somebody.
func (n *town) clear(who models.PersonID) (name, phone, address string) {
	n.T.Helper()
	c := sure(n.Service.Look(n.T.Context(), n.staff, who, []audit.What{audit.Name, audit.Phone, audit.Address}, audit.Correct, ""))
	return c.Name, c.Phone, c.Address
}

// TestWhoUsesTheAppKeepsWhatTheyWrote: the register adds what it keeps, fills in what is missing, and leaves them a line.
func TestWhoUsesTheAppKeepsWhatTheyWrote(t *testing.T) {
	n := newTown(t)
	who := n.user(models.Resident, testkit.Community, map[string]string{"name": "张秀英", "address": "自己写的"})
	k := n.register(n.worker, granny(func(e *resident.Entry) { e.Name, e.Address = sure(secret.ParseName("改名字")), secret.Text{} }))
	if k.ID != who || k.Number != granny().Number || k.Sex != resident.Female || k.Relation != resident.Head || k.Area != testkit.Grid {
		t.Errorf("%+v", k)
	}
	if name, phone, address := n.clear(who); name != "张秀英" || phone != granny().Phone.Plain() || address != "自己写的" {
		t.Errorf("overwritten: %s, %s, %s", name, phone, address)
	}
	if got := n.Count(`SELECT count(*) FROM audit WHERE person_id = @id AND actor_id = @by AND action = 'look.register'`,
		store.Args{"id": who, "by": n.worker.Person}); got != 1 {
		t.Errorf("they see %d lines of it", got)
	}
	another := granny(func(e *resident.Entry) { e.Phone = sure(secret.ParsePhone("13800138999")) })
	if _, err := n.Edit(t.Context(), n.staff, who, k.Version, another); !maps.Equal(faultsOf(err), map[string]string{"phone": "resident.phone_own"}) {
		t.Errorf("their phone is changed: %v", err)
	}
	edited, err := n.Edit(t.Context(), n.staff, who, k.Version, granny(func(e *resident.Entry) {
		e.Name, e.Phone, e.Address, e.Relation = sure(secret.ParseName("改名字")), secret.Phone{}, secret.NewText("别处"), resident.Parent
	}))
	if err != nil || edited.Relation != resident.Parent {
		t.Fatalf("%+v, %v", edited, err)
	}
	if name, phone, address := n.clear(who); name != "张秀英" || phone != granny().Phone.Plain() || address != "自己写的" {
		t.Errorf("overwritten later: %s, %s, %s", name, phone, address)
	}
}

// TestWhatIsMissingIsFilledIn of somebody who uses the app and has written nothing.
func TestWhatIsMissingIsFilledIn(t *testing.T) {
	n := newTown(t)
	who := n.user(models.Volunteer, testkit.City, nil)
	n.register(n.worker, granny())
	if name, phone, address := n.clear(who); name != granny().Name.Plain() || phone != granny().Phone.Plain() || address != granny().Address.Plain() {
		t.Errorf("%s, %s, %s", name, phone, address)
	}
}

// TestNobodyWhoWorksHereIsTaken by their phone, whether they have logged in or not; and what the register has of them opens nothing.
func TestNobodyWhoWorksHereIsTaken(t *testing.T) {
	n := newTown(t)
	who := n.user(models.Resident, testkit.City, map[string]string{"name": "朱明"})
	n.Exec(`UPDATE persons SET came_at = NULL WHERE id = @id`, store.Args{"id": who})
	taken := func() error { _, err := n.Register(t.Context(), n.worker, granny()); return err }
	n.Exec(`INSERT INTO accounts (person_id, login, password_hash, created_at) VALUES (@id, 'zhu.ming', '', @at)`, store.Args{"id": who, "at": n.World.Now()})
	if err := taken(); faultsOf(err)["phone"] != "resident.phone_staff" {
		t.Errorf("somebody with an account: %v", err)
	}
	n.Exec(`DELETE FROM accounts`, nil)
	n.Exec(`UPDATE seats SET role = 'steward', area_code = @area WHERE person_id = @id`, store.Args{"id": who, "area": string(testkit.Grid)})
	if err := taken(); faultsOf(err)["phone"] != "resident.phone_staff" {
		t.Errorf("a steward: %v", err)
	}
	if got := n.Count(`SELECT count(*) FROM persons WHERE registered_at IS NOT NULL`, nil); got != 0 {
		t.Error("they are in the register")
	}
	k := n.register(n.worker, granny(func(e *resident.Entry) { e.Phone = secret.Phone{} }))
	n.Exec(`UPDATE seats SET person_id = @id WHERE person_id = @who`, store.Args{"id": k.ID, "who": who})
	if _, err := n.Edit(t.Context(), n.staff, k.ID, k.Version, granny(func(e *resident.Entry) { e.Phone = sure(secret.ParsePhone("13800138999")) })); faultsOf(err)["phone"] != "resident.phone_own" {
		t.Errorf("a phone for a steward without one: %v", err)
	}
}
