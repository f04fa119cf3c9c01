import { words } from '@core/words'

export const text = words({
  title: ['帮助与电话', 'Help and phone numbers'],
  urgent: ['有危险，马上打', 'In danger, call now'],
  doctor: ['急救 120', 'Ambulance 120'],
  police: ['报警 110', 'Police 110'],
  fire: ['火警 119', 'Fire 119'],
  others: ['其他电话', 'Other numbers'],
  community: ['社区电话', 'Community'],
  city: ['市民热线', 'Citizens’ hotline'],
  how: ['一个单怎么走', 'How an order runs'],
  questions: ['常见问题', 'Questions'],
})

export const steps = words({
  place: ['您提交：说一声需要什么，可以写字、说话、拍照。', 'You say what you need, by words, voice or pictures.'],
  review: ['社区审核：核实以后发布，姓名和住址不公开。', 'The community checks it; your name and address stay hidden.'],
  send: ['有人接单：社区派给志愿者，或者志愿者自己认领。', 'A volunteer takes it.'],
  serve: ['上门服务：来的人有姓名、编号和照片，核对口令再开门。', 'They come with a name, a number and a picture. Check the code before you open.'],
  finish: ['办结：志愿者写明办得怎么样。', 'They finish and write what was done.'],
  rate: ['您评价：解决了没有、给几颗星。没解决可以申请重办。', 'You say whether it was solved. If not, it is taken up again.'],
})

/** questions and their answers, in plain words. */
export const questions = words({
  cost: ['要花钱吗？', 'Does it cost anything?'],
  costAnswer: ['志愿服务不收钱，也请不要给钱或送礼。微心愿的物品由认领人捐赠。', 'No. Please give neither money nor presents.'],
  who: ['来的人可靠吗？', 'Who comes?'],
  whoAnswer: ['每个志愿者都由社区核实过。上门前订单里会显示他的姓名、编号、照片和核对口令，对不上就别开门，按“不是这个人”。', 'Each volunteer was checked. Your order shows name, number, picture and a code. If they do not match, do not open.'],
  long: ['要等多久？', 'How long does it take?'],
  longAnswer: ['急事 2 小时内，水电一天内，一般的事 7 天内。订单里写着最晚什么时候办好，快到时间会亮灯提醒。', 'Urgent matters 2 hours, utilities a day, most others 7 days. Each order shows when it is due.'],
  late: ['到时间没办怎么办？', 'What if it is late?'],
  lateAnswer: ['打开订单按“催单”，或者直接打社区电话。超期会自动报给上级。', 'Press “urge” in the order or call. What is late goes to the level above by itself.'],
  privacy: ['我的信息谁能看？', 'Who sees my data?'],
  privacyAnswer: ['姓名、电话和住址只给接您单的人和社区看，每次查看都有记录，在“隐私中心”能看到。', 'Only whoever serves you, and the community. Each look is kept and shown in “Privacy”.'],
  family: ['能替家里人下单吗？', 'May I order for my family?'],
  familyAnswer: ['能。先请社区登记你们是一家，然后下单时选“替家人下单”。', 'Yes, once the community has your household on record.'],
  offline: ['没有网络怎么办？', 'And without a network?'],
  offlineAnswer: ['写好的内容会留在手机里，联网后自动提交，不会重复。', 'What you wrote stays on the device and is sent once, as soon as there is a network.'],
})
