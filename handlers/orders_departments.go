package handlers

import (
	"context"

	"delinli/models"
)

// departmentView is a department as orders are referred to it.
type departmentView struct {
	Name string `json:"name" example:"民政局"`
}

type departmentsView struct {
	Items []departmentView `json:"items"`
}

func (h Orders) departments(ctx context.Context, a models.Actor, _ Nothing) (out departmentsView, err error) {
	found, err := h.Ordering.Departments(ctx, a)
	for _, name := range found {
		out.Items = append(out.Items, departmentView{name})
	}
	return out, err
}
