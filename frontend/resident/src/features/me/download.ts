import { onWeb } from '@app/platform'

/** download hands a text over as a file: a browser saves it, WeChat sends it to whom one chooses. */
export function download(name: string, text: string): void {
  if (onWeb) {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    return
  }
  const at = `${(uni as unknown as { env: { USER_DATA_PATH: string } }).env.USER_DATA_PATH}/${name}`
  uni.getFileSystemManager().writeFile({
    filePath: at, data: text, encoding: 'utf8',
    success: () => (uni as unknown as { shareFileMessage(options: { filePath: string }): void }).shareFileMessage({ filePath: at }),
  })
}
