package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// floor runs a script as the program's role, by all clients at once, and tells how many a second after the time for warming up.
type floor interface {
	run(ctx context.Context, c contest, s script, round int) (float64, error)
	fmt.Stringer
}

// floorOf is pgbench, beside the server programs or on the path, else the replay.
func floorOf(programs, url, dir string) floor {
	beside := filepath.Join(programs, "pgbench")
	if _, err := os.Stat(beside); err == nil {
		return pgbench{beside, url, dir}
	}
	if found, err := exec.LookPath("pgbench"); err == nil {
		return pgbench{found, url, dir}
	}
	return replay{url}
}

type pgbench struct{ program, url, dir string }

func (f pgbench) String() string { return f.program }

func (f pgbench) run(ctx context.Context, c contest, s script, round int) (float64, error) {
	file := filepath.Join(f.dir, c.name+".sql")
	if err := os.WriteFile(file, []byte(s.text(c.work)), 0o600); err != nil {
		return 0, err
	}
	config, err := pgconn.ParseConfig(f.url)
	if err != nil {
		return 0, err
	}
	args := []string{"-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", "2", "-P", "1",
		"-T", strconv.Itoa(int((c.warm + c.measured).Seconds())), "-f", file, "-h", config.Host, "-U", config.User,
		"-D", fmt.Sprintf("run=%d", fresh(round))}
	for name, n := range c.town.numbers(c.above) {
		args = append(args, "-D", fmt.Sprintf("%s=%d", name, n))
	}
	for name, value := range s.values {
		args = append(args, "-D", name+"="+value)
	}
	cmd := exec.CommandContext(ctx, f.program, append(args, config.Database)...)
	cmd.Env = append(os.Environ(), "PGPASSWORD="+config.Password, "PGOPTIONS=-c timezone=UTC")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w: %s", err, out)
	}
	return afterWarm(string(out), int(c.warm.Seconds()))
}

var progress = regexp.MustCompile(`progress: [0-9.]+ s, ([0-9.]+) tps`)

// afterWarm is the mean of what pgbench reports each second, but for the seconds of warming up.
func afterWarm(out string, warm int) (float64, error) {
	reports := progress.FindAllStringSubmatch(out, -1)
	if len(reports) <= warm || !strings.Contains(out, "number of failed transactions: 0 ") {
		return 0, fmt.Errorf("pgbench reported no speed: %s", out)
	}
	var sum float64
	for _, r := range reports[warm:] {
		tps, err := strconv.ParseFloat(r[1], 64)
		if err != nil {
			return 0, err
		}
		sum += tps
	}
	return sum / float64(len(reports)-warm), nil
}
