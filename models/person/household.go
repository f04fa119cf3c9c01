package person

import "delinli/models"

// MayRehouse says whether staff may change the household of somebody who lives in home: never their own, and nobody's with whom they live, since it
// keeps them from the orders of their kin. It is Forbidden else.
func MayRehouse(a models.Actor, who models.PersonID, home models.HouseholdID) error {
	if a.LivesWith(who, home) {
		return models.Fault(models.Forbidden, "household.own")
	}
	return nil
}
