package person

import (
	"regexp"
	"slices"
	"time"

	"delinli/models"
	"delinli/models/secret"
)

// OneTimeLife is how long a one-time password is good.
const OneTimeLife = 72 * time.Hour

// Account is how somebody who works here logs in.
type Account struct {
	Person        models.PersonID
	Login         string
	PasswordHash  string
	PasswordUntil *time.Time // of a one-time password, which its first login ends; nil: it is the holder's own
	TOTP          secret.Sealed
	TOTPNext      secret.Sealed // drawn, but no code of it was shown yet
	TOTPStep      int64         // of the last code that was used
	Recovery      int           // codes that are left
	Disabled      *time.Time
	CreatedAt     time.Time
}

// Enrolled reports whether the account has a confirmed second factor.
func (a Account) Enrolled() bool { return !a.TOTP.IsZero() }

// Admits reports whether the account's password is good at all: not disabled, and a one-time password neither used nor too old.
func (a Account) Admits(now time.Time) bool {
	return a.Disabled == nil && (a.PasswordUntil == nil || now.Before(*a.PasswordUntil))
}

// MayEnable says whether the account can be opened again; one that is open is a Conflict.
func (a Account) MayEnable() error {
	if a.Disabled == nil {
		return models.Fault(models.Conflict, "account.enabled")
	}
	return nil
}

// Must lists what the holder has to do before the account counts: "password" (change it), "totp" (enrol a second factor).
func (a Account) Must() []string {
	must := []string{}
	if a.PasswordUntil != nil {
		must = append(must, "password")
	}
	if !a.Enrolled() {
		must = append(must, "totp")
	}
	return must
}

// MayManage says whether the actor may make, disable or reset the account of somebody who belongs to area and holds the seats: a
// security administrator over all of it, so that none takes over a seat above their own; never one's own. It is *not found* for somebody
// of another area and Forbidden for oneself.
func MayManage(a models.Actor, who models.PersonID, area models.AreaCode, seats []models.Seat) error {
	if !a.System && a.Person == who {
		return models.Fault(models.Forbidden, "account.own")
	}
	covered := a.System || a.Holds(area, models.SecurityAdmin)
	for _, s := range seats {
		covered = covered && (a.System || slices.Contains(byItself, s.Role) || a.Holds(s.Area, models.SecurityAdmin))
	}
	if !covered {
		return models.Missing
	}
	return nil
}

var loginForm = regexp.MustCompile(`^[a-z][a-z0-9._-]{2,31}$`)

// CheckLogin says whether a name can be a login: 3 to 32 small letters, digits, dots, hyphens and underscores, a letter first.
func CheckLogin(login string) error {
	if !loginForm.MatchString(login) {
		return models.BadField("login", "login.malformed")
	}
	return nil
}
