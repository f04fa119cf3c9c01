import { h, type FunctionalComponent } from 'vue'

// uni's own elements have neither roles nor focus in a browser: there, the kit stands on the real ones.
const native = (tag: string): FunctionalComponent => {
  const component: FunctionalComponent = (_, { attrs, slots }) => h(tag, attrs, slots.default?.())
  component.inheritAttrs = false
  return component
}

export const NativeButton = native('button')
export const NativeInput = native('input')
export const NativeLabel = native('label')
export const NativeTextarea = native('textarea')
export const NativeLink = native('a')
export const NativeVideo = native('video')
export const NativeSvg = native('svg')
export const NativePath = native('path')
export const NativeSvgText = native('text')
export const NativeImage = native('img')
export const NativeAudio = native('audio')
