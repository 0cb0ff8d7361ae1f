import { html, type Html } from './html.ts'

/** The one style of all pages, sent with each: a second request costs more than these bytes on a weak line. */
export const STYLE: Html = html`<style>
:root{color-scheme:light dark;--bg:#f5f6f0;--card:#fff;--ink:#1c2820;--soft:#556058;--line:#dde3d8;--green:#2c6a43;--tint:#e8f0e4;--bad:#98231a;--badink:#fff;--warn:#fff4da;--warnink:#5a3a00;--warnline:#dca83a}
@media(prefers-color-scheme:dark){:root{--bg:#111613;--card:#1a211c;--ink:#e8eee8;--soft:#a5b1a7;--line:#2d372f;--green:#8fcfa3;--tint:#203126;--bad:#8c2018;--warn:#332811;--warnink:#f6dfae;--warnline:#8a6a22}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:17px/1.6 system-ui,-apple-system,"PingFang SC","HarmonyOS Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;-webkit-text-size-adjust:100%;overflow-wrap:anywhere}
.in{max-width:36rem;margin:0 auto;padding:0 1.15rem}
header{background:linear-gradient(var(--tint),var(--bg))}
.top{display:flex;justify-content:space-between;align-items:center;padding-top:.8rem;font-size:.9rem}
.top b{color:var(--green);letter-spacing:.06em}
.top nav{flex:none;white-space:nowrap}.top span{color:var(--soft);margin-left:.5rem}
.top a,.more{color:var(--green);display:inline-block;padding:.5rem .2rem;text-underline-offset:.2em}
.hills{display:block;width:100%;height:38px;color:var(--green);margin-top:1.1rem}
.eyebrow{margin:1.7rem 0 .2rem;color:var(--soft);font-size:.95rem}
h1{margin:0;font-size:1.72rem;line-height:1.25;font-weight:650;text-wrap:balance}
h2{font-size:1.2rem;line-height:1.35;margin:0 0 .6rem;font-weight:650}
h3{font-size:1.02rem;line-height:1.4;margin:0;font-weight:620}
p{margin:.35rem 0}
section{margin:1.1rem 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:16px;padding:1.1rem 1.15rem}
.i{width:1.35rem;height:1.35rem;flex:none;fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.said{display:flex;gap:.85rem}.said .i{color:var(--green);width:1.7rem;height:1.7rem;margin-top:.05rem}.said h2{margin:0}.said>div{min-width:0}
.bad{background:var(--bad);color:var(--badink);border-color:transparent;padding:1.4rem 1.25rem 1.5rem}
.bad .i{color:inherit;width:2.3rem;height:2.3rem}.bad h2{font-size:1.5rem;line-height:1.28;margin-bottom:.5rem}.bad.said{flex-direction:column;gap:.5rem}
.warn{background:var(--warn);color:var(--warnink);border-color:var(--warnline)}.warn .i{color:inherit}.warn h2{font-size:1.08rem}
.soft,time{color:var(--soft)}.small{font-size:.92rem}
.nb,time,dd:not(.code){white-space:nowrap}
.warn time,.bad time{color:inherit}
dl{display:grid;grid-template-columns:auto 1fr;gap:.4rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0;text-align:right}
.code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.94em}
ol,ul{list-style:none;margin:0;padding:0}
.way li{position:relative;padding:.12rem 0 1.15rem 3.2rem;min-height:3.4rem}
.way li::before{content:"";position:absolute;left:1.17rem;top:1.3rem;bottom:-1.3rem;border-left:2px solid var(--line)}
.way li:last-child{padding-bottom:0}.way li:last-child::before{display:none}
.way li>.i{position:absolute;left:0;top:-.15rem;width:2.45rem;height:2.45rem;padding:.55rem;border-radius:50%;background:var(--tint);color:var(--green)}
.way .maybe>.i{background:var(--card);outline:1.5px dashed var(--soft);outline-offset:-1.5px;color:var(--soft)}
.way p{margin:.1rem 0 0;font-size:.94rem;line-height:1.5}
.head{display:flex;flex-wrap:wrap;justify-content:space-between;column-gap:.8rem;align-items:baseline}.head time{font-size:.88rem}
.way .own>.i{background:var(--green);color:var(--card)}
.tests li{padding:.85rem 0;border-top:1px solid var(--line)}
.tests:first-of-type li:first-child{border-top:0;padding-top:0}
.tests p{margin:.05rem 0 .35rem}.tests .head{flex-wrap:nowrap}.tests .head .pill{flex:none}
.tests dl{gap:.12rem 1rem;font-size:.94rem}.tests dt{color:var(--ink)}.tests dd{font-weight:600}
.more{cursor:pointer;font-weight:600}
.pill{display:inline-block;border-radius:99px;padding:0 .6em;font-size:.88rem;font-weight:600;background:var(--tint);color:var(--green);white-space:nowrap}
.pill.no{background:var(--bad);color:var(--badink)}.pill.odd{background:var(--warn);color:var(--warnink)}
.warn ul{list-style:disc;padding-left:1.2em}
footer{color:var(--soft);font-size:.92rem;padding:.2rem 0 2.6rem}
a:focus-visible{outline:3px solid var(--green);outline-offset:2px;border-radius:4px}
</style>`
