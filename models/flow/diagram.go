package flow

import (
	"fmt"
	"strings"
)

// Diagram draws the table as a Mermaid state diagram: rows that stay in their state are listed below it, since arrows
// to oneself hide the life of the thing.
func (t Table[S, E, T]) Diagram(title string) string {
	var b, beside strings.Builder
	fmt.Fprintf(&b, "# %s\n\nGenerated from the table; do not edit.\n\n```mermaid\nstateDiagram-v2\n", title)
	for _, row := range t {
		from := string(row.From)
		if from == "" {
			from = "[*]"
		}
		if row.From == row.To {
			fmt.Fprintf(&beside, "| %s | %s | %s |\n", row.From, row.On, row.note())
			continue
		}
		fmt.Fprintf(&b, "    %s --> %s: %s (%s)\n", from, row.To, row.On, row.note())
	}
	b.WriteString("```\n")
	if beside.Len() > 0 {
		b.WriteString("\nSteps that stay in their state:\n\n| state | event | by |\n|---|---|---|\n" + beside.String())
	}
	return b.String()
}

func (s Step[S, E, T]) note() string {
	note := s.By.Name
	if s.Second != nil {
		note += " + " + s.Second.Name
	}
	if s.When != nil {
		note += ", " + s.When.Name
	}
	for _, g := range s.Needs {
		note += ", " + g.Name
	}
	return note
}
