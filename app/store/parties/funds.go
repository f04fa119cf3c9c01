package parties

import (
	"delinli/app/store"
	"delinli/models"
	"delinli/models/party"
)

// Book is a fund with what was given and spent.
type Book struct {
	party.Fund
	party.Sums
	Name    string          // of the branch or the community
	At      models.AreaCode // of the community, or of the branch's grid
	Balance int64           // fen
}

const book = `
	SELECT f.id, f.org_id, COALESCE(f.area_code, ''), f.year, f.balance, COALESCE(o.name, a.name), COALESCE(f.area_code, o.area_code), o.ended_at IS NOT NULL, COALESCE(e.income, 0), COALESCE(e.spent, 0)
	FROM funds f LEFT JOIN party_orgs o ON o.id = f.org_id LEFT JOIN areas a ON a.code = f.area_code
		LEFT JOIN LATERAL (SELECT sum(amount) FILTER (WHERE income) AS income, -sum(amount) FILTER (WHERE NOT income) AS spent FROM fund_entries WHERE fund_id = f.id) e ON true`

func scanBook(r store.Rows, b *Book) error {
	return r.Scan(&b.ID, &b.Org, &b.Fund.Area, &b.Year, &b.Balance, &b.Name, &b.At, &b.Closed, &b.Income, &b.Spent)
}

// Fund reads one fund, whoever asks.
func Fund(tx *store.Tx, id models.FundID) (Book, error) {
	b, err := store.One(tx, book+` WHERE f.id = @id`, store.Args{"id": id}, scanBook)
	return b, store.Missing(err)
}

// Funds lists the funds of a year within a scope, by area, a community's before those of its branches, after a fund.
func Funds(tx *store.Tx, s store.Scope, year int, after models.FundID, limit int) ([]Book, error) {
	return store.Query(tx, book+`
		WHERE f.year = @year AND COALESCE(f.area_code, o.area_code) ^@ ANY (CAST(@areas AS text[]))
			AND (CAST(@after AS uuid) IS NULL OR (COALESCE(f.area_code, o.area_code), f.id) > (
				SELECT COALESCE(x.area_code, y.area_code), x.id FROM funds x LEFT JOIN party_orgs y ON y.id = x.org_id WHERE x.id = @after))
		ORDER BY 7, 1 LIMIT @limit`,
		store.Args{"areas": store.Array(s.Areas), "year": year, "after": after, "limit": limit}, scanBook)
}

// Totals sums the funds of a year within a scope: those of branches, and those of communities.
func Totals(tx *store.Tx, s store.Scope, year int) (branches, services party.Sums, err error) {
	type total struct {
		ofBranch bool
		party.Sums
	}
	found, err := store.Query(tx, `
		SELECT f.org_id IS NOT NULL, COALESCE(sum(e.amount) FILTER (WHERE e.income), 0), COALESCE(-sum(e.amount) FILTER (WHERE NOT e.income), 0)
		FROM funds f JOIN fund_entries e ON e.fund_id = f.id LEFT JOIN party_orgs o ON o.id = f.org_id
		WHERE f.year = @year AND COALESCE(f.area_code, o.area_code) ^@ ANY (CAST(@areas AS text[])) GROUP BY 1`,
		store.Args{"areas": store.Array(s.Areas), "year": year},
		func(r store.Rows, t *total) error { return r.Scan(&t.ofBranch, &t.Income, &t.Spent) })
	for _, t := range found {
		if t.ofBranch {
			branches = t.Sums
		} else {
			services = t.Sums
		}
	}
	return branches, services, err
}

// Line is an entry as the book shows it.
type Line struct {
	party.Entry
	Balance int64 // of the fund, with this line and those before it
	Undone  bool
}

const line = `
	SELECT e.id, e.fund_id, e.amount, e.purpose, e.voucher, e.by, e.at, e.reverses, sum(e.amount) OVER (ORDER BY e.at, e.id),
		EXISTS (SELECT FROM fund_entries u WHERE u.reverses = e.id)
	FROM fund_entries e WHERE e.fund_id = @fund`

func scanLine(r store.Rows, l *Line) error {
	return r.Scan(&l.ID, &l.Fund, &l.Amount, &l.Purpose, &l.Voucher, &l.By, &l.At, &l.Undoes, &l.Balance, &l.Undone)
}

// Lines lists one page of a fund's book, the newest first.
func Lines(tx *store.Tx, fund models.FundID, p store.Page) ([]Line, string, error) {
	after, err := p.After()
	if err != nil {
		return nil, "", err
	}
	found, err := store.Query(tx, `SELECT * FROM (`+line+`) l WHERE (at, id) < (@at, CAST(@id AS uuid)) ORDER BY at DESC, id DESC LIMIT @limit`,
		store.Args{"fund": fund, "at": after.At, "id": after.ID, "limit": p.Limit + 1}, scanLine)
	if err != nil {
		return nil, "", err
	}
	lines, next := store.Next(p, found, func(l Line) store.Key { return store.Key{At: l.At, ID: l.ID.String()} })
	return lines, next, nil
}

// Entry reads one line of a fund's book.
func Entry(tx *store.Tx, fund models.FundID, id models.EntryID) (Line, error) {
	l, err := store.One(tx, `SELECT * FROM (`+line+`) l WHERE id = @id`, store.Args{"fund": fund, "id": id}, scanLine)
	return l, store.Missing(err)
}
