/** The look of reports: the page's own colours, light and dark as the reader has it. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --page: #fbfbfa; --surface: #fff; --line: #e4e2dd; --text: #1d1c1a; --quiet: #625f59; --accent: #3b5bdb; }
@media (prefers-color-scheme: dark) { :root { --page: #141517; --surface: #1b1d20; --line: #2f3237; --text: #e8e6e3; --quiet: #a19e98; --accent: #8ea2ff; } }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.5 system-ui, sans-serif; }
main { max-width: 920px; margin: 0 auto; padding: 24px 16px 64px; overflow-wrap: anywhere; }
h1 { font-size: 22px; } h2 { font-size: 17px; margin-top: 32px; } h3 { font-size: 14px; margin: 0; }
code { font: 12.5px ui-monospace, monospace; }
.quiet, dt { color: var(--quiet); }
.verdict { font-size: 16px; border-left: 3px solid var(--accent); padding-left: 12px; }
article { background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px; margin: 12px 0; }
.severity { border: 1px solid currentColor; border-radius: 4px; padding: 0 6px; font-size: 12px; }
.severity.serious { font-weight: 700; } .severity.note { color: var(--quiet); }
.bar { height: 6px; background: var(--line); border-radius: 3px; margin: 8px 0; }
.bar span { display: block; height: 100%; background: var(--accent); border-radius: 3px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 8px 0 0; }
dd { margin: 0; } dd ul { margin: 0; padding: 0; list-style: none; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 4px 8px; border-bottom: 1px solid var(--line); }
th:nth-child(n+3), td:nth-child(n+3), tfoot th:last-child { text-align: right; white-space: nowrap; }
tfoot th { text-align: left; }
@media (max-width: 560px) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; } }
`
