// Package channel brings messages to people who are not looking: SMS and WeChat. Each way is a Channel; who is told what, and when, is
// decided elsewhere.
package channel

import (
	"context"
	"errors"

	"delinli/models/notice"
	"delinli/models/secret"
)

// Message is what goes out to one person. A channel takes the address that it needs.
type Message struct {
	ID     string       // the same when the same message is sent again; empty: it is sent once
	Phone  secret.Phone // for SMS
	OpenID secret.Text  // for WeChat
	Text   string       // names no matter
	Code   string       // a login code that is also in Text; empty for any other message
	Page   string       // what a tap opens, for WeChat
}

// Channel is one way to reach people. Send returns once the message has been handed over; its error may be shown to operators and
// holds nothing personal. ErrRefused means that trying again is in vain.
type Channel interface {
	Name() notice.Channel
	Send(context.Context, Message) error
}

// ErrRefused is of a message that can never arrive: the address is wrong, or its owner does not want it.
var ErrRefused = errors.New("refused for good")
