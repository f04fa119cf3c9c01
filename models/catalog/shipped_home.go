package catalog

import (
	"delinli/models/calendar"
	"delinli/models/dispatch"
)

func hardship() []Terms {
	return []Terms{
		offered(60,
			Text{"走访慰问", "看望困难家庭，了解需要，送上慰问品", "社区党员"},
			Text{"A visit", "Visits a household in hardship, asks what is needed and brings something", "party members of the community"}).
			members(dispatch.PartyRequired),
		waiting(60,
			Text{"临时救助代办", "代为准备和递交临时救助申请", "社区民政工作人员"},
			Text{"Temporary aid", "Prepares and hands in the request for temporary aid", "civil affairs staff of the community"}).helpedBy(Paperwork),
		pooled(30,
			Text{"衣物捐助", "对接爱心衣物并送到家", "爱心邻居"},
			Text{"Clothes", "Finds donated clothes and brings them", "neighbours who give"}),
		pooled(60,
			Text{"家电捐助", "对接闲置家电，送货并试用", "爱心邻居"},
			Text{"Appliances", "Finds a spare appliance, brings it and tries it out", "neighbours who give"}).helpedBy(Driving, Appliances),
		offered(30,
			Text{"生活物资帮扶", "送米面粮油等生活物资", "社区党员、志愿者"},
			Text{"Daily supplies", "Brings rice, flour, oil and other supplies", "party members and volunteers"}).members(dispatch.PartyPreferred),
		waiting(60,
			Text{"就业推荐", "登记求职意向，推荐岗位和培训", "就业服务人员"},
			Text{"Finding work", "Notes what work you look for, and suggests jobs and courses", "job advisers"}).class(calendar.Complex).helpedBy(Jobs),
	}
}

func repairs() []Terms {
	return []Terms{
		offered(60,
			Text{"水电维修", "停水停电、漏水、开关插座故障的上门维修", "持证电工"},
			Text{"Water and electrics", "Mends leaks, switches, sockets and failures of water or power", "a licensed electrician"}).
			class(calendar.Utilities).licensed().byItself().needs(Electrician).helpedBy(Plumber),
		offered(60,
			Text{"管道疏通", "疏通厨房、卫生间下水管道", "水暖工志愿者"},
			Text{"Blocked drains", "Clears the drains of kitchen and bathroom", "a volunteer plumber"}).
			class(calendar.Utilities).insured().byItself().needs(Plumber),
		waiting(30,
			Text{"开锁", "核实住户身份后开锁", "公安备案的开锁师傅，社区人员到场核实"},
			Text{"Locked out", "Opens the door once it is clear who lives there", "a locksmith known to the police, with community staff"}).
			class(calendar.Utilities).licensed().needs(Locksmith),
		offered(60,
			Text{"家电维修", "检修电视、洗衣机、电饭煲等小故障", "会修家电的志愿者"},
			Text{"Mending appliances", "Mends television, washing machine, rice cooker and the like", "a volunteer who can"}).insured().byItself().needs(Appliances),
		offered(30,
			Text{"灯具更换", "更换灯泡、灯管和吸顶灯", "懂用电的志愿者"},
			Text{"Lamps", "Changes bulbs, tubes and ceiling lamps", "a volunteer who knows electrics"}).insured().byItself().needs(Electrician),
		offered(120,
			Text{"扶手安装", "在卫生间、楼道安装扶手，先上门测量", "会木工安装的志愿者"},
			Text{"Handrails", "Fits handrails in bathroom or stairs after measuring", "a volunteer carpenter"}).
			class(calendar.Complex).insured().needs(Carpentry),
	}
}

func errands() []Terms {
	return []Terms{
		offered(60,
			Text{"社保代办", "养老保险查询、认证、转移等代办", "熟悉政务办理的党员志愿者"},
			Text{"Social insurance", "Asks, certifies or transfers a pension for you", "a party member who knows the offices"}).
			members(dispatch.PartyPreferred).needs(Paperwork),
		offered(60,
			Text{"医保代办", "医保参保、报销、异地备案代办", "熟悉政务办理的党员志愿者"},
			Text{"Medical insurance", "Enrols, claims back or registers for care elsewhere", "a party member who knows the offices"}).
			members(dispatch.PartyPreferred).needs(Paperwork),
		waiting(90,
			Text{"残疾证代办", "残疾评定预约和残疾证申领、换领", "社区残协工作人员"},
			Text{"Disability certificate", "Makes the appointment and applies for the certificate", "community staff for people with disabilities"}).helpedBy(Paperwork, ElderCare),
		offered(60,
			Text{"高龄津贴代办", "高龄津贴申请和年度认证，可上门", "熟悉政务办理的党员志愿者"},
			Text{"Old-age allowance", "Applies for the allowance and its yearly check, at home if you like", "a party member who knows the offices"}).
			members(dispatch.PartyPreferred).needs(Paperwork),
		offered(60,
			Text{"居住证代办", "居住证申领、签注代办", "熟悉政务办理的志愿者"},
			Text{"Residence permit", "Applies for the permit or renews it", "a volunteer who knows the offices"}).needs(Paperwork),
		offered(20,
			Text{"快递代取", "代取快递送到家门口", "附近的志愿者"},
			Text{"Parcels", "Fetches your parcel and brings it to the door", "a volunteer nearby"}).byItself(),
	}
}
