package order

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// EmergencyNumbers are whom to call in danger: medical aid, police, fire.
var EmergencyNumbers = []string{"120", "110", "119"}

// DangerShown is how long after a report of danger whoever sees the order whole is shown the emergency numbers.
const DangerShown = 24 * time.Hour

// dangerWords speak of danger to life. Words that are part of everyday wishes, such as 燃气 of a stove or 中风 of years ago, stand here
// only with what makes them danger.
var dangerWords = []string{
	"起火", "着火", "失火", "火灾", "爆炸", "坍塌",
	"燃气泄漏", "燃气漏", "漏燃气", "燃气味", "煤气泄漏", "煤气漏", "漏煤气", "煤气味", "漏气", "一氧化碳", "中毒",
	"昏迷", "昏倒", "晕倒", "不省人事", "没有呼吸", "没了呼吸", "喘不上气", "呼吸困难", "心梗", "胸口剧痛", "大出血", "抽搐", "触电", "溺水",
	"自杀", "轻生", "不想活", "跳楼", "割腕", "喝农药",
	"持刀", "砍人", "家暴", "抢劫", "困在电梯", "被困",
}

// Danger lists the words of a text that speak of danger to life, in the order of the table. Spaces and punctuation do not hide a word.
func Danger(text string) []string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) {
			return -1
		}
		return r
	}, text)
	return slices.DeleteFunc(slices.Clone(dangerWords), func(word string) bool { return !strings.Contains(text, word) })
}
