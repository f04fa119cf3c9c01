package notifying

import (
	"slices"
	"sync"

	"delinli/app/store"
	"delinli/app/store/notices"
	"delinli/app/store/outbox"
	"delinli/models"
	"delinli/models/order"
)

// concerns remembers, for all streams together, whom the newest rows concern.
type concerns struct {
	mu    sync.Mutex
	known map[outbox.Place]notices.Concern
}

// of gives the concern of each order among the rows as it was when the first stream asked.
func (c *concerns) of(tx *store.Tx, rows []outbox.Row) (map[models.OrderID]notices.Concern, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) > 4*feedMost {
		c.known = map[outbox.Place]notices.Concern{}
	}
	var ask []models.OrderID
	for _, row := range rows {
		if _, known := c.known[row.Place]; !known && row.Topic == outbox.Order {
			if id, ok := models.ParseID[models.OrderID](row.Ref); ok && !slices.Contains(ask, id) {
				ask = append(ask, id)
			}
		}
	}
	if len(ask) > 0 {
		found, err := notices.Concerns(tx, ask)
		if err != nil {
			return nil, err
		}
		c.learn(rows, found)
	}
	all := map[models.OrderID]notices.Concern{}
	for _, row := range rows {
		if k, known := c.known[row.Place]; known {
			all[k.Order] = k
		}
	}
	return all, nil
}

func (c *concerns) learn(rows []outbox.Row, found map[models.OrderID]notices.Concern) {
	for _, row := range rows {
		id, _ := models.ParseID[models.OrderID](row.Ref)
		if k, ok := found[id]; ok && row.Topic == outbox.Order {
			k.Pool = k.Pool || order.LeavesPool(order.Event(row.Event))
			c.known[row.Place] = k
		}
	}
}
