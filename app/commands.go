package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"delinli/models"
	"delinli/models/audit"
	"delinli/models/secret"
)

type migrateCommand struct{}

// Run brings the schema up to date; opening the house does.
func (migrateCommand) Run(ctx context.Context) error {
	return inHouse(ctx, func(*house) error { return nil })
}

type verifyCommand struct{}

// Run checks everything that can be checked and names what is wrong.
func (verifyCommand) Run(ctx context.Context) error {
	return inHouse(ctx, func(h *house) error {
		report, err := h.verbs.keeping.Verify(ctx, func(r audit.Report) { fmt.Printf("\r%d lines, %d orders", r.Lines, r.Orders) })
		if err != nil {
			return err
		}
		fmt.Printf("\r%d sealed lines and %d journals checked, %d lines wait for their seal\n", report.Lines, report.Orders, report.Waits)
		old, err := h.verbs.keeping.OldKeys(ctx)
		if err != nil {
			return err
		}
		if old > 0 {
			fmt.Printf("%d data keys are under older master keys, which must stay in the key file until they are not\n", old)
		}
		for _, f := range report.Faults {
			fmt.Println(f)
		}
		if !report.Sound() {
			return fmt.Errorf("%d faults", report.Found)
		}
		return nil
	})
}

type staffCommand struct {
	Add staffAddCommand `cmd:"" help:"Make an account for somebody who works here; prints a one-time password and the second factor."`
}

type staffAddCommand struct {
	Login string          `arg:"" help:"The login, e.g. li.na."`
	Name  string          `required:"" help:"The name."`
	Area  models.AreaCode `default:"370785" help:"The area of the seats."`
	Role  []models.Role   `required:"" help:"Roles, by commas, e.g. security_admin."`
}

// Run makes the account; it is how the first administrator comes in.
func (c staffAddCommand) Run(ctx context.Context) error {
	name, err := secret.ParseName(c.Name)
	if err != nil {
		return err
	}
	return inHouse(ctx, func(h *house) error {
		issued, err := h.verbs.enrolling.AddStaff(ctx, c.Login, name, c.Area, c.Role)
		if err != nil {
			return err
		}
		fmt.Printf("login     %s\npassword  %s  (once, until %s)\nTOTP      %s\n          %s\n", issued.Login, issued.Password.Plain(),
			issued.Until.In(models.Local).Format("2006-01-02 15:04"), issued.TOTP.Secret.Plain(), issued.TOTP.URL.Plain())
		return nil
	})
}

// inHouse runs fn with everything open and closes it after.
func inHouse(ctx context.Context, fn func(*house) error) error {
	h, err := open(ctx, os.Environ(), time.Now)
	if err != nil {
		return err
	}
	return errors.Join(fn(h), h.close())
}
