package demo

import (
	"context"
	"fmt"
	"time"

	"delinli/app/ordering"
	"delinli/models"
	"delinli/models/order"
)

// story is one order of the town: what was asked, and what everybody did about it, in turn.
type story struct {
	by    string
	draft ordering.Draft
	acts  []act
}

type act struct {
	by     string
	event  order.Event
	brings ordering.Brings
}

const (
	helper = "赵海燕"
	desk   = "周敏"
	chief  = "郑强"
	above  = "陈静"
	bureau = "卫娜"
	granny = "张秀英"
	uncle  = "李建国"

	arrived = "志愿者手机没电，已打电话核实到达"
)

func wish(title, detail string) ordering.Draft {
	return ordering.Draft{Kind: order.Wish, Area: tower, Title: title, Detail: detail}
}

func request(title string) ordering.Draft {
	return ordering.Draft{Kind: order.Request, Area: kang2, Title: title}
}

func does(by string, e order.Event, why string) act {
	return act{by, e, ordering.Brings{Reason: why}}
}

func publishes(card string) act {
	return act{desk, order.Publish, ordering.Brings{PublicTitle: card, PublicText: "社区已核实"}}
}

// claimed, served and rated are how most stories begin.
func claimed(card string) []act {
	return []act{publishes(card), {helper, order.Claim, ordering.Brings{}}}
}

func serving(card string) []act { return append(claimed(card), does(desk, order.SignIn, arrived)) }

func served(card string) []act {
	return append(serving(card), act{helper, order.Finish, ordering.Brings{Result: "已办好，老人很满意"}})
}

func rated(card string, stars int) []act {
	yes := true
	return append(served(card), act{granny, order.Rate, ordering.Brings{Solved: &yes, Stars: stars, Tags: []string{"准时", "热情"}, Comment: "谢谢你们"}})
}

// stories put at least one order into every state.
func (t *Town) stories() []story {
	until := t.Ordering.Now().Add(7 * 24 * time.Hour)
	escort := ordering.Draft{Kind: order.Menu, Item: t.items["陪诊"], Area: tower, Title: "周三陪我去医院", Detail: "膝盖疼，走不动", Visibility: order.Public}
	return []story{
		{uncle, request("楼下的井盖松了"), nil},
		{uncle, request("想咨询高龄津贴"), []act{does(desk, order.Ask, "请问老人今年多大年纪？户口在本市吗？")}},
		{granny, wish("想要一副老花镜", "300度"), []act{publishes("一位老人想要一副老花镜")}},
		{granny, wish("想要两盆绿萝", ""), []act{publishes("想要两盆绿植")}},
		{granny, escort, []act{{desk, order.Offer, ordering.Brings{To: order.Holder{Person: t.people[helper].Person}}}}},
		{granny, wish("想学用智能手机", ""), claimed("一位老人想学用智能手机")},
		{granny, wish("想理个发", ""), serving("上门理发")},
		{granny, wish("想修一修纱窗", ""), append(serving("修纱窗"), act{helper, order.Suspend, ordering.Brings{Reason: "等配件", Until: &until}})},
		{uncle, request("残疾证换证"), []act{{desk, order.Refer, ordering.Brings{Unit: "民政局", Reason: "归民政局办理"}}}},
		{granny, wish("想打扫厨房", ""), served("厨房保洁")},
		{granny, wish("想换门锁", ""), append(served("换门锁"), does(granny, order.Dispute, "锁换好了，可是钥匙转起来很费劲"))},
		{granny, wish("想量血压", ""), rated("上门量血压", 5)},
		{granny, wish("想有人陪聊", ""), rated("陪老人聊天", 4)},
		{granny, wish("想修水龙头", ""), append(served("修水龙头"), does(granny, order.Dispute, "夜里又滴了几滴水"), does(chief, order.Refuse, "工作人员上门看过，没有再漏水"))},
		{uncle, request("借两万元"), []act{does(desk, order.Reject, "借钱不在服务范围内。确有困难可以到社区申请临时救助")}},
		{uncle, request("楼下的井盖还是松的"), nil},
		{granny, wish("想要一把伞", ""), []act{does(granny, order.Cancel, "女儿已经买了")}},
		{uncle, request("想要一架钢琴"), []act{does(desk, order.GiveUp, "超出微心愿的范围，社区活动室有钢琴，每周三下午可以弹")}},
	}
}

// addOrders lets every story happen, then finishes those that take two orders or a second person.
func (t *Town) addOrders(ctx context.Context) error {
	ids := []models.OrderID{}
	for _, s := range t.stories() {
		id, err := t.tell(ctx, s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.draft.Title, err)
		}
		ids = append(ids, id)
	}
	if _, err := t.Ordering.Raise(ctx, t.people[desk], ids[15], order.Merge, ordering.Brings{Target: ids[0], Reason: "同一件事"}); err != nil {
		return err
	}
	return t.approve(ctx, ids[7], ids[17])
}

func (t *Town) tell(ctx context.Context, s story) (models.OrderID, error) {
	id, err := t.Ordering.Place(ctx, t.people[s.by], s.draft)
	if err != nil {
		return id, err
	}
	for _, a := range s.acts {
		if _, err := t.Ordering.Raise(ctx, t.people[a.by], id, a.event, a.brings); err != nil {
			return id, fmt.Errorf("%s by %s: %w", a.event, a.by, err)
		}
	}
	return id, nil
}

// approve lets the level above decide on what waits for a second person.
func (t *Town) approve(ctx context.Context, ids ...models.OrderID) error {
	for _, id := range ids {
		shown, err := t.Ordering.Show(ctx, t.people[above], id)
		if err != nil {
			return err
		}
		for _, p := range shown.Pending {
			if _, err := t.Ordering.Decide(ctx, t.people[above], p.ID, true); err != nil {
				return err
			}
		}
	}
	return nil
}
