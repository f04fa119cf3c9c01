package table

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"delinli/models"
	"delinli/models/calendar"
	"delinli/models/secret"
)

// scientific is how a spreadsheet writes an identity number that it took for a number: its last digits are gone.
var scientific = regexp.MustCompile(`^[0-9][.][0-9]+[eE][+]?1[0-9]$`)

// IDNumber reads an identity number. It is Invalid with id_number, also where a spreadsheet has lost its last digits.
func IDNumber(text string) (secret.IDNumber, error) {
	if scientific.MatchString(text) {
		return secret.IDNumber{}, models.BadField("id_number", "import.number_lost")
	}
	return secret.ParseIDNumber(text)
}

// forms are how tables write a day.
var forms = []string{time.DateOnly, "2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日", "20060102"}

// serial is the form in which a workbook keeps days: how many have passed since the last one of 1899 (ECMA-376, 18.17.4.1).
var serial = regexp.MustCompile(`^[1-9][0-9]{4}$`)

// Day reads a day. It is Invalid with date.
func Day(text string) (calendar.Date, error) {
	if serial.MatchString(text) {
		days, err := strconv.Atoi(text)
		return calendar.DateOf(time.Date(1899, time.December, 30+days, 0, 0, 0, 0, models.Local)), err
	}
	for _, form := range forms {
		if day, err := time.ParseInLocation(form, text, models.Local); err == nil {
			return calendar.DateOf(day), nil
		}
	}
	return "", models.BadField("date", "import.bad_date")
}

// Count reads a whole number from 1 to most, which may be followed by its unit. It is Invalid with count.
func Count(text, unit string, most int) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(text, unit)))
	if err != nil || n < 1 || n > most {
		return 0, models.BadField("count", "import.bad_count")
	}
	return n, nil
}
