package notifying_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"delinli/app/channel"
	"delinli/app/notifying"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/notice"
	"delinli/models/order"
	"delinli/models/secret"
)

// ask lets staff ask the resident, who is told by SMS.
func (n *town) ask() {
	n.T.Helper()
	n.raise(n.staff, n.place(order.Request), order.Ask, because)
	n.told()
}

func (n *town) deliver() int {
	n.T.Helper()
	before := len(n.sms.sent)
	n.ok(n.Deliver(n.T.Context()))
	return len(n.sms.sent) - before
}

// states lists how the deliveries of a channel stand: "state attempts error".
func (n *town) states(c notice.Channel) string {
	n.T.Helper()
	found, err := store.Query(n.World.Store.Read(n.T.Context()), `SELECT state || ' ' || attempts || ' ' || error FROM deliveries WHERE channel = @c ORDER BY notice_id`,
		store.Args{"c": string(c)}, store.Value[string])
	n.ok(err)
	return strings.Join(found, ", ")
}

func TestAMessageGoesOutOnceAndNamesNoMatter(t *testing.T) {
	n := newTown(t)
	n.ask()
	if got := n.deliver() + n.deliver(); got != 1 {
		t.Fatalf("%d messages", got)
	}
	m := n.sms.sent[0]
	if m.Phone.Plain() != "13812341234" || m.Text != "【德邻里】您在德邻里有一件事等您处理，请打开德邻里查看。" || m.Code != "" || m.ID == "" {
		t.Errorf("sent %+v to %s", m, m.Phone.Plain())
	}
	if got := n.states(notice.SMS); got != "sent 1 " {
		t.Errorf("noted as %q", got)
	}
}

func TestQuietHoursPutMessagesOff(t *testing.T) {
	n := newTown(t)
	n.Pass(10*time.Hour + 30*time.Minute) // 22:30
	n.ask()
	if got := n.deliver(); got != 0 {
		t.Fatal("sent at night")
	}
	n.raise(n.resident, n.place(order.Request), order.ReportDanger, because)
	n.told()
	if got := n.deliver(); got != 2 {
		t.Errorf("%d messages about danger, want one to each of staff and secretary, at any hour", got)
	}
	n.Pass(8 * time.Hour) // 06:30
	if got := n.deliver(); got != 0 {
		t.Error("sent before seven")
	}
	n.Pass(31 * time.Minute)
	if got := n.deliver(); got != 1 {
		t.Errorf("%d messages after seven", got)
	}
}

func TestWhoChoseNoQuietHoursHasNone(t *testing.T) {
	n := newTown(t)
	p := notice.Default()
	p.Quiet, p.Language = notice.Quiet{}, notice.English
	n.ok(n.Prefer(t.Context(), n.resident, p))
	n.Pass(11 * time.Hour)
	n.ask()
	if n.deliver() != 1 || n.sms.sent[0].Text != "[Delinli] Something waits for you. Please open Delinli." {
		t.Errorf("sent %+v", n.sms.sent)
	}
	if n.Count(`SELECT count(*) FROM audit WHERE action = 'person.prefer'`, nil) != 1 {
		t.Error("the choice left no line in the audit")
	}
}

func TestWhoChoseTheInboxAloneGetsNoMessage(t *testing.T) {
	n := newTown(t)
	p := notice.Default()
	p.Channels = map[notice.Kind][]notice.Channel{notice.Asked: {}}
	n.ok(n.Prefer(t.Context(), n.resident, p))
	n.ask()
	if n.deliver() != 0 || n.newest(1) != "resident asked" {
		t.Errorf("sent %v, told %s", n.sms.sent, n.newest(1))
	}
}

func TestAFailedMessageIsTriedAgainAFewTimes(t *testing.T) {
	n := newTown(t)
	p := notice.Default()
	p.Quiet = notice.Quiet{}
	n.ok(n.Prefer(t.Context(), n.resident, p))
	n.sms.err = errors.New("the gateway answers 503")
	n.ask()
	for try, wait := range []time.Duration{time.Minute, 4 * time.Minute, 16 * time.Minute, 64 * time.Minute} {
		n.deliver()
		if got, want := n.states(notice.SMS), fmt.Sprintf("waiting %d the gateway answers 503", try+1); got != want {
			t.Fatalf("noted as %q, want %q", got, want)
		}
		n.Pass(wait - time.Second)
		n.deliver()
		if got, want := n.states(notice.SMS), fmt.Sprintf("waiting %d the gateway answers 503", try+1); got != want {
			t.Fatalf("tried too early: %q", got)
		}
		n.Pass(time.Second)
	}
	n.deliver()
	if got := n.states(notice.SMS); got != "failed 5 the gateway answers 503" {
		t.Errorf("noted as %q", got)
	}
}

