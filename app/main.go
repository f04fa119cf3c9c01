// Delinli is the service-order platform of a county-level city: one program with its API, its apps and, if none is given, its own database.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"delinli/app/config"
	"delinli/handlers"
)

// commands are what the program can be told to do.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Run the program until it is told to stop."`
	Migrate migrateCommand `cmd:"" help:"Bring the database to this version's schema."`
	Demo    demoCommand    `cmd:"" help:"Fill an empty database with the demo town."`
	Import  importCommand  `cmd:"" help:"Take residents in from a table."`
	Report  reportCommand  `cmd:"" help:"Print the figures of the city beside the published ones."`
	Verify  verifyCommand  `cmd:"" help:"Check the audit chain and the journals of all orders."`
	Openapi openapiCommand `cmd:"" help:"Print the API's OpenAPI document."`
	Staff   staffCommand   `cmd:"" help:"Manage staff at the machine itself."`
	Config  configCommand  `cmd:"" help:"Print every environment variable, its default and its meaning."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	k := kong.Parse(&c, kong.Name("delinli"), kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)))
	if err := k.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "delinli:", err)
		os.Exit(1)
	}
}

type openapiCommand struct{}

// Run prints the document.
func (openapiCommand) Run() error {
	_, err := os.Stdout.Write(handlers.Document(routes(&verbs{})))
	return err
}

type configCommand struct{}

// Run prints the reference.
func (configCommand) Run() error {
	_, err := fmt.Print(config.Reference())
	return err
}

type versionCommand struct{}

// Run prints what this binary was built from.
func (versionCommand) Run() error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return fmt.Errorf("this binary does not know what it was built from")
	}
	revision := "unknown revision"
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			revision = s.Value
		}
	}
	_, err := fmt.Printf("delinli %s (%s, %s)\n", info.Main.Version, revision, info.GoVersion)
	return err
}
