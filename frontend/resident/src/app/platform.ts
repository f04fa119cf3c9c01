/** onWeb tells the two targets apart; the build replaces it, so that each carries its own branch only. */
export const onWeb = process.env.UNI_PLATFORM === 'h5'
