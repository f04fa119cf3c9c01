// Package message holds what people read for each stable code, in Chinese and in English: one JSON file a language, its keys
// sorted.
package message

import (
	"embed"
	"encoding/json"
	"maps"
	"slices"

	"golang.org/x/text/language"

	"delinli/models"
)

// Language is one of the languages of the texts.
type Language string

// The languages.
const (
	Chinese Language = "zh"
	English Language = "en"
)

//go:embed zh.json en.json
var files embed.FS

var texts = map[Language]map[string]string{Chinese: load("zh.json"), English: load("en.json")}

func load(name string) (texts map[string]string) {
	b, err := files.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(b, &texts)
	}
	if err != nil {
		panic(err)
	}
	return texts
}

// matcher falls back to its first tag.
var matcher = language.NewMatcher([]language.Tag{language.English, language.Chinese})

// Match picks the language for the value of an Accept-Language header (RFC 9110, 12.5.4): Chinese when the reader names none,
// English for readers of any language but Chinese.
func Match(accept string) Language {
	if accept == "" || accept == "*" {
		return Chinese
	}
	if _, i := language.MatchStrings(matcher, accept); i == 1 {
		return Chinese
	}
	return English
}

// kinds are the codes whose texts stand in for a code without one.
var kinds = map[models.Kind]string{
	models.Internal: "internal", models.Invalid: "input.invalid", models.NotFound: "not_found", models.Forbidden: "forbidden",
	models.Conflict: "conflict", models.Unauthentic: "auth.required", models.TooMany: "too_many", models.TooLarge: "body.too_large",
	models.Unsupported: "body.unsupported", models.Unavailable: "unavailable",
}

// Text is what people read for the code; a code without a text gets that of its kind.
func (l Language) Text(code string, kind models.Kind) string {
	if text, ok := texts[l][code]; ok {
		return text
	}
	return texts[l][kinds[kind]]
}

// Codes lists every code that has a text, sorted.
func Codes() []string { return slices.Sorted(maps.Keys(texts[English])) }
