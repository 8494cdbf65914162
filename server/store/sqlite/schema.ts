import { blob, foreignKey, index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import type { WayKind, WayResult } from '../alertStore.ts'
import type { DocumentKind } from '../store.ts'

/**
 * The tables, for SQLite. All of them are `WITHOUT ROWID`: a row id is a counter, and would keep the order in which people
 * wrote. Drizzle cannot say so, therefore it stands in the migrations, and a test reads it back from the database.
 */
const bytes = (name: string) => blob(name, { mode: 'buffer' }).$type<Uint8Array>().notNull()

/** Ordered by hour and then by a random id, so that nothing finer than the hour can be read from the order of the rows. */
export const requests = sqliteTable(
  'requests',
  {
    keyId: bytes('key_id'),
    hour: integer('hour').notNull(),
    id: bytes('id'),
    address: bytes('address'),
    tag: bytes('tag'),
    sealed: bytes('sealed'),
    check: integer('check', { mode: 'boolean' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.keyId, t.hour, t.id] }),
    unique('requests_id').on(t.id),
    index('requests_address').on(t.address),
  ],
)

export const claims = sqliteTable(
  'claims',
  {
    request: bytes('request').primaryKey(),
    by: bytes('by'),
    hour: integer('hour').notNull(),
    /** null: not closed yet */
    closed: integer('closed'),
  },
  (t) => [foreignKey({ columns: [t.request], foreignColumns: [requests.id] }).onDelete('cascade')],
)

/** What NGOs wrote back to a return code, in the order of `n`; no time. */
export const replies = sqliteTable(
  'replies',
  { address: bytes('address'), n: integer('n').notNull(), sealed: bytes('sealed') },
  (t) => [primaryKey({ columns: [t.address, t.n] })],
)

/** What an NGO writes about one request; which follow-ups belong to it is sealed. `acted`: the hour of its newest event. */
export const cases = sqliteTable(
  'cases',
  {
    id: bytes('id').primaryKey(),
    request: bytes('request').unique(),
    ngo: text('ngo').notNull(),
    /** how many events */
    length: integer('length').notNull(),
    acted: integer('acted').notNull(),
    wakeAt: integer('wake_at'),
  },
  (t) => [foreignKey({ columns: [t.request], foreignColumns: [requests.id] }).onDelete('cascade')],
)

/** A case's key, sealed for a generation; of two generations while it is sealed anew. */
export const caseKeys = sqliteTable(
  'case_keys',
  { case: bytes('case'), generation: integer('generation').notNull(), sealed: bytes('sealed') },
  (t) => [
    primaryKey({ columns: [t.case, t.generation] }),
    foreignKey({ columns: [t.case], foreignColumns: [cases.id] }).onDelete('cascade'),
  ],
)

/** No hour: when each was written is told by none of them. */
export const caseEvents = sqliteTable(
  'case_events',
  { case: bytes('case'), seq: integer('seq').notNull(), bytes: bytes('bytes') },
  (t) => [
    primaryKey({ columns: [t.case, t.seq] }),
    foreignKey({ columns: [t.case], foreignColumns: [cases.id] }).onDelete('cascade'),
  ],
)

/** Who stepped back from a case, and finds it no more: asked at each look into the list, so the member comes first. */
export const caseAway = sqliteTable('case_away', { member: bytes('member'), case: bytes('case') }, (t) => [
  primaryKey({ columns: [t.member, t.case] }),
  foreignKey({ columns: [t.case], foreignColumns: [cases.id] }).onDelete('cascade'),
])

/**
 * Who stepped back from what is gone, while anything else from the same address is kept: that the person took it back, or what they
 * wrote after that.
 */
export const mailboxAway = sqliteTable('mailbox_away', { member: bytes('member'), address: bytes('address') }, (t) => [
  primaryKey({ columns: [t.member, t.address] }),
  index('mailbox_away_address').on(t.address),
])

/** Who did something in which hour, signed and chained; what it was lies sealed in `detail`. */
export const audit = sqliteTable(
  'audit',
  {
    ngo: text('ngo').notNull(),
    seq: integer('seq').notNull(),
    /** member id */
    by: bytes('by'),
    at: integer('at').notNull(),
    /** SHA-256 of `line` */
    head: bytes('head'),
    line: bytes('line'),
    detail: bytes('detail'),
  },
  (t) => [primaryKey({ columns: [t.ngo, t.seq] })],
)

/** The key under which `detail` lies, sealed for a generation. */
export const auditKeys = sqliteTable(
  'audit_keys',
  { ngo: text('ngo').notNull(), generation: integer('generation').notNull(), sealed: bytes('sealed') },
  (t) => [primaryKey({ columns: [t.ngo, t.generation] })],
)

export const documents = sqliteTable(
  'documents',
  {
    kind: text('kind').$type<DocumentKind>().notNull(),
    version: integer('version').notNull(),
    hash: text('hash').notNull(),
    bytes: bytes('bytes'),
  },
  (t) => [primaryKey({ columns: [t.kind, t.version] }), unique('documents_hash').on(t.kind, t.hash)],
)

