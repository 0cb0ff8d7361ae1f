import type { Said } from '../suites.ts'

/** Cases of our own suite that this server does not pass, by how their names begin, and why. */
export const EXCEPTIONS: Readonly<Record<string, Said>> = {
  'capture/limit': {
    en: 'not tried: a document of more events than we take, 2,000,000, is not made',
    zh: '未测试：超过本服务器上限 2,000,000 个事件的文档不予生成',
  },
  'invalid/sensor-both-levels': {
    en: 'a draft of GS1 (TCR-53 step 29): taken, for tools in use say a device twice; refused by strict validation in `core/event`',
    zh: 'GS1 草案（TCR-53 第 29 步）：予以接受，因现有工具会重复写明设备；`core/event` 的严格校验会拒绝',
  },
  'invalid/sensor-time-late': {
    en: 'a draft of GS1 (M122): taken, for clocks of sensors and of readers differ',
    zh: 'GS1 草案（M122）：予以接受，因传感器与读写器的时钟并不一致',
  },
  'discovery/options-queries': { en: 'stored queries are not there yet', zh: '尚无命名查询' },
  'named/': { en: 'stored queries are not there yet', zh: '尚无命名查询' },
  'subscription/': { en: 'subscriptions are not there yet', zh: '尚无订阅' },
  'webhook/': { en: 'subscriptions are not there yet', zh: '尚无订阅' },
  'websocket/': { en: 'subscriptions are not there yet', zh: '尚无订阅' },
  'soap/': { en: 'SOAP is not there yet', zh: '尚无 SOAP' },
}
