package traces

import (
	"cmp"
	"encoding/json"

	"delinli/app/store"
	"delinli/models"
	"delinli/models/secret"
)

// Holding is one kind of rows that are held about somebody.
type Holding struct {
	Name  string
	table string            // at which its texts were sealed
	texts map[string]string // sealed text → column for which it was sealed
	sql   string            // gives the id of the row for which texts were sealed, and the row as JSON
}

// Holdings lists everything that is held about somebody, in the order of a life. Left out is what is another's: the words that
// volunteers wrote when they declined, complaints about the person, and texts of other people's orders.
var Holdings = []Holding{
	{"person", "persons", same("name", "id_number", "phone", "openid", "address"), `SELECT id, jsonb_build_object('id', id, 'name', name, 'id_number', id_number,
		'phone', phone, 'openid', openid, 'address', address, 'household_id', household_id, 'relation', relation, 'sex', sex, 'born', born, 'area_code', area_code,
		'preferences', preferences, 'created_at', created_at, 'registered_at', registered_at) FROM persons WHERE id = @id`},
	{"tags", "", nil, `SELECT person_id, jsonb_build_object('tag', tag, 'source', source, 'since', since, 'at', at, 'ended_at', ended_at)
		FROM person_tags WHERE person_id = @id ORDER BY at, tag`},
	{"corrections", "corrections", same("value", "reason", "answer"), `SELECT id, jsonb_build_object('field', field, 'value', value, 'reason', reason,
		'state', state, 'answer', answer, 'at', at, 'decided_at', decided_at) FROM corrections WHERE person_id = @id ORDER BY at, id`},
	{"consents", "consents", same("note"), `SELECT id, jsonb_build_object('purpose', purpose, 'version', version, 'given', given, 'channel', channel, 'note', note, 'at', at)
		FROM consents WHERE person_id = @id ORDER BY at, id`},
	{"mergings", "", nil, `SELECT id, jsonb_build_object('kept', kept_id = @id, 'at', at, 'fields', fields, 'undone_at', undone_at)
		FROM merges WHERE @id IN (kept_id, gone_id) ORDER BY at, id`},
	{"grid_posts", "", nil, `SELECT id, jsonb_build_object('grid', grid, 'kind', kind, 'origin', origin, 'from_on', from_on, 'until_on', until_on)
		FROM grid_posts WHERE person_id = @id ORDER BY from_on, id`},
	{"centre_household", "", nil, `SELECT c.id, jsonb_build_object('building', c.building, 'unit', c.unit, 'since', c.since, 'ended_at', c.ended_at)
		FROM centre_households c JOIN persons p ON p.household_id = c.household_id WHERE p.id = @id ORDER BY c.since, c.id`},
	{"home_return", "", nil, `SELECT person_id, to_jsonb(r) - 'person_id' FROM home_returns r WHERE person_id = @id`},
	{"account", "", nil, `SELECT person_id, jsonb_build_object('login', login, 'created_at', created_at, 'disabled_at', disabled_at, 'views', views)
		FROM accounts WHERE person_id = @id`},
	{"seats", "", nil, `SELECT id, jsonb_build_object('role', role, 'area_code', area_code, 'unit', unit, 'from', from_at, 'until', until_at,
		'ended_at', ended_at) FROM seats WHERE person_id = @id ORDER BY from_at, id`},
	{"sessions", "", nil, `SELECT id, jsonb_build_object('id', id, 'device', device, 'staff', staff, 'created_at', created_at, 'seen_at', seen_at,
		'expires_at', expires_at, 'revoked_at', revoked_at) FROM sessions WHERE person_id = @id ORDER BY created_at, id`},
	{"volunteer", "volunteers", same("note"), `SELECT person_id, to_jsonb(v) - 'person_id' - 'decided_by' FROM volunteers v WHERE person_id = @id`},
	{"teams", "", nil, `SELECT t.id, jsonb_build_object('id', t.id, 'name', t.name, 'leads', t.leader_id = @id, 'ended_at', t.ended_at)
		FROM teams t JOIN team_members m ON m.team_id = t.id WHERE m.person_id = @id ORDER BY t.id`},
	{"team_invitations", "", nil, `SELECT t.id, jsonb_build_object('id', t.id, 'name', t.name)
		FROM teams t JOIN team_invitations i ON i.team_id = t.id WHERE i.person_id = @id ORDER BY t.id`},
	{"hours", "", nil, `SELECT id, jsonb_build_object('order_id', order_id, 'minutes', minutes, 'day', day, 'reason', reason)
		FROM hours WHERE person_id = @id ORDER BY at, id`},
	{"services", "", nil, `SELECT a.id, jsonb_build_object('order_id', a.order_id, 'offered_at', a.offered_at, 'accepted_at', a.accepted_at,
		'ended_at', a.ended_at, 'ended_by', a.ended_by) FROM assignments a JOIN assignment_members m ON m.assignment_id = a.id
		WHERE m.person_id = @id ORDER BY a.offered_at, a.id`},
	{"orders", "orders", same("title", "detail", "address", "result"), `SELECT id, jsonb_build_object('id', id, 'number', number, 'kind', kind,
		'state', state, 'area_code', area_code, 'visibility', visibility, 'wanted', wanted, 'title', title, 'detail', detail, 'address', address,
		'result', result, 'sealed_for', sealed_for, 'public_title', public_title, 'public_text', public_text, 'public_reason', public_reason, 'placed_at', placed_at,
		'ended_at', ended_at) FROM orders WHERE requester_id = @id ORDER BY placed_at, id`},
	{"order_events", "order_events", same("note"), `SELECT e.id, jsonb_build_object('order_id', e.order_id, 'event', e.event, 'at', e.at,
		'by_me', e.actor_id IS NOT DISTINCT FROM CAST(@id AS uuid), 'note', CASE WHEN e.event <> 'decline' THEN e.note END,
		'sealed_for', o.sealed_for)
		FROM order_events e JOIN orders o ON o.id = e.order_id WHERE o.requester_id = @id ORDER BY e.seq`},
	{"ratings", "order_events", map[string]string{"comment": "note"}, `SELECT e.id, jsonb_build_object('order_id', r.order_id, 'solved', r.solved,
		'stars', r.stars, 'tags', r.tags, 'comment', r.comment, 'at', r.at, 'sealed_for', o.sealed_for) FROM ratings r JOIN orders o ON o.id = r.order_id
		JOIN order_events e ON e.order_id = r.order_id AND e.event = 'rate' AND e.at = r.at WHERE o.requester_id = @id ORDER BY r.at`},
	{"complaints", "complaints", same("text", "answer"), `SELECT id, jsonb_build_object('id', id, 'order_id', order_id, 'state', state, 'text', text,
		'answer', answer, 'at', at) FROM complaints WHERE complainant = @id ORDER BY at, id`},
	{"placed_for_others", "", nil, `SELECT id, jsonb_build_object('id', id, 'number', number, 'placed_at', placed_at) FROM orders
		WHERE placed_by = @id AND requester_id <> @id ORDER BY placed_at, id`},
	{"acts_on_others_orders", "", nil, `SELECT e.id, jsonb_build_object('order_id', e.order_id, 'event', e.event, 'at', e.at) FROM order_events e
		JOIN orders o ON o.id = e.order_id WHERE e.actor_id = @id AND o.requester_id <> @id ORDER BY e.seq`},
	{"follows", "", nil, `SELECT order_id, jsonb_build_object('order_id', order_id, 'at', at) FROM followers WHERE person_id = @id ORDER BY at`},
	{"files", "", nil, `SELECT id, jsonb_build_object('id', id, 'kind', kind, 'mime', mime, 'size', size, 'order_id', order_id, 'purpose', purpose,
		'at', at) FROM files WHERE owner_id = @id ORDER BY at, id`},
	{"exports", "exports", same("filter", "words"), `SELECT id, jsonb_build_object('what', what, 'areas', areas, 'filter', filter, 'personal', personal,
		'reason', reason, 'words', words, 'state', state, 'rows', rows, 'asked_at', asked_at) FROM exports WHERE owner_id = @id ORDER BY asked_at, id`},
	{"notices", "", nil, `SELECT id, jsonb_build_object('kind', kind, 'order_id', order_id, 'params', params, 'at', at, 'read_at', read_at)
		FROM notices WHERE person_id = @id ORDER BY at, id`},
	{"record", "", nil, `SELECT person_id, jsonb_build_object('at', at, 'action', action, 'subject', subject, 'subject_id', subject_id, 'reason', reason,
		'by_me', actor_id IS NOT DISTINCT FROM person_id) FROM audit WHERE person_id = @id ORDER BY at, id`},
}

