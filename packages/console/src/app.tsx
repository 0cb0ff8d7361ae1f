import { ConfigProvider, Skeleton, type ThemeConfig } from 'antd'
import en from 'antd/es/locale/en_US'
import zh from 'antd/es/locale/zh_CN'
import { Suspense, type ReactNode } from 'react'
import type { Address, PagePlace } from './address.ts'
import { Header } from './header.tsx'
import { Caught, late } from './late.tsx'
import { StartPage } from './pages/start/page.tsx'
import { useAddress } from './place.tsx'
import { SaidIn, useSaid } from './said.tsx'

const THEME: ThemeConfig = {
  token: {
    colorPrimary: '#155e48',
    colorInfo: '#155e48',
    colorLink: '#155e48',
    colorText: '#1b2420',
    colorTextSecondary: '#5d6963',
    colorBorder: '#d9dfdb',
    borderRadius: 8,
    fontFamily: 'var(--sans)',
    fontFamilyCode: 'var(--mono)',
  },
}

const MasterPage = late(() => import('./pages/master/page.tsx').then((page) => page.MasterPage))
const SubscriptionsPage = late(() =>
  import('./pages/subscriptions/page.tsx').then((page) => page.SubscriptionsPage),
)
const BalancePage = late(() => import('./pages/balance/page.tsx').then((page) => page.BalancePage))
const CausePage = late(() => import('./pages/cause/page.tsx').then((page) => page.CausePage))
const RecallsPage = late(() => import('./pages/recalls/page.tsx').then((page) => page.RecallsPage))
const SellablePage = late(() =>
  import('./pages/sellable/page.tsx').then((page) => page.SellablePage),
)
const TracePage = late(() => import('./pages/trace/page.tsx').then((page) => page.TracePage))

export function App(): ReactNode {
  return (
    <SaidIn>
      <Frame />
    </SaidIn>
  )
}

function Frame(): ReactNode {
  const { language } = useSaid()
  const address = useAddress()
  return (
    <ConfigProvider locale={language === 'zh' ? zh : en} theme={THEME}>
      <Header address={address} />
      <main>
        <Caught>
          <Suspense fallback={<Skeleton active className="offers" paragraph={{ rows: 8 }} />}>
            <Shown address={address} />
          </Suspense>
        </Caught>
      </main>
    </ConfigProvider>
  )
}

/** Each page comes with its own code when it is first opened. */
function Shown({ address }: { readonly address: Address }): ReactNode {
  const { of, direction, master } = address
  if (address.page !== undefined) return <Beside page={address.page} />
  if (address.subscriptions === true) return <SubscriptionsPage />
  if (master !== undefined) return <MasterPage place={master} />
  if (of === undefined) return <StartPage q={address.q} />
  return <TracePage key={`${of} ${direction}`} address={{ ...address, of }} />
}

function Beside({ page }: { readonly page: PagePlace }): ReactNode {
  if (page.name === 'balance') return <BalancePage has={page.has} />
  if (page.name === 'cause') return <CausePage has={page.has} />
  if (page.name === 'recalls') return <RecallsPage has={page.has} />
  return <SellablePage of={page.has['of']} />
}
