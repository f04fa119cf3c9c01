package handlers

import (
	"context"

	"delinli/models"
)

// Site is what a client needs to know about this installation before anybody logs in.
type Site struct {
	WeChatLogin     bool     // the mini-program may log people in
	WeChatTemplates []string // of subscription messages that are sent
	DaysBehind      int      // of the clock of a simulated city
}

func (h Site) routes() []Route {
	return []Route{get("/site", Public, h.show, "What this installation offers")}
}

type siteView struct {
	WeChatLogin     bool     `json:"wechat_login" doc:"log in by wechat_code, or else by phone"`
	WeChatTemplates []string `json:"wechat_templates" doc:"of messages that a mini-program may ask consent for"`
	DaysBehind      int      `json:"days_behind" example:"834" doc:"by how many days the clock of a simulated city is behind; 0 for a real one"`
}

func (h Site) show(context.Context, models.Actor, Nothing) (siteView, error) {
	return siteView(h), nil
}
