package table

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"delinli/models"
)

// scientific is how a spreadsheet writes an identity number that it took for a number: its last digits are gone.
var scientific = regexp.MustCompile(`^[0-9][.][0-9]+[eE][+]?1[0-9]$`)

// Whole is Invalid with id_number for an identity number of which a spreadsheet has lost the last digits.
func Whole(text string) error {
	if scientific.MatchString(text) {
		return models.BadField("id_number", "import.number_lost")
	}
	return nil
}

// forms are how tables write a day.
var forms = []string{time.DateOnly, "2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日", "20060102"}

// serial is the form in which a workbook keeps days: how many have passed since the last one of 1899 (ECMA-376, 18.17.4.1).
var serial = regexp.MustCompile(`^[1-9][0-9]{4}$`)

// Day reads a day as 2024-08-15. It is Invalid with date.
func Day(text string) (string, error) {
	if serial.MatchString(text) {
		days, err := strconv.Atoi(text)
		return time.Date(1899, time.December, 30+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), err
	}
	for _, form := range forms {
		if day, err := time.Parse(form, text); err == nil {
			return day.Format(time.DateOnly), nil
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
