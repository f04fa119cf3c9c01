package ordering_test

import (
	"slices"
	"testing"

	"delinli/app/ordering"
	"delinli/app/store"
	"delinli/models"
	"delinli/models/order"
)

// TestCard: the door to one card shows what the wall shows, and nothing else is there.
func TestCard(t *testing.T) {
	n := newTown(t)
	picture := n.picture(n.resident)
	id := n.place(ordering.Draft{Detail: "左眼花得厉害", Files: []models.FileID{picture}})
	hidden := n.place(ordering.Draft{Kind: order.Request})
	for _, a := range []models.Actor{{}, n.resident, n.staff} {
		for _, id := range []models.OrderID{id, hidden, {}} {
			if _, err := n.Card(t.Context(), a, id); models.KindOf(err) != models.NotFound {
				t.Fatalf("an order that was not published: %v", err)
			}
		}
	}
	n.raise(n.staff, id, order.Publish, ordering.Brings{PublicTitle: "一副老花镜", PublicPictures: true})
	wall, _, err := n.Wall(t.Context(), models.Actor{}, ordering.Query{}, store.Page{Limit: 20})
	if err != nil || len(wall) != 1 {
		t.Fatalf("the wall shows %d (%v)", len(wall), err)
	}
	card, err := n.Card(t.Context(), models.Actor{}, id)
	if err != nil || card.PublicTitle != wall[0].PublicTitle || card.View != wall[0].View || card.Title != "" || card.Detail != "" ||
		!slices.Equal(card.Files, []models.FileID{picture}) {
		t.Fatalf("%+v (%v)", card, err)
	}
	n.raise(n.staff, id, order.Recall, ordering.Brings{})
	if _, err := n.Card(t.Context(), models.Actor{}, id); models.KindOf(err) != models.NotFound {
		t.Fatalf("taken back: %v", err)
	}
}
