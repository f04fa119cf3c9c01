// Package handlers is the doors of the product: one table of routes over plain functions, and everything that a request
// passes on its way to one of them. It alone knows fiber.
//
// A noun declares its routes, a line a route:
//
//	type Orders struct{ Ordering *ordering.Service }
//
//	func (h Orders) routes() []Route {
//		return []Route{
//			get("/orders/:id", SignedIn, h.show, "Show one order"),
//			create("/orders", SignedIn, h.place, "Place an order"),
//			post("/orders/:id/claim", Volunteers, h.claim, "Claim an order from the pool"),
//		}
//	}
//
// where each function is func(context.Context, models.Actor, In) (Out, error). The tags of In say where a field comes
// from (json, path, query, form) and what it must be (validate); the same tags make the OpenAPI document. A new noun gets a field
// in API, new codes get their texts in message/, and go generate ./handlers writes openapi.json and the matrix anew.
package handlers
