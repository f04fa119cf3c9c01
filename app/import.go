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
	Residents importResidentsCommand `cmd:"" help:"Enter the residents of a workbook or CSV into the register; the same file goes on where it was cut off."`
	Template  importTemplateCommand  `cmd:"" help:"Print a CSV with the columns that a table of residents may have, and an example."`
}

type importResidentsCommand struct {
	File   string          `arg:"" type:"existingfile" help:"The .xlsx or .csv file (UTF-8 or GBK)."`
	Check  bool            `help:"Only tell what is wrong; enter nothing."`
	Good   bool            `help:"Enter the good lines where others are wrong."`
	Source resident.Source `default:"department" enum:"visit,self,department" help:"From whom the tags are known: visit, self or department."`
}

// Run reads the file and enters its lines, all or, with --good, those without a fault.
func (c importResidentsCommand) Run(ctx context.Context) error {
	return inHouse(ctx, func(h *house) error {
		clerk, err := h.clerk(ctx)
		if err != nil {
			return err
		}
		file, err := importing.OnDisk(c.File)
		if err != nil {
			return err
		}
		work := h.verbs.importing.EnterTable
		if c.Check {
			work = h.verbs.importing.CheckTable
		}
		out, err := work(ctx, clerk, importing.Task{File: file, GoodOnly: c.Good, Source: c.Source}, tellProgress)
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

type importTemplateCommand struct{}

// Run prints the template.
func (importTemplateCommand) Run() error {
	_, err := os.Stdout.Write(importing.Template())
	return err
}