/** What NGOs tell about data, by the hash of the file that is served; never changed. */
export const notices = sqliteTable('notices', {
  hash: text('hash').primaryKey(),
  /** whose lead brought it first */
  ngo: text('ngo').notNull(),
  text: text('text').notNull(),
})

/** By which leads put the spare keys of their NGO in force; the roster in force says which of them count. */
export const switches = sqliteTable(
  'switches',
  { ngo: text('ngo').notNull(), generation: integer('generation').notNull(), bytes: bytes('bytes') },
  (t) => [primaryKey({ columns: [t.ngo, t.generation] })],
)

/** What NGOs tell their own members for the worst night, sealed. */
export const guides = sqliteTable('guides', {
  ngo: text('ngo').primaryKey(),
  version: integer('version').notNull(),
  generation: integer('generation').notNull(),
  sealed: bytes('sealed'),
})

export const members = sqliteTable('members', {
  id: bytes('id').primaryKey(),
  ngo: text('ngo').notNull(),
  name: text('name').notNull().unique(),
  blob: bytes('blob'),
  /** 32 bytes each, joined */
  loginKeys: bytes('login_keys'),
  sign: bytes('sign'),
})

export const teams = sqliteTable('teams', {
  ngo: text('ngo').primaryKey(),
  version: integer('version').notNull(),
  bytes: bytes('bytes'),
})

/** Teams that were: who signed what lies in a case may have left since. */
export const pastTeams = sqliteTable(
  'past_teams',
  { ngo: text('ngo').notNull(), version: integer('version').notNull(), bytes: bytes('bytes') },
  (t) => [primaryKey({ columns: [t.ngo, t.version] })],
)

export const inboxKeys = sqliteTable(
  'inbox_keys',
  { member: bytes('member'), generation: integer('generation').notNull(), sealed: bytes('sealed') },
  (t) => [primaryKey({ columns: [t.member, t.generation] })],
)

export const sessions = sqliteTable('sessions', {
  tokenHash: bytes('token_hash').primaryKey(),
  member: bytes('member'),
  hour: integer('hour').notNull(),
})

/** What else is known of who has a log-in. `seen`: midnight UTC of the day of their newest log-in, and of no other. */
export const memberNotes = sqliteTable('member_notes', {
  member: bytes('member').primaryKey(),
  seen: integer('seen'),
  /** which languages they speak, sealed for the inbox keys of `generation` */
  generation: integer('generation'),
  spoken: blob('spoken', { mode: 'buffer' }).$type<Uint8Array>(),
})

/** Who was invited by an id that only they and a coordinator can make, and has until when. */
export const invitations = sqliteTable('invitations', {
  id: bytes('id').primaryKey(),
  ngo: text('ngo').notNull(),
  /** whose keys it is to renew */
  member: blob('member', { mode: 'buffer' }).$type<Uint8Array>(),
  expires: integer('expires').notNull(),
})

/** Who came by an invitation, and is no member yet. */
export const invitees = sqliteTable(
  'invitees',
  {
    invitation: bytes('invitation').primaryKey(),
    member: bytes('member'),
    name: text('name').notNull().unique(),
    shown: text('shown').notNull(),
    box: bytes('box'),
    sign: bytes('sign'),
    blob: bytes('blob'),
    /** as in `members` */
    loginKeys: bytes('login_keys'),
    mac: bytes('mac'),
  },
  (t) => [foreignKey({ columns: [t.invitation], foreignColumns: [invitations.id] }).onDelete('cascade')],
)

/** By which ways members are called, as they said themselves. */
export const alertWays = sqliteTable(
  'alert_ways',
  {
    id: bytes('id').primaryKey(),
    member: bytes('member'),
    kind: text('kind').$type<WayKind>().notNull(),
    sealed: bytes('sealed'),
    result: text('result').$type<WayResult>().notNull(),
    hour: integer('hour').notNull(),
  },
  (t) => [index('alert_ways_member').on(t.member)],
)

/** Calls that are still to go out: at most one a way, since none says anything. */
export const alerts = sqliteTable(
  'alerts',
  { way: bytes('way').primaryKey(), tries: integer('tries').notNull() },
  (t) => [foreignKey({ columns: [t.way], foreignColumns: [alertWays.id] }).onDelete('cascade')],
)

/** Requests for which nobody is called: withdrawals, and what a member saw to be none. */
export const callsNobody = sqliteTable('calls_nobody', { request: bytes('request').primaryKey() }, (t) => [
  foreignKey({ columns: [t.request], foreignColumns: [requests.id] }).onDelete('cascade'),
])

/** Sites whose visitors see phone lines only. */
export const sitesOff = sqliteTable('sites_off', { site: text('site').primaryKey() })

/** What was held once and is gone, by a hash of its id (removal.ts), as long as its generation lives. */
export const tombstones = sqliteTable('tombstones', { keyId: bytes('key_id'), hash: bytes('hash') }, (t) => [
  primaryKey({ columns: [t.keyId, t.hash] }),
])

/** One row that a health check writes to. */
export const probes = sqliteTable('probes', { id: integer('id').primaryKey(), turn: integer('turn').notNull() })
