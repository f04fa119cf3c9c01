package notice

import (
	"embed"
	"encoding/json"
	"strconv"
	"strings"
)

//go:embed zh.json en.json
var files embed.FS

// Text is what people read: a line for lists and the whole.
type Text struct {
	Title string `json:"title"`
	Body  string `json:"body"`
}

// outside are the texts that leave the house by SMS or WeChat. They name no matter: others may read them on a locked screen.
type outside struct {
	Task  string `json:"task"`
	News  string `json:"news"`
	Code  string `json:"code"`
	Short string `json:"short"` // at most 20 characters, as WeChat asks
}

type texts struct {
	Kinds   map[Kind]Text `json:"kinds"`
	Outside outside       `json:"outside"`
}

var words = map[Language]texts{Chinese: load("zh.json"), English: load("en.json")}

func load(name string) (t texts) {
	b, err := files.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(b, &t)
	}
	if err != nil {
		panic(err)
	}
	return t
}

// in gives the texts of a language; of one that we do not have, the Chinese ones.
func (l Language) in() texts {
	if t, ok := words[l]; ok {
		return t
	}
	return words[Chinese]
}

// Text is what the reader of the language sees in the inbox, in the words that were chosen.
func (n Notice) Text(l Language, w Words) (title, body string) {
	t := w.of(n.Kind, l)
	about := n.Number
	if n.Title != "" {
		about += "「" + n.Title + "」"
	}
	fill := strings.NewReplacer("{order}", about, "{year}", strconv.Itoa(n.Params.Year))
	return fill.Replace(t.Title), fill.Replace(t.Body)
}

// Outside is the SMS for a notice of the kind.
func (l Language) Outside(k Kind) string {
	if rules[k].task {
		return l.in().Outside.Task
	}
	return l.in().Outside.News
}

// Short is the line of a WeChat message, whatever its kind.
func (l Language) Short() string { return l.in().Outside.Short }

// Code is the SMS that brings a login code.
func (l Language) Code(code string) string {
	return strings.ReplaceAll(l.in().Outside.Code, "{code}", code)
}
