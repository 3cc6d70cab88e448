import { savedStatesIn, SHELF_VERSION, type SavedState, type StateShelf } from './saved-states.js'

const DATABASE = 'tickwall'
const STORE = 'snapshots'
const KEY = 'last'

/** A shelf in IndexedDB, one record in all; without IndexedDB, or where it is forbidden, one that keeps nothing. */
export function indexedShelf(nowMs: () => number): StateShelf {
  const withStore = async <T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const database = await opened()
    try {
      return await settled(use(database.transaction(STORE, mode).objectStore(STORE)))
    } finally {
      database.close()
    }
  }
  return {
    // Private windows, full disks and broken databases all fail in ways of their own: each of them means that there is nothing.
    load: () =>
      withStore('readonly', (store) => store.get(KEY) as IDBRequest<unknown>).then(
        (content) => savedStatesIn(content, nowMs()),
        () => [],
      ),
    put: (states: readonly SavedState[]) =>
      withStore('readwrite', (store) => store.put({ version: SHELF_VERSION, states }, KEY)).then(ignore, ignore),
  }
}

async function opened(): Promise<IDBDatabase> {
  if (typeof indexedDB === 'undefined') throw new Error('no IndexedDB')
  const request = indexedDB.open(DATABASE, 1)
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore(STORE)
  })
  return settled(request)
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => {
      resolve(request.result)
    })
    request.addEventListener('error', () => {
      reject(request.error ?? new Error('IndexedDB failed'))
    })
  })

const ignore = (): void => undefined
