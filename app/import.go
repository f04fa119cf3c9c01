package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"text/tabwriter"

	"delinli/app/cataloguing"
	"delinli/app/importing"
	"delinli/handlers/message"
	"delinli/models"
	"delinli/models/intake"
	"delinli/models/resident"
)

// importCommand takes tables in.
type importCommand struct {
	Residents     importResidentsCommand     `cmd:"" help:"Enter the residents of a workbook or CSV into the register, in one go."`
	Dwellings     importDwellingsCommand     `cmd:"" help:"Enter dwellings, with their buildings and compounds."`
	Teams         importTeamsCommand         `cmd:"" help:"Appoint grid teams; who is appointed is in the register."`
	Organisations importOrganisationsCommand `cmd:"" help:"Found organisations of the party, those above before those below."`
	Template      importTemplateCommand      `cmd:"" help:"Print a CSV with the columns that a table may have, and an example."`
}

// importFile is what every kind of table is asked for.
type importFile struct {
	File  string `arg:"" type:"existingfile" help:"The .xlsx or .csv file (UTF-8 or GBK)."`
	Check bool   `help:"Only tell what is wrong; enter nothing."`
	Good  bool   `help:"Enter the good lines where others are wrong."`
}

type (
	importDwellingsCommand     struct{ importFile }
	importTeamsCommand         struct{ importFile }
	importOrganisationsCommand struct{ importFile }
)

// Run reads the file and enters its dwellings.
func (c importDwellingsCommand) Run(ctx context.Context) error {
	return c.enter(ctx, importing.Task{Kind: intake.Dwellings})
}

// Run reads the file and appoints whom it names.
func (c importTeamsCommand) Run(ctx context.Context) error {
	return c.enter(ctx, importing.Task{Kind: intake.Teams})
}

// Run reads the file and founds its organisations.
func (c importOrganisationsCommand) Run(ctx context.Context) error {
	return c.enter(ctx, importing.Task{Kind: intake.Organisations})
}

type importResidentsCommand struct {
	importFile
	Source resident.Source `default:"department" enum:"visit,self,department" help:"From whom the tags are known: visit, self or department."`
}

// Run reads the file and enters its residents.
func (c importResidentsCommand) Run(ctx context.Context) error {
	return c.enter(ctx, importing.Task{Kind: intake.Residents, Source: c.Source})
}

// enter enters the lines of the file, all or, with --good, those without a fault.
func (c importFile) enter(ctx context.Context, task importing.Task) error {
	return inHouse(ctx, func(h *house) error {
		clerk, err := h.clerk(ctx)
		if err != nil {
			return err
		}
		if task.File, err = importing.OnDisk(c.File); err != nil {
			return err
		}
		task.GoodOnly = c.Good
		work := h.verbs.importing.EnterTable
		if c.Check {
			work = h.verbs.importing.CheckTable
		}
		out, err := work(ctx, clerk, task, tellProgress)
		fmt.Fprintln(os.Stderr)
		return errors.Join(printFaults(out), explained(err))
	})
}

func tellProgress(p importing.Progress) {
	share := ""
	if p.Share > 0 {
		share = fmt.Sprintf(" (%.0f%%)", 100*p.Share)
	}
	fmt.Fprintf(os.Stderr, "\r%s: %d lines%s   ", p.Step, p.Lines, share)
}

func printFaults(o importing.Outcome) error {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, f := range o.Faults {
		text := message.Chinese.Text(f.Code, models.Invalid)
		if f.Other > 0 {
			text = fmt.Sprintf("%s (%d)", text, f.Other)
		}
		fmt.Fprintf(table, "%d\t%s\t%s\n", f.Line, f.Field, text)
	}
	if len(o.Faults) == intake.MaxFaults {
		for _, code := range slices.Sorted(maps.Keys(o.Codes)) {
			fmt.Fprintf(table, "%d ×\t\t%s\n", o.Codes[code], message.Chinese.Text(code, models.Invalid))
		}
	}
	fmt.Fprintf(table, "%d lines, %d good, %d wrong, %d entered\n", o.Lines, o.Good(), o.Bad, o.Entered)
	return table.Flush()
}

// explained puts the words of an error beside its code, for whoever sits at the machine.
func explained(err error) error {
	e, ok := errors.AsType[*models.Error](err)
	if !ok {
		return err
	}
	words := message.Chinese.Text(e.Code, e.Kind)
	for field, code := range e.Fields {
		words += fmt.Sprintf("; %s: %s", field, message.Chinese.Text(code, e.Kind))
	}
	return fmt.Errorf("%w: %s", err, words)
}

// clerk stands for whoever works at the machine itself: city staff without a name.
func (h *house) clerk(ctx context.Context) (models.Actor, error) {
	roots, _, err := h.verbs.cataloguing.Areas(ctx, "", false, cataloguing.Page{Limit: 1})
	if err != nil {
		return models.Actor{}, err
	}
	if len(roots) == 0 {
		return models.Actor{}, errNoCity
	}
	return models.Actor{Seats: []models.Seat{{Role: models.CityStaff, Area: roots[0].Code}}}, nil
}

type importTemplateCommand struct {
	Kind intake.Kind `arg:"" default:"residents" enum:"residents,dwellings,teams,organisations" help:"residents, dwellings, teams or organisations."`
}

// Run prints the template.
func (c importTemplateCommand) Run() error {
	_, err := os.Stdout.Write(importing.Template(c.Kind))
	return err
}
