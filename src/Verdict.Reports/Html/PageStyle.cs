namespace Verdict.Reports.Html;

/// <summary>The page's style sheet.</summary>
internal static class PageStyle
{
    public static string Css { get; } = """
        :root {
          --page: #f4f3ef; --surface: #fcfcfb; --ink: #0b0b0b; --muted: #52514e; --grid: #e1e0d9; --edge: #dcdbd3;
          --s1: #2a78d6; --s2: #eb6834; --s3: #1baf7a; --s4: #eda100; --s5: #e87ba4; --s6: #008300; --s7: #4a3aa7; --s8: #e34948;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #0d0d0d; --surface: #1a1a19; --ink: #f5f5f2; --muted: #c3c2b7; --grid: #33332f; --edge: #383835;
            --s1: #3987e5; --s2: #d95926; --s3: #199e70; --s4: #c98500; --s5: #d55181; --s6: #2f9e2f; --s7: #9085e9; --s8: #e66767;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
        main { max-width: 1180px; margin: 0 auto; padding: 32px 20px 48px; }
        h1 { font-size: 30px; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere; }
        h2 { font-size: 20px; margin: 40px 0 12px; overflow-wrap: anywhere; }
        h3 { font-size: 16px; margin: 0 0 8px; overflow-wrap: anywhere; }
        header p, figcaption, footer { color: var(--muted); }
        header p { margin: 0; overflow-wrap: anywhere; }
        .tiles { list-style: none; margin: 24px 0 0; padding: 0; display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); }
        .tiles li { background: var(--surface); border: 1px solid var(--edge); border-radius: 10px; padding: 14px 16px; display: flex; flex-direction: column; }
        .tiles .name { color: var(--muted); font-size: 14px; }
        .tiles strong { font-size: 28px; line-height: 1.25; font-weight: 650; }
        .tiles .range { color: var(--muted); font-size: 13px; margin-top: auto; font-variant-numeric: tabular-nums; }
        .note { background: var(--surface); border: 1px solid var(--edge); border-left: 4px solid var(--s1); border-radius: 6px; padding: 10px 14px; margin: 16px 0 0; overflow-wrap: anywhere; }
        .plots { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); }
        figure { margin: 0; background: var(--surface); border: 1px solid var(--edge); border-radius: 10px; padding: 16px; min-width: 0; }
        figure svg { display: block; width: 100%; height: auto; max-width: 640px; margin: 0 auto; }
        figcaption { font-size: 14px; margin: 8px 0; overflow-wrap: anywhere; }
        details { font-size: 14px; }
        summary { cursor: pointer; color: var(--muted); }
        summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--s1); outline-offset: 2px; }
        .scroll { overflow-x: auto; border-radius: 8px; }
        section > .scroll { background: var(--surface); border: 1px solid var(--edge); padding: 4px 12px; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        th, td { padding: 7px 10px; text-align: right; border-bottom: 1px solid var(--grid); vertical-align: top; }
        th:first-child { text-align: left; font-weight: 550; overflow-wrap: anywhere; }
        thead th { color: var(--muted); font-weight: 550; white-space: nowrap; }
        tbody tr:last-child > * { border-bottom: 0; }
        tr.average > * { color: var(--muted); }
        tr:not(.average) + tr.average > * { border-top: 2px solid var(--grid); }
        th.text, td.text { text-align: left; overflow-wrap: anywhere; min-width: 220px; }
        footer { margin-top: 40px; font-size: 13px; }
        @media print { body { background: #fff; } main { max-width: none; padding: 0; } figure { break-inside: avoid; } }
        """.ReplaceLineEndings("\n");
}
