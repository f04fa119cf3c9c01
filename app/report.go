package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"delinli/app/store/settings"
	"delinli/models/report"
)

type reportCommand struct {
	JSON bool `name:"json" help:"As JSON."`
}

// published is a counted figure beside what the case study says.
type published struct {
	Name      report.Name `json:"name"`
	Value     int64       `json:"value"`
	Published int64       `json:"published"`
	AtLeast   bool        `json:"at_least,omitempty"` // the published figure is a lower bound
	Unit      report.Unit `json:"unit"`
}

var errNoCity = errors.New("there is no city yet: delinli demo --city makes one")

// Run prints the figures that were published, as they are counted here.
func (c reportCommand) Run(ctx context.Context) error {
	return inHouse(ctx, func(h *house) error {
		clerk, err := h.clerk(ctx)
		if err != nil {
			return err
		}
		if err := h.asOf(ctx); err != nil {
			return err
		}
		stock, err := h.verbs.reporting.Standing(ctx, clerk, clerk.Seats[0].Area, "")
		if err != nil {
			return err
		}
		return c.print(compare(stock.Whole.Tally))
	})
}

// asOf counts a simulated city as of the day of the published figures, however long it has lived since.
func (h *house) asOf(ctx context.Context) error {
	clock, err := settings.ClockOf(h.db.Read(ctx))
	if day, ok := clock.AsOf.Midnight(); ok {
		h.verbs.reporting.Now = func() time.Time { return day }
	}
	return err
}

func compare(t report.Tally) (figures []published) {
	for _, f := range report.Standing {
		if p, ok := report.CaseStudy[f.Name]; ok {
			figures = append(figures, published{f.Name, t[f.Name], p.Value, p.AtLeast, f.Unit})
		}
	}
	return figures
}

func (c reportCommand) print(figures []published) error {
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "  ")
		return out.Encode(map[string]any{"figures": figures})
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "figure\tcounted\tpublished\tunit\t")
	for _, f := range figures {
		more := ""
		if f.AtLeast {
			more = "+"
		}
		fmt.Fprintf(table, "%s\t%d\t%d%s\t%s\t\n", f.Name, f.Value, f.Published, more, f.Unit)
	}
	return table.Flush()
}
