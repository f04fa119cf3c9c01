package jobs

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"testing"
	"time"

	"delinli/app/postgres"
	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/app/testkit"
)

// worker is the variable that makes this test binary a process that works until it is killed.
const worker = "DELINLI_TEST_WORKER"

func TestMain(m *testing.M) {
	if url := os.Getenv(worker); url != "" {
		if err := work(url, os.Getenv("DELINLI_TEST_STUCK") != ""); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// work tells on its output what it begins and ends. A stuck worker never ends the event "stuck".
func work(url string, stuck bool) error {
	ctx := context.Background()
	pool, err := postgres.Open(ctx, url, postgres.PoolOptions{})
	if err != nil {
		return err
	}
	log, hint := slog.New(slog.DiscardHandler), NewHint(pool.Pgx())
	db := store.New(pool.Gorm(), hint.Poke)
	do := func(ctx context.Context, r outbox.Row) error {
		fmt.Println("began " + r.Ref)
		if stuck && r.Ref == "stuck" {
			<-make(chan struct{})
		}
		fmt.Println("did " + r.Ref)
		return nil
	}
	s, err := New(Options{Pool: pool.Pgx(), DB: db, Hint: hint, Hub: NewHub(pool.Pgx(), db, log), Log: log, rescueAfter: 4 * time.Second,
		Handlers: []Handler{{Name: "test", Topic: outbox.Order, Do: do}},
		Tasks:    []Task{{Name: "tick", Every: 500 * time.Millisecond, Do: func(context.Context) error { fmt.Println("tick"); return nil }}}})
	if err != nil {
		return err
	}
	if err := s.Start(ctx); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, os.Stdin) // until the test is gone
	return err
}

// spawn starts a worker process and counts the lines it prints.
func spawn(t *testing.T, url string, env ...string) (*exec.Cmd, *book) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), worker+"="+url), env...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := &book{}
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			said.note(lines.Text())
		}
	}()
	t.Cleanup(func() {
		in.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd, said
}

func TestAfterKill9TheOtherProcessGoesOn(t *testing.T) {
	t.Parallel()
	kit := testkit.Database(t)
	outside := newProcess(t, kit.Pool, nil, nil, nil) // writes, works on nothing
	victim, said := spawn(t, kit.AppURL, "DELINLI_TEST_STUCK=1")
	eventually(t, "the victim leads", func() bool { return said.count("tick") > 1 })
	outside.add(t, "stuck")
	eventually(t, "the victim has begun", func() bool { return said.count("began stuck") == 1 })
	_, other := spawn(t, kit.AppURL)
	outside.add(t, "before")
	eventually(t, "one of two works", func() bool { return said.count("did before")+other.count("did before") == 1 })
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait()
	outside.add(t, "after")
	within(t, time.Minute, "the next event is done", func() bool { return other.count("did after") == 1 })
	within(t, 40*time.Second, "the timetable goes on", func() bool { return other.count("tick") > 2 })
	within(t, time.Minute, "what the dead process had begun is done", func() bool { return other.count("did stuck") == 1 })
}
