/// <reference types="vite/client" />
declare const process: { env: { UNI_PLATFORM: string } }

interface ImportMetaEnv {
  /** Where a mini-program finds the API; on the web it is beside the page. */
  readonly VITE_API_ORIGIN?: string
}
