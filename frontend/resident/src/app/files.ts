import { onWeb } from './platform'
import { store } from './store'

/** Local is a picture or a voice on this device: its bytes in a browser, the path of its file in a mini-program. */
export type Local = Blob | string

interface Files {
  put(ref: string, local: Local): Promise<void>
  get(ref: string): Promise<Local | undefined>
  remove(ref: string): Promise<void>
}

const database = 'delinli'
const table = 'files'

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1)
    request.onupgradeneeded = () => request.result.createObjectStore(table)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function run<T>(mode: IDBTransactionMode, act: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await opened()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(table, mode)
      const request = act(transaction.objectStore(table))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onerror = transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    db.close()
  }
}

/** inBrowser keeps bytes in IndexedDB. Where the browser refuses (private mode, full), they live as long as the page. */
function inBrowser(): Files {
  const held = new Map<string, Local>()
  return {
    put: async (ref, local) => {
      held.set(ref, local)
      await run('readwrite', (files) => files.put(local, ref)).catch(() => undefined)
    },
    get: async (ref) => held.get(ref) ?? run<Local | undefined>('readonly', (files) => files.get(ref)).catch(() => undefined),
    remove: async (ref) => {
      held.delete(ref)
      await run('readwrite', (files) => files.delete(ref)).catch(() => undefined)
    },
  }
}

/** inMiniProgram moves temporary files to where WeChat keeps them. */
function inMiniProgram(): Files {
  return {
    put: async (ref, local) => {
      const saved = await new Promise<string>((resolve) => uni.saveFile({
        tempFilePath: local as string, success: (done) => resolve(done.savedFilePath), fail: () => resolve(local as string),
      }))
      store.set(ref, saved)
    },
    get: async (ref) => store.get<string>(ref),
    remove: async (ref) => {
      const filePath = store.get<string>(ref)
      if (filePath) uni.removeSavedFile({ filePath, fail: () => undefined })
      store.remove(ref)
    },
  }
}

/** files are what was picked or recorded and the server does not have for good. They outlive a crash. */
export const files: Files = onWeb ? inBrowser() : inMiniProgram()
