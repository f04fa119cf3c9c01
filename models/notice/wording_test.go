package notice

import (
	"strings"
	"testing"

	"delinli/models"
)

func TestShippedWordingIsSound(t *testing.T) {
	if len(Kinds()) != len(rules) {
		t.Errorf("%d kinds of %d", len(Kinds()), len(rules))
	}
	for _, k := range Kinds() {
		if err := Shipped(k).Check(k); err != nil {
			t.Errorf("%s: %v", k, err)
		}
	}
}

func TestWordingIsChecked(t *testing.T) {
	for name, tt := range map[string]struct {
		edit  func(*Wording)
		field string
		code  string
	}{
		"empty":              {func(w *Wording) { w.Zh.Title = " " }, "zh.title", "field.required"},
		"long":               {func(w *Wording) { w.En.Body = strings.Repeat("x", MaxBody+1) }, "en.body", "field.too_long"},
		"without the order":  {func(w *Wording) { w.Zh.Body = "已办结,请评价" }, "zh.body", "message.gaps"},
		"an unknown gap":     {func(w *Wording) { w.Zh.Body = "{order} 办好了,{name}" }, "zh.body", "message.gaps"},
		"a gap in the title": {func(w *Wording) { w.Zh.Title = "{order}" }, "zh.title", "message.gaps"},
		"an open brace":      {func(w *Wording) { w.Zh.Body = "{order} 办好了 {" }, "zh.body", "message.gaps"},
		"a phone":            {func(w *Wording) { w.Zh.Body = "{order} 有问题打 13800001234" }, "zh.body", "message.personal"},
	} {
		w := Shipped(Done)
		tt.edit(&w)
		e, ok := w.Check(Done).(*models.Error)
		if !ok || e.Fields[tt.field] != tt.code || len(e.Fields) != 1 {
			t.Errorf("%s: %v", name, w.Check(Done))
		}
	}
}

func TestChosenWordsAreRead(t *testing.T) {
	mine := Words{Done: {Zh: Text{"请打分", "{order} 办好了"}, En: Text{"Rate it", "{order} is done"}}}
	n := Notice{Kind: Done, Number: "7"}
	for l, want := range map[Language][2]string{Chinese: {"请打分", "7 办好了"}, English: {"Rate it", "7 is done"}, "fr": {"请打分", "7 办好了"}} {
		if title, body := n.Text(l, mine); title != want[0] || body != want[1] {
			t.Errorf("%s: %s %s", l, title, body)
		}
	}
	if title, _ := (Notice{Kind: Taken, Number: "7"}).Text(Chinese, mine); title != Shipped(Taken).Zh.Title {
		t.Errorf("what was not chosen says %s", title)
	}
}
