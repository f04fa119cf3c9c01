package notices

import (
	_ "embed"
	"errors"
	"strconv"
	"time"

	"gorm.io/gorm"

	"delinli/app/store"
	"delinli/app/store/outbox"
	"delinli/models"
	"delinli/models/notice"
	"delinli/models/order"
)

//go:embed story.sql
var storySQL string

//go:embed audience.sql
var audienceSQL string

// Story is something that happened, as far as it decides who is told.
type Story struct {
	Order    models.OrderID
	Area     models.AreaCode
	From, To order.State
	State    order.State      // of the order now
	Asking   bool             // it was the order's requester who did it
	Level    models.AreaLevel // that is told: of an escalation, or of a complaint
	Unit     string           // to which the order was referred
	At       time.Time
	Actor    models.PersonID // who did it and is not told
	Asker    models.PersonID // of a two-person act or an export; who is away
	Subject  models.PersonID // whose hours it is about; the deputy
	Never    models.PersonID // whom it is about and who must not hear of it
	Kind     string          // of a two-person act
}

// StoryOf reads what a row of the outbox tells of an order, an approval, a complaint, a correction, an export, a leave or a
// volunteer; ok is false when that is gone or nobody is told of it.
func StoryOf(tx *store.Tx, row outbox.Row) (s Story, ok bool, err error) {
	switch row.Topic {
	case outbox.Order:
		s, err = store.One(tx, storySQL, store.Args{"order": row.Ref, "event": row.Event, "version": row.Version,
			"xid": strconv.FormatUint(row.Xid, 10)}, scanStory)
	case outbox.Approval:
		s, err = store.One(tx, approvalSQL, store.Args{"id": row.Ref}, func(r store.Rows, s *Story) error {
			return r.Scan(&s.Order, &s.Area, &s.Kind, &s.At, &s.Actor, &s.Asker, &s.Subject, &s.Never)
		})
	case outbox.Complaint:
		s, err = store.One(tx, `SELECT area_code, level, at, complainant, about FROM complaints WHERE id = CAST(@id AS uuid)`,
			store.Args{"id": row.Ref}, func(r store.Rows, s *Story) error { return r.Scan(&s.Area, &s.Level, &s.At, &s.Actor, &s.Never) })
	case outbox.Correction:
		s, err = store.One(tx, `SELECT p.area_code, COALESCE(c.decided_at, c.at), COALESCE(c.decided_by, c.asked_by), c.asked_by
			FROM corrections c JOIN persons p ON p.id = c.person_id WHERE c.id = CAST(@id AS uuid)`,
			store.Args{"id": row.Ref}, func(r store.Rows, s *Story) error { return r.Scan(&s.Area, &s.At, &s.Actor, &s.Asker) })
	case outbox.Export:
		s, err = store.One(tx, `SELECT ended_at, owner_id FROM exports WHERE id = CAST(@id AS uuid) AND ended_at IS NOT NULL`,
			store.Args{"id": row.Ref}, func(r store.Rows, s *Story) error { return r.Scan(&s.At, &s.Asker) })
	case outbox.Leave:
		s, err = store.One(tx, `SELECT at, arranged_by, person_id, deputy_id FROM leaves WHERE id = CAST(@id AS uuid)`,
			store.Args{"id": row.Ref}, func(r store.Rows, s *Story) error { return r.Scan(&s.At, &s.Actor, &s.Asker, &s.Subject) })
	case outbox.Volunteer:
		s.Subject, ok = models.ParseID[models.PersonID](row.Ref)
		return s, ok, nil
	default:
		return s, false, nil
	}
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return s, false, nil
	}
	return s, err == nil, err
}

// approvalSQL: what is asked about somebody is not told to them before it is decided.
const approvalSQL = `SELECT a.order_id, COALESCE(o.area_code, v.areas[1], e.areas[1]), a.kind, COALESCE(a.decided_at, a.asked_at),
		COALESCE(a.decided_by, a.asked_by), a.asked_by, a.subject, CASE WHEN a.decided_at IS NULL THEN a.subject END
	FROM approvals a LEFT JOIN orders o ON o.id = a.order_id LEFT JOIN volunteers v ON v.person_id = a.subject
		LEFT JOIN exports e ON e.id = a.subject
	WHERE a.id = CAST(@id AS uuid) AND (o.id IS NOT NULL OR cardinality(v.areas) > 0 OR e.id IS NOT NULL)`

func scanStory(r store.Rows, s *Story) error {
	return r.Scan(&s.Order, &s.Area, &s.From, &s.To, &s.State, &s.Level, &s.Unit, &s.At, &s.Actor, &s.Asking)
}

// Part is how somebody stands to a story. Those who hold a seat have the name of their role.
type Part string

// The parts.
const (
	Requester  Part = "requester"
	Placer     Part = "placer"
	Arriving   Part = "arriving" // was given the order by this very event
	Leaving    Part = "leaving"  // lost it by this event, or ended its service with it
	Holding    Part = "holding"  // has it after the event
	Last       Part = "last"     // had it last
	Follower   Part = "follower"
	Asker      Part = "asker"
	Subject    Part = "subject"
	Department Part = "department" // to which it was referred
)

// Member is somebody with a part in a story.
type Member struct {
	Part   Part
	Person models.PersonID
	Phone  bool // can be reached by SMS
	notice.Preferences
}

// Audience lists who stands near to a story, without the one who did it, the one who must not hear of it, and those who were erased.
func Audience(tx *store.Tx, s Story, now time.Time) ([]Member, error) {
	return store.Query(tx, audienceSQL, store.Args{"order": s.Order, "area": string(s.Area), "at": s.At, "unit": s.Unit, "actor": s.Actor,
		"asker": s.Asker, "subject": s.Subject, "never": s.Never, "now": now}, func(r store.Rows, m *Member) error {
		var raw []byte
		if err := r.Scan(&m.Part, &m.Person, &m.Phone, &raw); err != nil {
			return err
		}
		return readPreferences(raw, &m.Preferences)
	})
}
