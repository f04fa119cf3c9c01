// Package parties is the SQL of the party's organisations, their funds, and cadres who reported home.
package parties

import (
	"delinli/app/store"
	"delinli/models/party"
)

// AddOrgs writes organisations, those above before those below.
func AddOrgs(tx *store.Tx, rows []party.Org) error {
	return store.AddRows(tx, `INSERT INTO party_orgs (id, kind, parent_id, name, area_code, compound_id, founded_on)
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, kind text, parent_id uuid, name text, area_code text, compound_id uuid, founded_on date)`, rows)
}

// AddFunds writes funds, which are empty.
func AddFunds(tx *store.Tx, rows []party.Fund) error {
	return store.AddRows(tx, `INSERT INTO funds (id, org_id, area_code, year)
		SELECT id, org_id, NULLIF(area_code, ''), year FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, org_id uuid, area_code text, year int)`, rows)
}

// AddEntries books lines and moves the balances with them. It fails when a fund would be overdrawn.
func AddEntries(tx *store.Tx, rows []party.Entry) error {
	return store.AddRows(tx, `
		WITH r AS MATERIALIZED (
			SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (id uuid, fund_id uuid, amount bigint, purpose text, voucher text, by uuid,
				at timestamptz, reverses uuid)
		), e AS (
			INSERT INTO fund_entries (id, fund_id, amount, purpose, voucher, by, at, reverses) SELECT id, fund_id, amount, purpose, voucher, by, at, reverses FROM r
		)
		UPDATE funds f SET balance = balance + s.amount FROM (SELECT fund_id, sum(amount) AS amount FROM r GROUP BY fund_id) s WHERE s.fund_id = f.id`, rows)
}

// AddReturns writes cadres who reported home.
func AddReturns(tx *store.Tx, rows []party.Return) error {
	return store.AddRows(tx, `INSERT INTO home_returns (person_id, kind, unit, community, skills, reported_on)
		SELECT * FROM json_to_recordset(CAST(@rows AS json)) AS r (person_id uuid, kind text, unit text, community text, skills text[], reported_on date)`, rows)
}
