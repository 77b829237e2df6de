// SPDX-License-Identifier: Apache-2.0
// Copyright The Patina Authors

// The looks and the one convenience of the page that `show` writes (show_page.cpp).
//
// Interface: show_style, show_script. The page is whole without the script, which only lets the
// arrow keys walk from row to row.
// Invariants: text on paper and text in boxes have a contrast of at least 7:1 in light and dark;
// sizes are in rem, so that zoom and a reader's own font size hold; nothing is animated.
#pragma once

#include <string_view>

namespace grader {

inline constexpr std::string_view show_style = R"css(
:root { --paper: #ffffff; --ink: #1b1b1b; --line: #3b5f8a; --rule: #8a8a8a; --bad: #8f1010;
  --good: #0b5a1f; --box: #eef3f9; --stripe: #f4f4f4; --bad-paper: #fdeaea; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #15181c; --ink: #ececec; --line: #8fb4e3; --rule: #808080; --bad: #ffb0a8;
    --good: #a5e3b3; --box: #223042; --stripe: #1d2127; --bad-paper: #3a1c1c; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5;
  font-family: system-ui, sans-serif; font-size: 1rem; }
main { max-width: 80rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.verdict { border: 2px solid; border-radius: .3rem; padding: 0 .4rem; }
.bad { color: var(--bad); } .good { color: var(--good); }
.message { white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { font-weight: bold; }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
code { font-family: ui-monospace, monospace; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
a { color: var(--line); }
:focus { outline: 3px solid var(--line); outline-offset: 1px; }
.scroll { overflow-x: auto; border: 1px solid var(--rule); border-radius: .3rem; }
table { border-collapse: collapse; }
caption { text-align: left; padding: .4rem .6rem; }
th { text-align: left; font-weight: normal; padding: .35rem .6rem; vertical-align: middle; }
thead th { font-weight: bold; border-bottom: 2px solid var(--rule); }
th.lane { text-align: center; font-family: ui-monospace, monospace; }
tbody th { min-width: 14rem; max-width: 34rem; overflow-wrap: anywhere; padding-left: 1.8rem; }
tr.step th { padding-left: .6rem; }
tr.step { background-color: var(--stripe); border-top: 1px solid var(--rule); }
tr.broken th { box-shadow: inset .4rem 0 var(--bad); }
tr.broken { background-color: var(--bad-paper); outline: 1px solid var(--bad); }
td { --up: none; --down: none; --left: none; --right: none; --edge-up: none; --edge-down: none;
  text-align: center;
  min-width: 6.5rem; height: 2.2rem; padding: .25rem 0; background-repeat: no-repeat;
  background-image: var(--up), var(--down), var(--left), var(--right), var(--edge-up),
    var(--edge-down);
  background-position: center top, center bottom, left center, right center, left top, left bottom;
  background-size: 3px calc(50% + 1px), 3px calc(50% + 1px), calc(50% + 1px) 3px,
    calc(50% + 1px) 3px, 3px calc(50% + 1px), 3px calc(50% + 1px); }
td.up { --up: linear-gradient(var(--line), var(--line)); }
td.down { --down: linear-gradient(var(--line), var(--line)); }
td.up-moved { --up: repeating-linear-gradient(var(--line) 0 3px, transparent 3px 8px); }
td.down-moved { --down: repeating-linear-gradient(var(--line) 0 3px, transparent 3px 8px); }
td.left { --left: linear-gradient(var(--line), var(--line)); }
td.right { --right: linear-gradient(var(--line), var(--line)); }
td.edge-up { --edge-up: linear-gradient(var(--line), var(--line)); }
td.edge-down { --edge-down: linear-gradient(var(--line), var(--line)); }
.event { display: inline-block; background: var(--box); border: 1.5px solid var(--line);
  border-radius: .3rem; padding: 0 .4rem; color: var(--ink); }
.event.bad { border: 3px double var(--bad); color: var(--bad); background: var(--paper);
  font-weight: bold; }
.dot { display: inline-block; width: .7rem; height: .7rem; border-radius: 50%;
  background: var(--line); vertical-align: middle; }
ul.steps { list-style: none; padding-left: 0; }
ul.steps li { overflow-wrap: anywhere; }
.keys { font-size: .9rem; }
@media print { .scroll { overflow: visible; } .keys, .skip { display: none; } }
@media (forced-colors: active) { .event, .verdict { border-color: CanvasText; } }
)css";

inline constexpr std::string_view show_script = R"js(
const region = document.querySelector('.scroll');
if (region) region.addEventListener('keydown', (press) => {
  const way = { ArrowDown: 1, ArrowUp: -1 }[press.key];
  if (!way || press.ctrlKey || press.altKey || press.metaKey) return;
  const rows = [...region.querySelectorAll('tbody tr')];
  const at = rows.indexOf(document.activeElement);
  const next = rows[at < 0 ? (way > 0 ? 0 : rows.length - 1) : at + way];
  if (!next) return;
  press.preventDefault();
  next.focus();
});
)js";

}  // namespace grader
