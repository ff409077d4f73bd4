// An editor in the place of a textarea, which keeps its name in the form: without this script it stays what it was.
"use strict";

// The one thing that this file gives to others: `openEditor(textarea)`.
globalThis.openEditor = (() => {
  const { Decoration, EditorState, EditorView, ViewPlugin } = CodeMirror;

  // ---- The block above the program: TOML behind comment signs.
  const OPENING = "# /// gradmark";
  const CLOSING = "# ///";
  const mark = (name) => Decoration.mark({ class: `tok-${name}` });
  const TOKENS = [
    [/"(?:[^"\\]|\\.)*"|'[^']*'/y, mark("string")],
    [/-?\d+(?:\.\d+)?(?:e-?\d+)?/y, mark("number")],
    [/\b(?:true|false)\b/y, mark("bool")],
    [/[A-Za-z_][\w-]*(?=\s*=)/y, mark("propertyName")],
    [/^#\s?\[\[?[\w.-]+\]\]?/y, mark("className")],
    [/[A-Za-z_][\w-]*/y, null],
  ];
  const FENCE = mark("keyword");

  function* tokensOf(line) {
    if (line.text.trimEnd() === OPENING || line.text.trimEnd() === CLOSING) {
      yield FENCE.range(line.from, line.to);
      return;
    }
    for (let place = 0; place < line.text.length;) {
      let length = 1;
      for (const [pattern, decoration] of TOKENS) {
        pattern.lastIndex = place;
        const found = pattern.exec(line.text);
        if (!found) continue;
        length = found[0].length;
        if (decoration) yield decoration.range(line.from + place, line.from + place + length);
        break;
      }
      place += length;
    }
  }

  function decorationsOf({ state }) {
    const ranges = [];
    for (let number = 1, inside = false; number <= state.doc.lines; number += 1) {
      const line = state.doc.line(number);
      inside ||= line.text.trimEnd() === OPENING;
      if (!inside && line.text.trim()) break;
      if (!inside) continue;
      if (line.length) ranges.push(...tokensOf(line));
      if (line.text.trimEnd() === CLOSING) break;
    }
    return Decoration.set(ranges, true);
  }

  const block = ViewPlugin.fromClass(
    class {
      constructor(view) { this.decorations = decorationsOf(view); }

      update(update) { if (update.docChanged) this.decorations = decorationsOf(update.view); }
    },
    { decorations: (plugin) => plugin.decorations },
  );

  // ---- Colours are those of the page: its variables reach into the shadow, its style sheets do not.
  const theme = EditorView.theme({
    "&": { color: "var(--pico-color)", backgroundColor: "var(--code-paper)", border: "1px solid var(--pico-form-element-border-color)", borderRadius: "0.5rem", fontSize: "0.9rem", maxHeight: "max(24rem, 80vh)" },
    "&.cm-focused": { outline: "3px solid var(--pico-primary)", outlineOffset: "1px" },
    ".cm-scroller": { fontFamily: "var(--pico-font-family-monospace)", lineHeight: "1.55", overflow: "auto", borderRadius: "0.5rem" },
    ".cm-content": { minHeight: "24rem", caretColor: "var(--pico-color)" },
    ".cm-gutters": { backgroundColor: "var(--code-paper)", color: "var(--pico-muted-color)", border: "none" },
    ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--accent-paper)" },
    "&.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--pico-muted-color)" },
    "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", color: "var(--bad)" },
    ".cm-tooltip": { maxWidth: "min(30rem, 90vw)", backgroundColor: "var(--pico-card-background-color)", color: "var(--pico-color)", border: "1px solid var(--pico-form-element-border-color)", borderRadius: "0.3rem" },
    ".cm-diagnostic": { fontFamily: "var(--pico-font-family-sans-serif)", whiteSpace: "pre-wrap" },
    ".tok-keyword": { color: "var(--k)" },
    ".tok-propertyName, .tok-className": { color: "var(--n)" },
    ".tok-string, .tok-string2": { color: "var(--s)" },
    ".tok-number, .tok-bool, .tok-atom": { color: "var(--m)" },
    ".tok-comment, .tok-meta": { color: "var(--c)" },
  });

  return (textarea) => {
    const label = document.querySelector(`label[for="${textarea.id}"]`);
    const host = document.createElement("div");
    host.className = "editor";
    textarea.after(host);
    textarea.hidden = true;
    const view = new EditorView({
      doc: textarea.value,
      // Its own style sheet is adopted by a shadow root, which the content policy allows.
      parent: host.attachShadow({ mode: "open" }),
      extensions: [
        CodeMirror.lineNumbers(),
        CodeMirror.lintGutter(),
        CodeMirror.highlightActiveLine(),
        CodeMirror.highlightActiveLineGutter(),
        CodeMirror.history(),
        CodeMirror.indentOnInput(),
        CodeMirror.bracketMatching(),
        CodeMirror.indentUnit.of("    "),
        CodeMirror.python(),
        CodeMirror.syntaxHighlighting(CodeMirror.classHighlighter),
        // Inside of what Python takes for a comment.
        CodeMirror.Prec.highest(block),
        theme,
        // Tab is not among them: it goes on to what follows.
        CodeMirror.keymap.of([...CodeMirror.defaultKeymap, ...CodeMirror.historyKeymap, ...CodeMirror.lintKeymap]),
        EditorView.contentAttributes.of({
          "aria-label": label.textContent,
          "aria-invalid": textarea.getAttribute("aria-invalid") || "false",
          autocapitalize: "off",
          tabindex: "0",
          spellcheck: "false",
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          textarea.value = update.state.doc.toString();
          textarea.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      ],
    });
    label.addEventListener("click", () => view.focus());

    const placeOf = (line, column) => {
      const found = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      return { found, from: Math.min(found.from + Math.max(column - 1, 0), found.to) };
    };

    return {
      setText(text) {
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      },
      // Mark what is wrong, by line and column; without a column the whole line.
      setFaults(faults) {
        const marked = faults.map(({ line, column, message }) => {
          const { found, from } = placeOf(line, column);
          return { from: column ? from : found.from, to: found.to, severity: "error", message };
        });
        view.dispatch(CodeMirror.setDiagnostics(view.state, marked));
      },
      goTo(line, column) {
        const { from } = placeOf(line, column);
        view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
        view.focus();
      },
    };
  };
})();