func TestARetryKeepsQuietHours(t *testing.T) {
	n := newTown(t)
	n.Pass(9*time.Hour + 59*time.Minute + 30*time.Second) // 21:59:30
	n.sms.err = errors.New("busy")
	n.ask()
	n.deliver()
	n.sms.err = nil
	n.Pass(2 * time.Minute)
	if n.deliver() != 0 || n.states(notice.SMS) != "waiting 1 busy" {
		t.Errorf("at night: %s", n.states(notice.SMS))
	}
	n.Pass(9 * time.Hour)
	if n.deliver() != 1 || n.states(notice.SMS) != "sent 2 " {
		t.Errorf("in the morning: %s", n.states(notice.SMS))
	}
}

func TestWhatIsInVainIsNotTriedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*town)
		want   string
	}{
		"refused":     {func(n *town) { n.sms.err = fmt.Errorf("the gateway answers 422: %w", channel.ErrRefused) }, "failed 1 the gateway answers 422: refused for good"},
		"read before": {func(n *town) { n.ok(n.MarkRead(n.T.Context(), n.resident, nil, true)) }, "failed 1 read before"},
		"phone erased": {func(n *town) {
			n.Exec(`UPDATE persons SET phone = NULL WHERE id = @id`, store.Args{"id": n.resident.Person})
		}, "failed 1 no address"},
		"key erased": {func(n *town) {
			n.Exec(`DELETE FROM person_keys WHERE person_id = @id`, store.Args{"id": n.resident.Person})
		}, "failed 1 no address"},
	} {
		n := newTown(t)
		n.ask()
		c.before(n)
		if sent, got := n.deliver(), n.states(notice.SMS); sent != 0 || got != c.want {
			t.Errorf("%s: %d sent, noted as %q", name, sent, got)
		}
	}
}

func TestTwoProcessesSendNothingTwice(t *testing.T) {
	n := newTown(t)
	for range 60 {
		n.ask()
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if err := n.Deliver(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for _, m := range n.sms.sent {
		seen[m.ID] = true
	}
	if len(n.sms.sent) != 60 || len(seen) != 60 {
		t.Errorf("%d messages about %d notices", len(n.sms.sent), len(seen))
	}
}

// weChat is the readers' accounts and what was sent to them.
type weChat struct {
	gateway
	ids map[models.PersonID]string
}

// Name is WeChat.
func (*weChat) Name() notice.Channel { return notice.WeChat }

// OpenID finds an account.
func (w *weChat) OpenID(_ *store.Tx, who models.PersonID) (secret.Text, error) {
	return secret.NewText(w.ids[who]), nil
}

func TestWeChatGoesToWhoHasIt(t *testing.T) {
	n := newTown(t)
	w := &weChat{ids: map[models.PersonID]string{n.resident.Person: "o-resident"}}
	n.Service.WeChat, n.Service.OpenIDs = w, w
	n.ask()
	n.raise(n.staff, n.place(order.Menu), order.Offer, offerTo(n.volunteer))
	n.told()
	n.deliver()
	if len(w.sent) != 1 || w.sent[0].OpenID.Plain() != "o-resident" || w.sent[0].Text != "有新进展，请打开查看" || w.sent[0].Page == "" {
		t.Errorf("sent %+v", w.sent)
	}
	if got := n.states(notice.WeChat); got != "sent 1 , failed 1 no address" {
		t.Errorf("noted as %q", got)
	}
}

func TestDeliverStopsWithItsContext(t *testing.T) {
	n := newTown(t)
	n.ask()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := n.Deliver(ctx); err == nil || len(n.sms.sent) != 0 {
		t.Errorf("%v, sent %v", err, n.sms.sent)
	}
}

var _ notifying.OpenIDs = &weChat{}
