package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	vault "delinli/app/secret"
)

// script is a request of the program as statements for pgbench. Values are either the same in every round, or drawn anew from
// the numbers of the job: ids, keys, order numbers.
type script struct {
	statements []string          // with :name where a value goes
	values     map[string]string // that stay the same
	fresh      int               // how many ids of its own each round draws
}

// token hash, key and number are of one request; the ids of all rows are numbers as work.go says.
var (
	uuidForm   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	numberForm = regexp.MustCompile(`[0-9]{12}-[0-9]{8}-[0-9]{6,}`)
	paramForm  = regexp.MustCompile(`\$([0-9]+)`)
	colonForm  = regexp.MustCompile(`[^:]:[A-Za-z_0-9]`)
)

// writer turns traced statements into a script.
type writer struct {
	script
	types map[string][]uint32 // of the parameters of each statement
	known map[string]string   // what stands in the values of the trace, and what is drawn instead
	draws bool                // ids that are not known are new ones
}

// tokenHash is under which a session is found, as PostgreSQL writes it.
func tokenHash(who int64) string { return `\x` + hex.EncodeToString(vault.HashToken(token(who))) }

// asID makes the id of a row from its number.
const asID = `lpad(:%s, 32, '0')`

// write makes the script of a traced request.
func (w work) write(ctx context.Context, db *pgx.Conn, calls []call, j job, key string) (script, error) {
	wr := writer{script: script{values: map[string]string{}}, types: map[string][]uint32{}, draws: w.writes, known: map[string]string{
		id(j.who): fmt.Sprintf(asID, "who"), tokenHash(j.who): "CAST(:hash AS text)",
	}}
	if j.order != 0 {
		wr.known[id(j.order)], wr.known[id(j.requester)] = fmt.Sprintf(asID, "order"), fmt.Sprintf(asID, "requester")
	}
	if key != "" {
		wr.known[key] = fmt.Sprintf(asID, "key")
	}
	for _, c := range calls {
		if err := wr.statement(ctx, db, c); err != nil {
			return script{}, fmt.Errorf("%s: %w", c.sql, err)
		}
	}
	return wr.script, nil
}

func (w *writer) statement(ctx context.Context, db *pgx.Conn, c call) (err error) {
	if colonForm.MatchString(c.sql) {
		return errors.New("pgbench would take a colon in it for a value of its own")
	}
	texts := make([]string, len(c.params))
	if len(c.params) > 0 {
		described, err := db.Prepare(ctx, "", c.sql)
		if err != nil {
			return err
		}
		for i, raw := range c.params {
			if texts[i], err = w.param(db.TypeMap(), described.ParamOIDs[i], formatOf(c.formats, i), raw); err != nil {
				return err
			}
		}
	}
	w.statements = append(w.statements, paramForm.ReplaceAllStringFunc(c.sql, func(p string) string {
		var n int
		if _, scanned := fmt.Sscanf(p, "$%d", &n); scanned != nil || n > len(texts) {
			err = fmt.Errorf("no value for %s", p)
			return p
		}
		return texts[n-1]
	}))
	return err
}

func formatOf(formats []int16, i int) int16 {
	switch len(formats) {
	case 0:
		return pgtype.TextFormatCode
	case 1:
		return formats[0]
	}
	return formats[i]
}

// param is what stands for a value: pgbench passes NULL for a name that has no value.
func (w *writer) param(m *pgtype.Map, oid uint32, format int16, raw []byte) (string, error) {
	if raw == nil {
		return ":none", nil
	}
	t, ok := m.TypeForOID(oid)
	if !ok {
		return "", fmt.Errorf("a value of unknown type %d", oid)
	}
	text := raw
	if format == pgtype.BinaryFormatCode {
		value, err := t.Codec.DecodeValue(m, oid, format, raw)
		if err != nil {
			return "", err
		}
		if text, err = m.Encode(oid, pgtype.TextFormatCode, value, nil); err != nil {
			return "", err
		}
	}
	return w.value(string(text), t.Name), nil
}

// value cuts a text at all that is drawn anew and joins it again around what is drawn.
func (w *writer) value(text, typeName string) string {
	w.learn(text)
	marks := slices.SortedFunc(maps.Keys(w.known), func(a, b string) int { return len(b) - len(a) })
	for i, mark := range marks {
		marks[i] = regexp.QuoteMeta(mark)
	}
	found := regexp.MustCompile(strings.Join(marks, "|")).FindAllStringIndex(text, -1)
	if len(found) == 0 {
		return w.constant(text)
	}
	var parts []string
	end := 0
	for _, at := range found {
		if at[0] > end {
			parts = append(parts, "CAST("+w.constant(text[end:at[0]])+" AS text)")
		}
		parts = append(parts, w.known[text[at[0]:at[1]]])
		end = at[1]
	}
	if end < len(text) {
		parts = append(parts, "CAST("+w.constant(text[end:])+" AS text)")
	}
	if len(parts) > 1 {
		parts = []string{"concat(" + strings.Join(parts, ", ") + ")"}
	}
	return "CAST(" + parts[0] + " AS " + typeName + ")"
}

// learn finds what this request drew for itself: ids of new rows and the order's number.
func (w *writer) learn(text string) {
	if !w.draws {
		return
	}
	for _, found := range uuidForm.FindAllString(text, -1) {
		if w.known[found] == "" && !strings.HasPrefix(found, id(0)[:24]) {
			w.fresh++
			w.known[found] = fmt.Sprintf(asID, fmt.Sprintf("fresh%d", w.fresh))
		}
	}
	for _, found := range numberForm.FindAllString(text, -1) {
		w.known[found] = fmt.Sprintf(asID, "key")
	}
}

// constant names a value that stays the same; pgbench takes an empty one from the database alone.
func (w *writer) constant(text string) string {
	if text == "" {
		return ":empty"
	}
	for name, value := range w.values {
		if value == text {
			return ":" + name
		}
	}
	name := fmt.Sprintf("c%d", len(w.values)+1)
	w.values[name] = text
	return ":" + name
}

// hashSQL reads by whose token the next requests come, once for a turn.
const hashSQL = `SELECT CAST(token_hash AS text) AS hash, '' AS empty FROM sessions WHERE id = CAST(lpad(:who, 32, '0') AS uuid) \gset`

// text is the file for pgbench. Ids of new rows grow, as those of the program do.
func (s script) text(w work) string {
	lines := []string{`\set k :k + 1`}
	for _, set := range w.sets {
		lines = append(lines, `\set `+set)
	}
	if w.pick(size{Orders: 40_000, Volunteers: 1}, 0, 0, 0).order != 0 {
		lines = append(lines, `\set requester :first_resident + (:order - :first_order) % :residents`)
	}
	lines = append(lines, `\set key :run + (:k * :clients + :client_id) * 64`)
	for i := range s.fresh {
		lines = append(lines, fmt.Sprintf(`\set fresh%d :key + %d`, i+1, i+1))
	}
	lines = append(lines, `\if :k % :turn = 0`, hashSQL, `\endif`)
	for _, statement := range s.statements {
		lines = append(lines, strings.TrimSpace(statement)+";")
	}
	return strings.Join(lines, "\n") + "\n"
}
