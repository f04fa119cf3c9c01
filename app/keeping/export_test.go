package keeping_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"delinli/app/store"
	"delinli/app/store/orders"
	"delinli/app/store/traces"
	"delinli/models"
	"delinli/models/audit"
	"delinli/models/order"
)

// export gives the actor's own file, read back.
func (w *town) export(a models.Actor) (file map[string][]map[string]any, raw []byte) {
	w.t.Helper()
	raw, err := w.Export(w.t.Context(), a)
	if err != nil {
		w.t.Fatal(err)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		w.t.Fatal(err)
	}
	if string(parts["exported_at"]) != `"2026-03-10T04:00:00Z"` {
		w.t.Errorf("exported at %s", parts["exported_at"])
	}
	delete(parts, "exported_at")
	file = map[string][]map[string]any{}
	for name, part := range parts {
		var rows []map[string]any
		if err := json.Unmarshal(part, &rows); err != nil {
			w.t.Fatalf("%s: %v", name, err)
		}
		file[name] = rows
	}
	return file, raw
}

func TestExportGivesEverythingInTheClear(t *testing.T) {
	w := newTown(t)
	id, o := w.canary()
	w.file(id, "a", "", o.ID, "order")
	seal := w.sealer(id, "complaints", "00000000-0000-7000-8000-00000000000b")
	w.owner(`INSERT INTO complaints (id, order_id, complainant, about, level, area_code, text, state, at)
		VALUES ('00000000-0000-7000-8000-00000000000b', $1, $2, $2, 'street', '370785001', $3, 'open', now())`, o.ID, id,
		[]byte(seal("text", "金丝雀投诉")))
	file, raw := w.export(models.Actor{Person: id})
	for _, h := range traces.Holdings {
		if file[h.Name] == nil {
			t.Errorf("%s is missing", h.Name)
		}
	}
	for _, c := range append(canaries.all(), "金丝雀投诉", "Mi 14") {
		if !bytes.Contains(raw, []byte(c)) {
			t.Errorf("%s is missing", c)
		}
	}
	if bytes.Contains(raw, []byte(`\\x`)) {
		t.Error("something is still sealed")
	}
	for name, want := range map[string]int{"person": 1, "orders": 1, "order_events": 2, "sessions": 1, "seats": 1, "notices": 1, "files": 1, "follows": 1,
		"complaints": 1, "volunteer": 1, "account": 0, "record": 2} {
		if len(file[name]) != want {
			t.Errorf("%d rows of %s, want %d", len(file[name]), name, want)
		}
	}
	if all := w.lines("person.export"); len(all) != 1 || all[0].actor != id.String() {
		t.Errorf("lines %+v", all)
	}
}

func TestExportKeepsWhatIsAnothers(t *testing.T) {
	w := newTown(t)
	me, other := w.resident("13800000001", "张三", "3号楼"), w.resident("13800000002", "李四", "")
	theirs := w.place(other, texts{title: "别人的心愿"})
	w.owner(`UPDATE orders SET placed_by = $1 WHERE id = $2`, me, theirs.ID)
	mine := w.place(me, texts{title: "我的心愿"})
	seal := w.sealer(me, "order_events", "00000000-0000-7000-8000-00000000000c")
	w.owner(`INSERT INTO order_events (id, order_id, event, from_state, to_state, version, actor_id, at, note, patch)
		VALUES ('00000000-0000-7000-8000-00000000000c', $1, 'decline', 'offered', 'pool', 2, $2, now(), $3, '{}')`, mine.ID, other,
		[]byte(seal("note", "怕狗")))
	file, raw := w.export(models.Actor{Person: me})
	for _, c := range []string{"别人的心愿", "李四", "13800000002", "怕狗", other.String()} {
		if strings.Contains(string(raw), c) {
			t.Errorf("%s is another's", c)
		}
	}
	if len(file["placed_for_others"]) != 1 || file["placed_for_others"][0]["number"] != theirs.Number || len(file["order_events"]) != 2 {
		t.Errorf("placed for others: %v", file["placed_for_others"])
	}
}

func TestExportOpensARating(t *testing.T) {
	w := newTown(t)
	me := w.resident("13800000001", "张三", "")
	o := w.place(me, texts{title: "我的心愿"})
	event := models.NewID[models.EventID](w.Random)
	r := order.Rating{Solved: true, Stars: 5, Tags: []string{"准时"}, Comment: w.sealer(me, "order_events", event.String())("note", "手艺好")}
	w.owner(`INSERT INTO order_events (id, order_id, event, from_state, to_state, version, actor_id, at, patch)
		VALUES ($1, $2, 'rate', 'done', 'rated', 2, $3, $4, '{}')`, event, o.ID, me, now)
	w.write(func(tx *store.Tx) error { return orders.Rate(tx, o, me, r, now) })
	file, _ := w.export(models.Actor{Person: me})
	if len(file["ratings"]) != 1 || file["ratings"][0]["comment"] != "手艺好" {
		t.Errorf("ratings %v", file["ratings"])
	}
}

func TestNothingIsExportedOfTheErased(t *testing.T) {
	w := newTown(t)
	id, _ := w.canary()
	if err := w.Erase(t.Context(), models.Actor{Person: id}, id, audit.Asked); err != nil {
		t.Fatal(err)
	}
	if raw, err := w.Export(t.Context(), models.Actor{Person: id}); models.CodeOf(err) != "secret.erased" {
		t.Errorf("%s, %v", raw, err)
	}
	if nobody := w.actor("", ""); !slices.Contains([]string{"not_found"}, models.CodeOf(second(w.Export(t.Context(), nobody)))) {
		t.Error("nobody has a file")
	}
}

func second[A any](_ A, err error) error { return err }
