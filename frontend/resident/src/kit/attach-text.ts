import { words } from '@core/words'

const common = {
  done: ['已上传', 'Uploaded'],
  later: ['网络不通,提交时会自动再传', 'No network: it is sent again when you submit'],
  gone: ['手机里找不到这个文件了,请删除后重新添加', 'The file is no longer on this device. Please remove it and add it again'],
  again: ['重新上传', 'Upload again'],
} as const

export const pictures = words({
  ...common,
  add: ['添加图片(还可加 {n} 张)', 'Add pictures ({n} more)'],
  nth: ['第 {n} 张图片', 'Picture {n}'],
  sending: ['上传中 {n}%', 'Uploading {n}%'],
  preparing: ['正在处理图片…', 'Preparing the picture…'],
  remove: ['删除第 {n} 张图片', 'Remove picture {n}'],
  tooMany: ['最多 {n} 张图片,多出的没有添加', 'At most {n} pictures; the others were not added'],
  heic: ['这部手机打不开 HEIC 格式的图片。请在相机设置里选“兼容性最佳”后重拍,或把图片截屏后再添加',
    'This device cannot open HEIC pictures. Choose “Most Compatible” in the camera settings, or add a screenshot of it'],
  notPicture: ['这个文件不是图片,或者已经损坏', 'This file is no picture, or it is damaged'],
  tooLarge: ['这张图片太大或已损坏,手机打不开。请换一张,或截屏后再添加', 'This picture is too large or damaged. Please choose another, or add a screenshot of it'],
})

export const voice = words({
  ...common,
  start: ['按一下开始录音', 'Tap to record'],
  stop: ['说完了', 'Done'],
  going: ['正在录音 {n} 秒(最长 60 秒)', 'Recording, {n} s of 60'],
  play: ['听一听({n} 秒)', 'Listen ({n} s)'],
  hush: ['停止播放', 'Stop'],
  remove: ['删除录音', 'Delete'],
  sending: ['正在上传录音…', 'Uploading…'],
  refused: ['用不了麦克风。请在手机设置里允许使用麦克风,或者直接打字', 'The microphone cannot be used. Please allow it in the settings, or type instead'],
})
