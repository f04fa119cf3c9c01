package catalog

import "delinli/models/dispatch"

func elders() []Terms {
	return []Terms{
		offered(180,
			Text{"陪诊", "陪同挂号、就诊、取药，送回家门口", "有照护经验的志愿者"},
			Text{"Company to the doctor", "Goes along to register, see the doctor, fetch the medicine and come home", "a volunteer used to caring for the old"}).
			insured().helpedBy(ElderCare, Driving),
		offered(30,
			Text{"送餐", "从社区食堂把饭菜送到家里", "附近的志愿者"},
			Text{"Meals at home", "Brings a meal from the community canteen", "a volunteer nearby"}).byItself(),
		offered(45,
			Text{"上门理发", "为出门不便的老人在家理发、修面", "会理发的志愿者"},
			Text{"Haircut at home", "Cuts hair for those who cannot easily go out", "a volunteer hairdresser"}).byItself().needs(Hairdresser),
		waiting(90,
			Text{"助浴", "帮助行动不便的老人安全洗浴，两人同行", "受过照护培训的志愿者，社区安排两人上门"},
			Text{"Help with bathing", "Helps to bathe safely; two people always come together", "two trained carers, arranged by the community"}).
			insured().needs(ElderCare).helpedBy(Nursing),
		offered(60,
			Text{"居家安全检查", "查看燃气、用电、防滑、烟感，告知隐患", "懂用电和消防的志愿者"},
			Text{"Safety check at home", "Looks at gas, electrics, slippery floors and smoke alarms, and says what is unsafe", "a volunteer who knows electrics and fire safety"}).
			byItself().helpedBy(FireSafety, Electrician),
		offered(60,
			Text{"陪聊", "上门聊天、读报、教用手机", "附近的志愿者"},
			Text{"A talk and company", "Comes to talk, read the paper, or explain the phone", "a volunteer nearby"}).byItself().helpedBy(Psychology),
	}
}

func health() []Terms {
	return []Terms{
		waiting(60,
			Text{"就诊转介", "帮助联系上级医院、转诊和床位，病情不公开", "社区与卫生服务中心工作人员"},
			Text{"Referral to a hospital", "Arranges a referral or a bed; the illness stays private", "staff of the community and its health centre"}),
		offered(20,
			Text{"量血压", "上门测量血压、血糖并记录", "护士志愿者"},
			Text{"Blood pressure", "Measures blood pressure and sugar and writes them down", "a volunteer nurse"}).byItself().needs(Nursing),
		offered(60,
			Text{"代取药", "凭处方代为取药送到家，当面清点", "社区核实过的志愿者"},
			Text{"Fetching medicine", "Fetches what is prescribed and counts it at the door", "a volunteer whom the community has checked"}).
			members(dispatch.PartyPreferred).helpedBy(Nursing),
		offered(60,
			Text{"康复指导", "指导术后、中风后的居家康复训练", "康复治疗师志愿者"},
			Text{"Rehabilitation at home", "Shows exercises after an operation or a stroke", "a volunteer therapist"}).licensed().needs(Rehab),
		waiting(30,
			Text{"义诊", "报名参加社区义诊，行动不便者可预约上门", "执业医师志愿者"},
			Text{"Free consultation", "Enters you for the community's consultation day, or at home if you cannot come", "volunteer doctors"}).
			licensed().needs(Medicine),
		waiting(30,
			Text{"家庭医生预约", "签约或预约家庭医生", "社区卫生服务中心工作人员"},
			Text{"Family doctor", "Signs you up with a family doctor or makes an appointment", "staff of the health centre"}),
	}
}

func schooling() []Terms {
	return []Terms{
		offered(90,
			Text{"课业辅导", "在党群服务驿站辅导中小学生功课", "教师、大学生志愿者"},
			Text{"Help with school work", "Helps pupils with their lessons at the service station", "teachers and students"}).needs(Tutoring),
		waiting(120,
			Text{"课后托管", "放学后在社区看护，家长来接", "经审核的看护志愿者"},
			Text{"After-school care", "Looks after children at the community until they are fetched", "checked volunteers"}).insured().needs(ChildCare),
		waiting(60,
			Text{"心理疏导", "一对一倾听和疏导，内容保密", "心理咨询师志愿者"},
			Text{"Somebody to talk to", "Listens and counsels, one to one and in confidence", "a volunteer counsellor"}).licensed().needs(Psychology),
		pooled(30,
			Text{"图书借送", "借阅社区书屋的图书并送到家", "附近的志愿者"},
			Text{"Books to your door", "Brings books from the community's library", "a volunteer nearby"}).byItself(),
		offered(60,
			Text{"家庭教育指导", "亲子沟通、习惯养成的个别指导", "家庭教育指导师志愿者"},
			Text{"Advice for parents", "Advises on talking with children and on habits", "a volunteer family guide"}).needs(FamilyGuide),
		pooled(60,
			Text{"防溺水宣讲", "到楼院、驿站给孩子讲防溺水和自救", "有水上安全知识的志愿者"},
			Text{"Safe in the water", "Teaches children how not to drown and what to do", "a volunteer who knows water safety"}).byItself().needs(WaterSafety),
	}
}
