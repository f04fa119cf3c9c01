package catalog

import (
	"delinli/models/calendar"
	"delinli/models/dispatch"
)

func law() []Terms {
	return []Terms{
		offered(60,
			Text{"法律咨询", "解答劳动、合同、赔偿等法律问题，内容保密", "律师、法律工作者"},
			Text{"Legal advice", "Answers questions of labour, contracts and damages, in confidence", "lawyers"}).licensed().needs(Lawyer),
		waiting(90,
			Text{"纠纷调解", "邻里、家庭等矛盾的上门调解", "人民调解员"},
			Text{"Mediation", "Mediates between neighbours or within a family", "people's mediators"}).needs(Mediation),
		waiting(90,
			Text{"婚姻辅导", "婚姻家庭关系的单独辅导，内容保密", "婚姻家庭指导师"},
			Text{"Marriage counselling", "Counsels couples and families, in confidence", "a family guide"}).needs(FamilyGuide).helpedBy(Psychology),
		pooled(30,
			Text{"反诈宣传", "上门或到楼院讲防诈骗，帮装反诈应用", "党员志愿者"},
			Text{"Against fraud", "Explains how fraud works, at home or in the yard, and installs the warning app", "party members"}).
			byItself().members(dispatch.PartyPreferred),
		offered(60,
			Text{"遗嘱咨询", "遗嘱、继承、公证的咨询，内容保密", "律师、公证员"},
			Text{"Wills", "Advises on wills, inheritance and notaries, in confidence", "lawyers and notaries"}).licensed().needs(Lawyer),
		waiting(120,
			Text{"物业纠纷调处", "约请物业、业主共同协商物业矛盾", "社区工作人员、调解员"},
			Text{"Trouble with the property manager", "Brings owners and manager to one table", "community staff and mediators"}).
			class(calendar.Complex).needs(Mediation),
	}
}

func neighbourhood() []Terms {
	return []Terms{
		pooled(90,
			Text{"义务保洁", "清扫楼院、花坛等公共地方", "党员和邻居"},
			Text{"Cleaning up", "Sweeps yards, flower beds and other common places", "party members and neighbours"}).byItself(),
		pooled(90,
			Text{"楼道清理", "清理楼道杂物和小广告，保持通道畅通", "党员和邻居"},
			Text{"Clearing the stairs", "Clears things and leaflets so that the way out stays free", "party members and neighbours"}).byItself().helpedBy(FireSafety),
		waiting(60,
			Text{"停车协调", "协调占道、占位和车位紧张问题", "社区和物业工作人员"},
			Text{"Parking", "Settles blocked ways, taken places and too few of them", "staff of community and property manager"}).helpedBy(Mediation),
		waiting(60,
			Text{"充电桩报修", "充电桩报修、增设申请，劝阻飞线充电", "物业和持证电工"},
			Text{"Charging points", "Reports a broken point or asks for a new one, and stops cables out of windows", "property manager and licensed electricians"}).
			class(calendar.Utilities).licensed().needs(Electrician),
		pooled(120,
			Text{"文体活动", "组织或参加合唱、棋牌、健步走等活动", "文体骨干志愿者"},
			Text{"Songs, games, walks", "Sets up a choir, a round of chess or a walk, or takes you along", "volunteers with a hobby"}).byItself().helpedBy(Arts),
		waiting(30,
			Text{"集市摊位", "报名乐享邻里集市的便民、义卖摊位", "社区工作人员"},
			Text{"A stall at the fair", "Enters you for a stall at the neighbours' fair", "community staff"}),
	}
}
