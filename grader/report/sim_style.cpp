// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// Sizes are those of sim_page.hpp. Without the script all is there but the slider.
#include <grader/report/sim_page.hpp>

namespace grader {

const std::string_view sim_style = R"css(
:root { --mark: #fff0b8; --row: 4rem; --lane: 14rem; --words: 26rem; }
@media (prefers-color-scheme: dark) { :root { --mark: #4a3f10; } }
main:has(.run) { max-width: none; }
.run { position: relative; width: max-content; }
.run table { position: relative; table-layout: fixed; border-spacing: 0;
  border-collapse: separate; }
.run svg { position: absolute; left: var(--words); top: var(--row); overflow: visible; }
.run tr { height: var(--row); background: none; border: 0; outline: 0; }
.run tbody tr:nth-child(even) { background: color-mix(in srgb, var(--rule) 9%, transparent); }
.run tr.broken { background: color-mix(in srgb, var(--bad) 16%, transparent); }
.run tr.now { background: color-mix(in srgb, var(--mark) 60%, transparent);
  box-shadow: inset 0 2px var(--line), inset 0 -2px var(--line); }
.run th, .run td { height: var(--row); padding: 0 .4rem; overflow: hidden; background: none; }
.run thead th { border: 0; box-shadow: inset 0 -2px var(--rule); }
.run .words { width: var(--words); min-width: var(--words); max-width: var(--words); }
.run .lane, .run td { width: var(--lane); min-width: var(--lane); max-width: var(--lane); }
.run th .text { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2;
  max-height: 3.1rem; overflow: hidden; line-height: 1.5; font-size: .95rem; }
.run .time { font-family: ui-monospace, monospace; font-size: .85rem; white-space: pre; }
.run .event { max-width: 13.4rem; max-height: 3.8rem; white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis; line-height: 1.3; vertical-align: middle; font-size: .85rem; }
.run .event small { display: block; white-space: normal; font-size: .78rem; line-height: 1.2; }
.scroll:has(.run) { width: fit-content; max-width: 100%; }
.run tr.step th { font-weight: bold; }
.run line { stroke: var(--line); stroke-width: 2; }
.run line.up { stroke-width: 3; }
.run line.down { stroke: var(--rule); stroke-dasharray: 2 8; stroke-width: 3; }
.run line.message { stroke: var(--ink); stroke-width: 1.6; }
.run line.again { stroke-dasharray: 9 4; }
.run line.lost { stroke: var(--bad); stroke-dasharray: 4 4; }
.run .cross { stroke: var(--bad); stroke-width: 3; fill: none; }
.run .head { fill: var(--ink); }
.run .hatch { stroke: var(--rule); stroke-width: 1.2; fill: none; opacity: .7; }
.run .dots { fill: var(--rule); opacity: .8; }
.run .band { stroke: var(--rule); stroke-width: 1.5; stroke-dasharray: 6 3; }
.scrub { position: sticky; top: 0; z-index: 2; background: var(--paper); padding: .5rem 0;
  border-bottom: 1px solid var(--rule); }
.scrub input { width: 100%; max-width: 60rem; display: block; accent-color: var(--line); }
.scrub dl { grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); margin: .3rem 0 0; }
.scrub dl div { display: flex; gap: .5rem; }
.scrub output { display: block; min-height: 1.5em; }
@media print { .scrub { display: none; } }
@media (forced-colors: active) { .run line, .run .cross { stroke: CanvasText; }
  .run tr.now { outline: 2px solid Highlight; } }
)css";

const std::string_view sim_script = R"js(
const scrub = document.querySelector('.scrub');
if (scrub) {
  const slider = scrub.querySelector('input');
  const said = scrub.querySelector('output');
  const states = [...scrub.querySelectorAll('dd')];
  const rows = [...document.querySelectorAll('.run tbody tr')];
  const show = (at, scrolls) => {
    rows.forEach((row, i) => row.classList.toggle('now', i === at));
    states.forEach((state, lane) => {
      let text = '';
      for (let i = at; i >= 0 && !text; --i) {
        const cell = rows[i].querySelectorAll('td')[lane];
        text = (cell && cell.dataset.lane) || '';
      }
      state.textContent = text || '\u2013';
    });
    said.textContent = rows[at].querySelector('.text').textContent;
    slider.value = at;
    slider.setAttribute('aria-valuetext', said.textContent);
    if (scrolls) rows[at].scrollIntoView({ block: 'nearest' });
  };
  scrub.hidden = false;
  slider.addEventListener('input', () => show(Number(slider.value), true));
  rows.forEach((row, i) => {
    row.addEventListener('focus', () => show(i, false));
    row.addEventListener('click', () => show(i, false));
  });
  const broken = rows.findIndex((row) => row.id === 'broken');
  show(broken < 0 ? 0 : broken, false);
}
)js";

}  // namespace grader