// same maps texts to columns of their own names.
func same(columns ...string) map[string]string {
	texts := map[string]string{}
	for _, c := range columns {
		texts[c] = c
	}
	return texts
}

// Row is one held row. Texts are sealed yet.
type Row struct {
	Columns map[string]json.RawMessage
	Texts   map[string]Text
}

// Text is a sealed text of a row.
type Text struct {
	Place secret.Place
	Value secret.Sealed
}

// Of lists the rows about a person.
func (h Holding) Of(tx *store.Tx, id models.PersonID) ([]Row, error) {
	return store.Query(tx, h.sql, store.Args{"id": id}, func(r store.Rows, row *Row) error {
		var at string
		var raw []byte
		if err := r.Scan(&at, &raw); err != nil {
			return err
		}
		if err := json.Unmarshal(raw, &row.Columns); err != nil {
			return err
		}
		return h.split(row, secret.Place{Person: id, Table: h.table, Row: at})
	})
}

// split takes the sealed texts out of the columns. Those of an order may be sealed for a record that was merged into this one.
func (h Holding) split(row *Row, at secret.Place) error {
	if owner, ok := row.Columns["sealed_for"]; ok {
		delete(row.Columns, "sealed_for")
		sealedFor := at.Person
		if err := json.Unmarshal(owner, &sealedFor); err != nil {
			return err
		}
		at.Person = cmp.Or(sealedFor, at.Person)
	}
	row.Texts = map[string]Text{}
	for name, column := range h.texts {
		at.Column = column
		text := Text{Place: at}
		if err := json.Unmarshal(row.Columns[name], &text.Value); err != nil {
			return err
		}
		row.Texts[name] = text
		delete(row.Columns, name)
	}
	return nil
}
