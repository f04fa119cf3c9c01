package handlers

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"delinli/models"
)

// Feed says what changes for an actor, from lastID on when that is known. It closes the channel when the actor's session
// ends (within 5 s); stop ends the subscription. Each event must have passed the actor's scope when it is delivered.
type Feed interface {
	Subscribe(ctx context.Context, a models.Actor, lastID string) (events <-chan Event, stop func())
}

// Event is one message of a stream: its id, its name and one line of JSON.
type Event = struct {
	ID, Name string
	Data     []byte
}

const (
	eventStream      = "text/event-stream"
	streamsPerPerson = 8
	flushTime        = 10 * time.Second // for one event to reach the network
)

// stream declares a route of server-sent events.
func stream(path string, who Access, feed Feed, summary string) Route {
	r := Route{Method: http.MethodGet, Path: path, Access: who, Summary: summary, Status: http.StatusOK, Produces: eventStream}
	r.mustBeSound()
	r.raw = func(s *Server, c *fiber.Ctx, a models.Actor) error { return s.stream(c, a, feed) }
	return r
}

// stream hands the connection over to a writer that outlives the request: it stands outside the in-flight cap and the deadline.
func (s *Server) stream(c *fiber.Ctx, a models.Actor, feed Feed) error {
	lastID := c.Get("Last-Event-ID")
	if len(lastID) > 128 || !models.Printable(lastID) {
		return models.Fault(models.Invalid, "request.malformed")
	}
	if !s.streams.enter(a.Person) {
		return &models.Error{Kind: models.TooMany, Code: "stream.too_many", Retry: s.Heartbeat}
	}
	ctx, end := context.WithCancel(s.withCaller(c))
	events, stop := feed.Subscribe(ctx, a, lastID)
	out := sse{conn: c.Context().Conn()}
	c.Set(fiber.HeaderContentType, eventStream)
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set("X-Accel-Buffering", "no")
	c.Context().SetConnectionClose()
	gone := out.watch()
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer s.streams.leave(a.Person)
		defer end()
		defer stop()
		out.Writer = w
		s.pump(out, events, gone)
	})
	return nil
}

// pump writes events and heartbeats until the feed ends, the reader is gone or the program stops.
func (s *Server) pump(out sse, events <-chan Event, gone <-chan struct{}) {
	beat := time.NewTicker(s.Heartbeat)
	defer beat.Stop()
	err := out.comment("hello")
	for err == nil {
		select {
		case <-s.stopping:
			return
		case <-gone:
			return
		case <-beat.C:
			err = out.comment("beat")
		case e, open := <-events:
			if !open {
				return
			}
			err = out.event(e)
		}
	}
}

// sse writes the event stream format (HTML Living Standard, 9.2).
type sse struct {
	*bufio.Writer
	conn net.Conn
}

// watch closes the channel when the reader closes the connection, which nothing else is read from any more; it ends with the connection.
func (out sse) watch() <-chan struct{} {
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		if out.conn.SetReadDeadline(time.Time{}) == nil {
			_, _ = io.Copy(io.Discard, out.conn) // however it ends, nobody is there
		}
	}()
	return gone
}

func (out sse) comment(text string) error {
	return out.send(": " + text + "\n\n")
}

func (out sse) event(e Event) error {
	text := "event: " + oneLine(e.Name) + "\ndata: " + oneLine(string(e.Data)) + "\n\n"
	if e.ID != "" {
		text = "id: " + oneLine(e.ID) + "\n" + text
	}
	return out.send(text)
}

// send moves the write deadline on: the server's own would cut the stream, and none would keep a dead reader forever.
func (out sse) send(text string) error {
	if _, err := out.WriteString(text); err != nil {
		return err
	}
	if err := out.conn.SetWriteDeadline(soon(flushTime)); err != nil {
		return err
	}
	return out.Flush()
}

// soon is the moment d from now on the machine's own clock, which deadlines of the network need whatever the product's says.
func soon(d time.Duration) time.Time {
	ctx, stop := context.WithTimeout(context.Background(), d)
	defer stop()
	deadline, _ := ctx.Deadline()
	return deadline
}

func oneLine(s string) string { return strings.NewReplacer("\n", " ", "\r", " ").Replace(s) }

// streams counts the open ones, in all and by person.
type streams struct {
	sync.Mutex
	limit, all int
	open       map[models.PersonID]int
}

func (n *streams) enter(p models.PersonID) bool {
	n.Lock()
	defer n.Unlock()
	if n.all >= n.limit || n.open[p] >= streamsPerPerson {
		return false
	}
	n.all++
	n.open[p]++
	return true
}

func (n *streams) leave(p models.PersonID) {
	n.Lock()
	defer n.Unlock()
	n.all--
	if n.open[p]--; n.open[p] == 0 {
		delete(n.open, p)
	}
}

func (n *streams) count() int {
	n.Lock()
	defer n.Unlock()
	return n.all
}
