import type { Said } from '../suites.ts'

/** Cases of our own suite that this server does not pass, by how their names begin, and why. */
export const EXCEPTIONS: Readonly<Record<string, Said>> = {
  'invalid/sensor-both-levels': {
    en: 'a draft of GS1 (TCR-53 step 29): taken, for tools in use say a device twice; refused with `--strict`',
    zh: 'GS1 草案（TCR-53 第 29 步）：予以接受，因现有工具会重复写明设备；以 `--strict` 启动则拒绝',
  },
  'invalid/sensor-time-late': {
    en: 'a draft of GS1 (M122): taken, for clocks of sensors and of readers differ',
    zh: 'GS1 草案（M122）：予以接受，因传感器与读写器的时钟并不一致',
  },
}
