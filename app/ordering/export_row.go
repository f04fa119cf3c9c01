package ordering

import (
	"time"

	"delinli/app/store/orders"
	"delinli/app/store/people"
	"delinli/models/calendar"
	"delinli/models/export"
	"delinli/models/order"
	"delinli/models/secret"
)

// exportRow is the row under plainHead; names and phone are masked unless they are asked for in the clear.
func (t inTx) exportRow(c *order.Case, p orders.Particulars, clear bool) (export.Row, error) {
	name, err := t.openOf(people.Person{ID: c.Requester, Key: p.Key}, "name", p.Name)
	if err != nil {
		return nil, err
	}
	phone, err := t.openOf(people.Person{ID: c.Requester, Key: p.Key}, "phone", p.Phone)
	if err != nil {
		return nil, err
	}
	server, err := t.openOf(people.Person{ID: p.Server, Key: p.ServerKey}, "name", p.ServerName)
	if err != nil {
		return nil, err
	}
	if !clear {
		name, phone = secret.Masked(name, secret.ParseName), secret.Masked(phone, secret.ParsePhone)
	}
	return export.Row{c.Number, kindWords[c.Kind], p.Item, p.Street, p.Community, p.Grid, stateWords[c.State], lampWords[c.Lamp(c.Now)], c.PublicTitle, name, phone,
		secret.Masked(server, secret.ParseName), p.Team, c.ReferredTo, c.PlacedAt, moment(p.Accepted), moment(p.Finished), moment(c.DueAt), moment(c.EndedAt),
		whole(p.Stars), cardWords[c.Card]}, nil
}

// withPersonal adds the columns under personalHead.
func (t inTx) withPersonal(row export.Row, c *order.Case, o order.Order, p orders.Particulars) (export.Row, error) {
	who := people.Person{ID: c.Owner(), Key: p.OwnerKey}
	address, err := t.address(who, o)
	if err != nil {
		return nil, err
	}
	texts, err := t.textsUnder(who, o)
	if err != nil {
		return nil, err
	}
	door := ""
	if address != nil {
		door = address.Detail
	}
	return append(row, door, texts.Title, texts.Detail), nil
}

func moment(at *time.Time) any {
	if at == nil {
		return nil
	}
	return *at
}

func whole(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

// Words of tables, in Chinese as all of their heads are.
var (
	kindWords  = map[order.Kind]string{order.Menu: "点单", order.Wish: "微心愿", order.Request: "诉求"}
	lampWords  = map[calendar.Lamp]string{calendar.Green: "绿", calendar.Amber: "黄", calendar.Red: "红"}
	cardWords  = map[order.Card]string{order.YellowCard: "黄牌", order.RedCard: "红牌"}
	stateWords = map[order.State]string{order.Placed: "待审", order.NeedInfo: "待补充", order.Pool: "待接单", order.Offered: "已派单", order.Accepted: "已接单",
		order.InService: "服务中", order.Suspended: "挂起", order.Referred: "已转办", order.Done: "待评价", order.Appealed: "申请重办", order.Rated: "已评价",
		order.Closed: "已结", order.Rejected: "不予受理", order.Merged: "已合并", order.Cancelled: "已取消", order.Unfulfillable: "无法办理"}
)
