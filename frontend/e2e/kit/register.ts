import { Problem } from '../../core/api.ts'
import { as, people, phoneOf } from './people.ts'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** identityNumber ends 17 digits with their check character (GB 11643). */
export const identityNumber = (digits: string) => digits + '10X98765432'[weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11]

const grid = '370785001001001'
const ofGranny = '370799194903010069'
const ofChild = '370799201806010043'

/** grannyIsRegistered enters the granny and a grandchild of hers, whom the register may have already, and gives their ids. */
export async function grannyIsRegistered(): Promise<{ granny: string; child: string }> {
  const granny = await entered({ name: people.granny, id_number: ofGranny, phone: phoneOf('granny'), address: '3号楼2单元501室', relation: 'head' })
  const child = await entered({ name: '张小宝', id_number: ofChild, relation: 'grandchild' })
  await as('desk')('post', '/people/{id}/household', { path: { id: child }, body: { with: granny }, key: `child-${child}` })
  await as('desk')('post', '/residents/{id}/tags', { path: { id: granny }, body: { tag: 'living_alone', source: 'visit', since: '2024-01-05' }, key: `tag-${Date.now()}` })
  return { granny, child }
}

async function entered(body: { name: string; id_number: string; phone?: string; address?: string; relation: 'head' | 'grandchild' }): Promise<string> {
  try {
    return (await as('desk')('post', '/residents', { body: { ...body, area_code: grid }, key: `enter-${body.id_number}-${Date.now()}` })).id
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 422) throw problem
    return (await as('desk')('post', '/residents/find', { body: { id_number: body.id_number } })).items[0].id
  }
}
