declare module 'vue' {
  export interface GlobalComponents {
    DScreen: typeof import('./d-screen.vue')['default']
    DTabs: typeof import('./d-tabs.vue')['default']
    DIcon: typeof import('./d-icon.vue')['default']
    DButton: typeof import('./d-button.vue')['default']
    DText: typeof import('./d-text.vue')['default']
    DChoice: typeof import('./d-choice.vue')['default']
    DSwitch: typeof import('./d-switch.vue')['default']
    DCard: typeof import('./d-card.vue')['default']
    DCell: typeof import('./d-cell.vue')['default']
    DState: typeof import('./d-state.vue')['default']
    DBlank: typeof import('./d-blank.vue')['default']
    DSheet: typeof import('./d-sheet.vue')['default']
    DGridMap: typeof import('./d-grid-map.vue')['default']
    DSignIn: typeof import('./d-sign-in.vue')['default']
    DTile: typeof import('./d-tile.vue')['default']
    DSteps: typeof import('./d-steps.vue')['default']
    DTimeline: typeof import('./d-timeline.vue')['default']
    DStars: typeof import('./d-stars.vue')['default']
    DGallery: typeof import('./d-gallery.vue')['default']
    DPicture: typeof import('./d-picture.vue')['default']
    DSound: typeof import('./d-sound.vue')['default']
    DCode: typeof import('./d-code.vue')['default']
    DCall: typeof import('./d-call.vue')['default']
    DReason: typeof import('./d-reason.vue')['default']
    DPictures: typeof import('./d-pictures.vue')['default']
    DVoice: typeof import('./d-voice.vue')['default']
    DPlace: typeof import('./d-place.vue')['default']
  }
}

export {}
