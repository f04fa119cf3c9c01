import { words } from '@core/words'

export const text = words({
  title: ['登录', 'Log in'],
  welcome: ['用手机号登录', 'Log in with your phone'],
  why: ['第一次登录会为您建立账户。验证码 5 分钟内有效。', 'Your first login makes your account. The code is good for 5 minutes.'],
  phone: ['手机号', 'Phone'],
  code: ['短信验证码', 'Code from the SMS'],
  send: ['发送验证码', 'Send a code'],
  again: ['{n} 秒后可重发', 'Again in {n} s'],
  sent: ['验证码已发送到 {phone}', 'A code was sent to {phone}'],
  enter: ['登录', 'Log in'],
  badPhone: ['请输入 11 位手机号', 'Enter a phone number of 11 digits'],
  badCode: ['请输入 6 位验证码', 'Enter the 6 digits'],
  privacy: ['登录即表示同意《隐私说明》:姓名、手机号和住址只给为您服务的人看,每次查看都有记录。', 'By logging in you agree to the privacy notice: name, phone and address are shown to those who serve you alone, and each look is recorded.'],
  wechat: ['微信手机号一键登录', 'Log in with WeChat'],
})
