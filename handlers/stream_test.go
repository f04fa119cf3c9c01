package handlers

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"delinli/models"
)

// listen opens the stream at address and gives its lines.
func listen(t *testing.T, address string) (*http.Response, <-chan string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+Base+"/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer resident")
	reply, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reply.Body.Close() })
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scan := bufio.NewScanner(reply.Body); scan.Scan(); {
			if scan.Text() != "" {
				lines <- scan.Text()
			}
		}
	}()
	return reply, lines
}

func expect(t *testing.T, lines <-chan string, want ...string) {
	t.Helper()
	for _, w := range want {
		select {
		case got := <-lines:
			if got != w {
				t.Errorf("line %q, want %q", got, w)
			}
		case <-time.After(time.Minute):
			t.Fatalf("no %q came", w)
		}
	}
}

func TestStream(t *testing.T) {
	shop := newShop(t, func(o *Options) {
		o.Heartbeat = 30 * time.Millisecond
		o.InFlight = 1
		o.Deadline = 10 * time.Millisecond
	})
	address := shop.serve(t)
	reply, lines := listen(t, address)
	if got := reply.Header.Get("Content-Type"); reply.StatusCode != http.StatusOK || got != eventStream {
		t.Fatalf("%d %s", reply.StatusCode, got)
	}
	expect(t, lines, ": hello", ": beat", ": beat")
	if quick, err := http.Get(address + Base + "/toys"); err != nil || quick.StatusCode != http.StatusOK {
		t.Errorf("an open stream takes a place in flight: %v %v", quick, err)
	} else {
		quick.Body.Close()
	}
	shop.toys.feed.events <- Event{ID: "7", Name: "order", Data: []byte("{\"id\":\n\"x\"}")}
	for line := range lines {
		if line != ": beat" {
			if line != "id: 7" {
				t.Errorf("line %q", line)
			}
			break
		}
	}
	expect(t, lines, "event: order", `data: {"id": "x"}`)
	close(shop.toys.feed.events) // the session ended
	for range lines {
	}
	wait(t, shop.toys.feed.stopped)
}

func wait(t *testing.T, c <-chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(time.Minute):
		t.Fatal("it never came")
	}
}

// TestAReaderWhoLeavesIsNoticed: before anything is written to them; whoever only listens for long is there.
func TestAReaderWhoLeavesIsNoticed(t *testing.T) {
	shop := newShop(t, func(o *Options) { o.Heartbeat = time.Hour })
	shop.Server.Server().ReadTimeout = 50 * time.Millisecond
	reply, lines := listen(t, shop.serve(t))
	expect(t, lines, ": hello")
	time.Sleep(100 * time.Millisecond)
	shop.toys.feed.events <- Event{Name: "order", Data: []byte("{}")}
	expect(t, lines, "event: order", "data: {}")
	reply.Body.Close()
	for range lines {
	}
	wait(t, shop.toys.feed.stopped)
	for range 6_000 {
		if shop.streams.count() == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the place was not given back")
}

func TestStopEndsStreamsAndThenTheServer(t *testing.T) {
	shop := newShop(t)
	ctx, stop := context.WithCancel(t.Context())
	address, ended := shop.start(t, ctx)
	_, lines := listen(t, address)
	expect(t, lines, ": hello")
	stop()
	for range lines {
	}
	wait(t, shop.toys.feed.stopped)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestServeTellsWhyItCannot(t *testing.T) {
	shop := newShop(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	if err := shop.Serve(t.Context(), ln, time.Second); err == nil {
		t.Error("it served on a closed listener")
	}
}

func TestStreamLimits(t *testing.T) {
	n := streams{limit: streamsPerPerson + 1, open: map[models.PersonID]int{}}
	person, other := holder(models.Resident).Person, models.PersonID{}
	for range streamsPerPerson {
		if !n.enter(person) {
			t.Fatal("refused too early")
		}
	}
	if n.enter(person) || !n.enter(other) || n.enter(other) {
		t.Error("a limit does not hold")
	}
	if n.leave(person); !n.enter(person) {
		t.Error("a place was not given back")
	}
}

func TestStreamRefuses(t *testing.T) {
	shop := newShop(t, func(o *Options) { o.Streams = 1 })
	if reply, _ := shop.ask(t, "GET", Base+"/stream", "", ""); reply.StatusCode != http.StatusUnauthorized {
		t.Errorf("visitor: %d", reply.StatusCode)
	}
	if reply, _ := shop.ask(t, "GET", Base+"/stream", "resident", "", "Last-Event-ID: "+strings.Repeat("9", 129)); reply.StatusCode != http.StatusBadRequest {
		t.Errorf("long id: %d", reply.StatusCode)
	}
	shop.streams.enter(models.PersonID{})
	if reply, body := shop.ask(t, "GET", Base+"/stream", "resident", ""); reply.StatusCode != http.StatusTooManyRequests || reply.Header.Get("Retry-After") != "15" {
		t.Errorf("full: %d %s", reply.StatusCode, body)
	}
}
