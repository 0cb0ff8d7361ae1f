import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { html, markupOf, type Hole, type Html } from './html.ts'

test('a product name cannot become markup', () => {
  const name = '<script>steal()</script>'
  assert.equal(
    markupOf(html`<h1>${name}</h1>`),
    '<h1>&#60;script&#62;steal()&#60;/script&#62;</h1>',
  )
})

test('whatever text fills an attribute, the attribute ends where the template ends it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const markup = markupOf(html`<a title="${text}">x</a>`)
      assert.match(markup, /^<a title="[^"<>']*">x<\/a>$/u)
    }),
  )
})

test('pages are made of pages, and what is not there leaves nothing', () => {
  const steps = ['milk', 'cheese'].map((step) => html`<li>${step}</li>`)
  const page = html`<ol>${steps}</ol>${undefined}${7}`
  assert.equal(markupOf(page), '<ol><li>milk</li><li>cheese</li></ol>7')
})

test('an object from a wire that looks like markup is refused, not sent', () => {
  const forged = JSON.parse('{"markup":"<script>steal()</script>"}') as Hole
  assert.throws(() => html`<p>${forged}</p>`, TypeError)
  assert.throws(() => markupOf({ ...html`<p></p>` } as Html), TypeError)
})

test('a hole where escaping does not protect is a mistake that throws', () => {
  assert.throws(() => html`<a href=${'x'}>y</a>`, /may not stand here/)
  assert.throws(() => html`<${'b'}>y</b>`, /may not stand here/)
  assert.throws(() => html`<style>p{color:${'red'}}</style>`, /may not stand here/)
  assert.throws(() => html`<script>let a = ${'1'}</script>`, /may not stand here/)
  assert.throws(() => html`<!-- ${'1'} -->`, /may not stand here/)
  assert.doesNotThrow(() => html`<style>p{color:red}</style><p class="a ${'b'}">${'c'}</p>`)
})
