package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/pquerna/otp/totp"

	"delinli/app/demo"
	"delinli/models"
)

// The bars of the city of the case study.
const (
	mostMaking    = 180    // s, to make it
	leastCSV      = 20_000 // residents a second, taken in from a CSV, with the start and the end of the program and its database
	leastWorkbook = 5_000  // the same, from a workbook
	mostFigures   = 100    // ms, of 99 answers in 100 about what stands in the city
	mostRegister  = 1_000  // ms, of 99 pages in 100 of the register
)

// figurePages and registerPages are what staff of the city look at.
var (
	figurePages   = []string{"/figures/standing", "/figures/standing?level=community", "/figures/standing?level=grid", "/figures/standing?area=370785001"}
	registerPages = []string{"/residents", "/residents?limit=100", "/residents?area=370785001001001", "/residents?ages=elders", "/residents?tag=low_income"}
)

// city is the city of the case study: the binary over a private database below a folder.
type city struct {
	*bench
	dir string
}

// makeCity measures how long the city takes to make, to take residents in, and to answer when they are there.
func (b *bench) makeCity(ctx context.Context) error {
	c := city{b, filepath.Join(b.dir, "city")}
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		return err
	}
	said, err := c.run(ctx, c.making...)
	if err != nil {
		return err
	}
	b.tell(figure{name: "city_s", value: said.took.Seconds(), bar: mostMaking, atMost: true})
	if said, err = c.run(ctx, "migrate"); err != nil {
		return err
	}
	fmt.Fprintf(b.notes, "# city: start and end of the program and its database alone take %.1f s\n", said.took.Seconds())
	if err := c.takeIn(ctx, "csv", leastCSV, 0, writeCSV); err != nil {
		return err
	}
	if err := c.look(ctx); err != nil {
		return err
	}
	return c.takeIn(ctx, "xlsx", leastWorkbook, b.newcomers, writeWorkbook)
}

// takeIn measures an import of residents.
func (c city) takeIn(ctx context.Context, form string, bar float64, first int, write func(path string, first, n int) error) error {
	path := filepath.Join(c.bench.dir, "residents."+form)
	if err := write(path, first, c.newcomers); err != nil {
		return err
	}
	said, err := c.run(ctx, "import", "residents", path)
	if err == nil && !bytes.Contains(said.words, fmt.Appendf(nil, " %d entered", c.newcomers)) {
		err = fmt.Errorf("not all came in: %s", said.words)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(c.notes, "# import_%s: %d residents in %.1f s, %.0f MB at most\n", form, c.newcomers, said.took.Seconds(), said.memory)
	c.tell(figure{name: "import_" + form + "_per_s", value: float64(c.newcomers) / said.took.Seconds(), bar: bar})
	return os.Remove(path)
}

// look measures the figures of what stands, and the pages of the register.
func (c city) look(ctx context.Context) error {
	p, err := serve(ctx, c.bin, c.dir, c.private()...)
	if err != nil {
		return err
	}
	defer p.stop()
	token, err := c.logIn(ctx, p.addr)
	if err != nil {
		return err
	}
	for _, pages := range []pages{{"figures", figurePages, mostFigures}, {"register", registerPages, mostRegister}} {
		if err := c.turn(ctx, p.addr, token, pages); err != nil {
			return err
		}
	}
	return nil
}

// pages are what is looked at in turn, and what an answer may take, in milliseconds.
type pages struct {
	name  string
	paths []string
	bar   float64
}

// turn measures pages. One that the program gives up counts with the time that it took, unless that is quick.
func (c city) turn(ctx context.Context, addr, token string, of pages) error {
	var all []time.Duration
	took, given := map[string][]time.Duration{}, map[string]int{}
	for range max(1, c.samples/len(of.paths)) {
		for _, path := range of.paths {
			began := time.Now()
			one, err := sample(ctx, addr, 1, request{method: "GET", path: path, token: token})
			if err != nil {
				one = []time.Duration{time.Since(began)}
				if given[path]++; ctx.Err() != nil || one[0].Seconds()*1_000 < of.bar {
					return err
				}
			}
			all, took[path] = append(all, one...), append(took[path], one...)
		}
	}
	for _, path := range of.paths {
		fmt.Fprintf(c.notes, "# %s: median %v, 99 of 100 within %v, %d given up\n", path, tidy(percentile(took[path], 50)), tidy(percentile(took[path], 99)), given[path])
	}
	c.tell(figure{name: of.name + "_p99_ms", value: percentile(all, 99).Seconds() * 1_000, bar: of.bar, atMost: true})
	return nil
}

// private are the settings with which the binary brings a database and a key of its own.
func (c city) private() []string {
	return []string{"DATABASE_URL=", "DATABASE_OWNER_URL=", "SECRET_KEY_FILE=" + filepath.Join(c.dir, "secret.key"), "LOG_LEVEL=warn"}
}

// ran is what a command of the program said, how long it took, and the most memory that it was seen to hold, in megabytes.
type ran struct {
	words  []byte
	took   time.Duration
	memory float64
}

// glance is how often a look is taken at the memory of a command.
const glance = 100 * time.Millisecond

func (c city) run(ctx context.Context, args ...string) (r ran, err error) {
	cmd, words := command(ctx, c.bin, c.dir, args...), bytes.Buffer{}
	cmd.Env = append(cmd.Env, c.private()...)
	cmd.Stdout, cmd.Stderr = &words, &words
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return r, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			r.words, r.took = words.Bytes(), time.Since(began)
			if err != nil {
				err = fmt.Errorf("%v: %w: %s", args, err, r.words[max(0, len(r.words)-2_000):])
			}
			return r, err
		case <-time.After(glance):
			if now, err := memory(ctx, cmd.Process); err == nil { // whoever has just ended holds none
				r.memory = max(r.memory, now)
			}
		}
	}
}

// logIn logs staff of the city in, as the demo town says, and gives what they show from then on.
func (c city) logIn(ctx context.Context, addr string) (token string, err error) {
	b, err := os.ReadFile(filepath.Join(c.dir, "demo-logins.json"))
	if err != nil {
		return "", err
	}
	var logins []demo.Login
	if err := json.Unmarshal(b, &logins); err != nil {
		return "", err
	}
	at := slices.IndexFunc(logins, func(l demo.Login) bool { return l.Role == models.CityStaff })
	if at < 0 {
		return "", errors.New("the demo town has nobody who works for the city")
	}
	code, err := totp.GenerateCode(logins[at].TOTP, time.Now())
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(map[string]string{"login": logins[at].Login, "password": logins[at].Password, "totp": code})
	if err != nil {
		return "", err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+addr+"/api/v1/auth/sessions", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	reply, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer reply.Body.Close()
	var session struct{ Token string }
	if err := json.NewDecoder(reply.Body).Decode(&session); err != nil || session.Token == "" {
		return "", fmt.Errorf("nobody could log in: %s (%w)", reply.Status, err)
	}
	return session.Token, nil
}
