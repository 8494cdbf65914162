/** Words that are typed somewhere on the way, each in one field only; the operator must find none of them anywhere. */
export const TYPED = {
  note: 'kΩnote8vQ2xT',
  address: 'kΩname7dR4mB',
  language: 'kΩlang6bT1wF',
  tried: 'kΩtried5pW9z',
  reply: 'kΩreply3hJ6c',
  more: 'kΩmore1gS0nY',
  over: 'kΩover4kL8qD',
  passed: 'kΩpassed2fX7v',
  outside: 'kΩoutside9mC5',
  why: 'kΩwhy0zH3rG',
  guide: 'kΩguide7yN4tP',
  said: 'kΩsaid6eU1jK',
  interpreter: 'kΩinterpreter5tB7n',
  rings: 'kΩrings8aY2k',
  community: 'kΩcommunity1wE6p',
  hours: 'kΩhours7oI3s',
} as const

/** In which word of these it is typed, or why the operator may have what stands there. */
type Canary = keyof typeof TYPED | { readonly not: string }

const ONES_OWN = 'the number that the panel drew: the same test looks for it'
const SECRET =
  'a secret, which would be no canary: whoever has it opens all; the same test looks for the passphrase on the line'
const NAMES = 'names of members and organisations lie open on the server (docs/threat-model.md)'
const PUBLIC = 'published for all to read'
const EACH = 'a part: each field made of it has a line of its own'

/** Every field of the panel and the inbox into which one types, by its file and its id or name. */
export const FIELDS: Readonly<Record<string, Canary>> = {
  'widget/back/reply.tsx reply': 'more',
  'widget/back/return.tsx return': { not: ONES_OWN },
  'widget/later/note.tsx note': 'note',
  'widget/panel/find.tsx find': 'language',
  'widget/panel/steps/address.tsx field': 'address',
  'inbox/alerts/AlertsView.tsx mail': { not: 'the server writes to it' },
  'inbox/alerts/AlertsView.tsx webhook': { not: 'the server calls it' },
  'inbox/alerts/AlertsView.tsx `way-${kind}`': { not: EACH },
  'inbox/case/Notes.tsx note': 'tried',
  'inbox/case/Writing.tsx `${id}-text`': { not: EACH },
  'inbox/case/forms/HandOverFields.tsx over-note': 'over',
  'inbox/export/ExportView.tsx export-passphrase': { not: SECRET },
  'inbox/find/Find.tsx find-word': 'said',
  'inbox/found/FoundFields.tsx id': { not: EACH },
  'inbox/found/FoundFields.tsx login': { not: NAMES },
  'inbox/found/FoundFields.tsx name': { not: NAMES },
  'inbox/found/FoundFields.tsx passphrase': { not: SECRET },
  'inbox/guide/GuideView.tsx guide-text': 'guide',
  'inbox/interpreters/InterpretersView.tsx interpreter-hours': 'hours',
  'inbox/interpreters/InterpretersView.tsx interpreter-name': 'interpreter',
  'inbox/interpreters/InterpretersView.tsx interpreter-note': 'community',
  'inbox/interpreters/InterpretersView.tsx interpreter-reach': 'rings',
  'inbox/join/JoinPage.tsx login': { not: NAMES },
  'inbox/join/JoinPage.tsx shown': { not: NAMES },
  'inbox/members/MembersView.tsx link': { not: 'nothing can be typed there' },
  'inbox/more/LeaveStep.tsx leave-name': { not: NAMES },
  'inbox/notices/NoticesView.tsx notice-text': { not: PUBLIC },
  'inbox/passkey/AddPasskey.tsx passphrase': { not: SECRET },
  'inbox/referral/Fields.tsx `refer-${id}`': { not: EACH },
  'inbox/referral/Referral.tsx name': 'outside',
  'inbox/referral/Referral.tsx note': 'passed',
  'inbox/referral/YesStep.tsx why': 'why',
  'inbox/replies/Replies.tsx reply': 'reply',
  'inbox/rota/PatternFields.tsx from': { not: PUBLIC },
  'inbox/rota/PatternFields.tsx to': { not: PUBLIC },
  'inbox/rota/ShiftFields.tsx from': { not: PUBLIC },
  'inbox/rota/ShiftFields.tsx to': { not: PUBLIC },
  'inbox/rota/ShiftFields.tsx `rota-${id}`': { not: EACH },
  'inbox/setup/SetupSteps.tsx kit': { not: SECRET },
  'inbox/setup/SetupSteps.tsx passphrase': { not: SECRET },
  'inbox/setup/TypedField.tsx id': { not: EACH },
  'inbox/unlock/Unlock.tsx name': { not: NAMES },
  'inbox/unlock/Unlock.tsx passphrase': { not: SECRET },
}
