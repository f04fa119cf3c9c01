package secret

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"delinli/models"
)

// Name is a person's name, shown as its surname: 张**, 欧阳**.
type Name = Veiled[name]

type name struct{}

// longestName is in characters; names of minority languages written in Chinese reach about 30.
const longestName = 50

// compoundSurnames are those of two characters that are still in use.
var compoundSurnames = strings.Fields(`欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 司徒 夏侯 轩辕 端木 南宫 百里 独孤 长孙 宇文 申屠
	公羊 澹台 淳于 太史 闻人 濮阳 单于 鲜于 闾丘 钟离 赫连 呼延 司空 西门 东郭 南门 左丘 拓跋 纳兰 万俟`)

// ParseName reads a name, without the space around it. It is Invalid with name=name.missing, name.too_long (over 50
// characters) or name.malformed (control or invisible characters, or the * of a mask sent back).
func ParseName(s string) (Name, error) { return parse[name](s) }

func (name) parse(raw string) (string, error) {
	plain := strings.Join(strings.Fields(raw), " ")
	switch {
	case plain == "":
		return "", models.BadField("name", "name.missing")
	case utf8.RuneCountInString(plain) > longestName:
		return "", models.BadField("name", "name.too_long")
	case !utf8.ValidString(plain), strings.ContainsFunc(plain, notOfName):
		return "", models.BadField("name", "name.malformed")
	}
	return plain, nil
}

func notOfName(r rune) bool { return narrow(r) == '*' || unicode.In(r, unicode.Cc, unicode.Cf) }

// mask keeps the surname and hides how long the rest is; a name of one character is hidden whole.
func (name) mask(plain string) string {
	runes := []rune(plain)
	kept := min(1, len(runes)-1)
	if len(runes) > 2 && slices.Contains(compoundSurnames, string(runes[:2])) {
		kept = 2
	}
	return string(runes[:kept]) + "**"
}

// Surname is what the mask leaves of a name: what neighbours call somebody by who holds a public post. A name of one character leaves nothing.
func Surname(n Name) string { return strings.TrimSuffix(n.Mask(), "**") }
