import { login, open } from '@app/go'
import { isVolunteer, loggedIn } from '@app/session'
import { askToNotify } from '@app/subscribe'
import { useAct, type Order } from '@kit/act'
import { say } from '@kit/toast'
import { told } from '@kit/told'
import { text } from './text'

/** mayTry is whether a card offers help: to volunteers what the server allows, to all others the way there while a wish waits. */
export const mayTry = (wish: Order): boolean => wish.can.includes('claim') || (!isVolunteer.value && wish.state === 'pool')

/** useClaim claims wishes; lost is called when somebody else was quicker, so that the card can go. */
export function useClaim(lost: (wish: Order) => void) {
  const { busy, problem, raise } = useAct()

  async function claim(wish: Order): Promise<void> {
    if (!loggedIn.value) return login()
    if (!isVolunteer.value) {
      say(text.apply)
      return void open('apply')
    }
    askToNotify()
    const mine = await raise(wish.id, 'claim', { version: wish.version })
    if (mine) {
      say(text.claimed)
      return void open('order', { id: wish.id })
    }
    if (!problem.value) return
    const gone = problem.value.status === 409 || problem.value.status === 404
    say(gone ? text.lost : told(problem.value), true)
    if (gone) lost(wish)
  }

  async function follow(wish: Order): Promise<boolean> {
    const followed = await raise(wish.id, 'follow', {})
    if (followed) say(text.followed)
    else if (problem.value) say(told(problem.value), true)
    return Boolean(followed)
  }

  return { busy, claim, follow }
}
