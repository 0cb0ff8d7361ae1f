import { ConfigProvider, type ThemeConfig } from 'antd'
import en from 'antd/es/locale/en_US'
import zh from 'antd/es/locale/zh_CN'
import type { ReactNode } from 'react'
import { Header } from './header.tsx'
import { MasterPage } from './pages/master/page.tsx'
import { StartPage } from './pages/start/page.tsx'
import { SubscriptionsPage } from './pages/subscriptions/page.tsx'
import { TracePage } from './pages/trace/page.tsx'
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
        {address.subscriptions === true ? (
          <SubscriptionsPage />
        ) : address.master !== undefined ? (
          <MasterPage place={address.master} />
        ) : address.of === undefined ? (
          <StartPage q={address.q} />
        ) : (
          <TracePage
            key={`${address.of} ${address.direction}`}
            address={{ ...address, of: address.of }}
          />
        )}
      </main>
    </ConfigProvider>
  )
}
