import type { ComponentChildren, JSX } from 'preact'
import { AlertsView } from '../alerts/AlertsView.tsx'
import type { Part } from '../App.tsx'
import { AuditView } from '../audit/AuditView.tsx'
import { Boundary } from '../Boundary.tsx'
import { ExportView } from '../export/ExportView.tsx'
import { mayExport } from '../export/state.ts'
import { Icon } from '../icons.tsx'
import { GuideView } from '../guide/GuideView.tsx'
import { MembersView } from '../members/MembersView.tsx'
import { Overview, seesNumbers } from '../overview/Overview.tsx'
import { NoticesView } from '../notices/NoticesView.tsx'
import { mayTell } from '../notices/notices.ts'
import { NeedBreak } from '../rest/RestPage.tsx'
import type { Session } from '../session.ts'
import type { Place } from '../where.ts'
import { LegalView } from '../legal/LegalView.tsx'
import { SettingsView } from '../settings/SettingsView.tsx'
import { Title } from './Title.tsx'
import { MyKeys } from './MyKeys.tsx'

/** What stands in the place of a case. */
export function More({
  inbox,
  say,
  session,
  place,
}: Part & { readonly session: Session; readonly place: Place }): JSX.Element {
  const { members } = inbox
  return (
    <article data-place={place}>
      <button type="button" class="quiet back" data-back onClick={backOf(inbox, place)}>
        <Icon name="back" />
        {say('shell.back')}
      </button>
      <Boundary key={place} instead={<p class="notice">{say('error.other')}</p>}>
        {place === 'more' && (
          <Page title={<Title>{say('more.title')}</Title>}>
            <button type="button" class="plain" data-members onClick={() => inbox.visit('members')}>
              {say('more.members')}
            </button>
            <button type="button" class="plain" data-guide onClick={() => inbox.visit('guide')}>
              {say('staff.guide')}
            </button>
            <button type="button" class="plain" data-alerts onClick={() => inbox.visit('alerts')}>
              {say('more.alerts')}
            </button>
            {mayTell(session) && (
              <button type="button" class="plain" data-notices onClick={() => inbox.visit('notices')}>
                {say('more.notices')}
              </button>
            )}
            <button type="button" class="plain" data-mykeys onClick={() => inbox.visit('keys')}>
              {say('more.keys')}
            </button>
            <button type="button" class="plain" data-settings onClick={() => inbox.visit('settings')}>
              {say('more.settings')}
            </button>
            {seesNumbers(session) && (
              <button type="button" class="plain" data-overview onClick={() => inbox.visit('overview')}>
                {say('more.overview')}
              </button>
            )}
            {mayExport(session) && (
              <button type="button" class="plain" data-export onClick={() => inbox.visit('export')}>
                {say('more.export')}
              </button>
            )}
            <button type="button" class="plain" data-audit onClick={() => inbox.visit('audit')}>
              {say('more.audit')}
            </button>
            <NeedBreak inbox={inbox} say={say} session={session} />
          </Page>
        )}
        {place === 'audit' && (
          <Page title={<Title>{say('audit.title')}</Title>}>
            <AuditView inbox={inbox} say={say} session={session} />
          </Page>
        )}
        {place === 'members' && (
          <Page title={members.page.value.kind === 'list' && <Title>{say('more.members')}</Title>}>
            <MembersView inbox={inbox} say={say} session={session} />
          </Page>
        )}
        {place === 'keys' && (
          <Page title={isAsked(inbox) || <Title>{say('more.keys')}</Title>}>
            <MyKeys inbox={inbox} say={say} session={session} />
          </Page>
        )}
        {place === 'overview' && seesNumbers(session) && (
          <Page title={<Title>{say('overview.title')}</Title>}>
            <Overview inbox={inbox} say={say} session={session} />
          </Page>
        )}
        {place === 'notices' && (
          <Page title={inbox.notices.page.value.kind === 'list' && <Title>{say('more.notices')}</Title>}>
            <NoticesView inbox={inbox} say={say} session={session} />
          </Page>
        )}
        {place === 'guide' && (
          <Page title={inbox.guide.typed.value === null && <Title>{say('staff.guide')}</Title>}>
            <GuideView inbox={inbox} say={say} session={session} />
          </Page>
        )}
        {place === 'export' && mayExport(session) && (
          <Page title={false}>
            <ExportView inbox={inbox} say={say} session={session} />
          </Page>
        )}
        {place === 'settings' && (
          <Page title={<Title>{say('more.settings')}</Title>}>
            <SettingsView inbox={inbox} say={say} session={session} />
          </Page>
        )}
        {place === 'legal' && (
          <Page title={<Title>{say('legal.title')}</Title>}>
            <LegalView inbox={inbox} say={say} session={session} />
          </Page>
        )}
        {place === 'alerts' && (
          <Page title={<Title>{say('more.alerts')}</Title>}>
            <AlertsView inbox={inbox} say={say} session={session} />
          </Page>
        )}
      </Boundary>
    </article>
  )
}

const Page = (props: { readonly title: ComponentChildren; readonly children: ComponentChildren }): JSX.Element => (
  <div class="page">
    {props.title}
    {props.children}
  </div>
)

/** Whether something about one's own keys is being done, in the place of what there is to do. */
const isAsked = ({ keys }: Part['inbox']): boolean => !!keys.setup.value || !!keys.adding.value || !!keys.leaving.value

/** One step back: from a step to its list, from a list to More, from there to the requests. */
const backOf =
  (inbox: Part['inbox'], place: Place): (() => void) =>
  () => {
    if (place === 'more') inbox.close()
    else if (place === 'members' && inbox.members.page.value.kind !== 'list') inbox.members.go({ kind: 'list' })
    else if (place === 'notices' && inbox.notices.page.value.kind !== 'list') inbox.notices.list()
    else if (place === 'guide' && inbox.guide.typed.value !== null) inbox.guide.stop()
    else if (place === 'keys' && isAsked(inbox)) inbox.visit('keys')
    else if (place === 'legal') inbox.visit('settings')
    else inbox.visit('more')
  }
