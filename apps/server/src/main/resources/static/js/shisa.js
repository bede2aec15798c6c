/*
 * What script adds to pages that work without it: theme without a reload, the menu as a drawer, keys, dropping files,
 * copying, closing what is open, and a word before entered text is lost. No dependencies, nothing written into styles.
 */
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, within = document) => within.querySelectorAll(selector);
  const one = (selector, within = document) => within.querySelector(selector);
  root.classList.add("js");

  // Theme: the form posts; with script the cookie is set and the page changes at once.
  document.addEventListener("submit", event => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches("[data-theme-switch]") || !button) return;
    event.preventDefault();
    const theme = button.value;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    if (theme === "system") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
    all("[data-theme-switch] button").forEach(b => b.setAttribute("aria-pressed", String(b.value === theme)));
  });

  // Drawer: the link to the list of places opens it in place.
  const opener = one("[data-drawer]");
  const drawer = opener && document.getElementById(opener.dataset.drawer);
  if (drawer) {
    const rest = () => [one(".head"), one(".page"), one(".skip")].filter(Boolean);
    const set = open => {
      drawer.classList.toggle("is-open", open);
      opener.setAttribute("aria-expanded", String(open));
      rest().forEach(part => { part.inert = open; });
      if (open) one("[data-drawer-close]", drawer).focus();
      else opener.focus();
    };
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-controls", drawer.id);
    opener.addEventListener("click", event => { event.preventDefault(); set(true); });
    opener.addEventListener("keydown", event => {
      if (event.key === " ") { event.preventDefault(); set(true); }
    });
    one("[data-drawer-close]", drawer).addEventListener("click", () => set(false));
    document.addEventListener("keydown", event => {
      if (event.key === "Escape" && drawer.classList.contains("is-open")) set(false);
    });
    document.addEventListener("click", event => {
      if (drawer.classList.contains("is-open") && !drawer.contains(event.target) && !opener.contains(event.target)) set(false);
    });
    matchMedia("(min-width: 721px)").addEventListener("change", event => {
      if (event.matches && drawer.classList.contains("is-open")) set(false);
    });
  }

  // Menus close on Escape and on a click elsewhere.
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape") return;
    all("[data-menu][open], [data-confirm][open]").forEach(menu => {
      if (!menu.contains(document.activeElement)) return;
      menu.open = false;
      one("summary", menu).focus();
    });
  });
  document.addEventListener("click", event => {
    all("[data-menu][open]").forEach(menu => { if (!menu.contains(event.target)) menu.open = false; });
    const close = event.target.closest("[data-close]");
    if (close) {
      const box = close.closest("details");
      box.open = false;
      one("summary", box).focus();
    }
  });

  // Codes and days stay whole: browsers break a line behind the hyphen of S1.1-12 or 2026-11-20, and no style forbids it.
  const whole = /[0-9A-Za-z][0-9A-Za-z.]*(?:-[0-9A-Za-z.]*[0-9A-Za-z])+/g;
  const WHOLE_MAX = 24;
  const keepWhole = within => {
    const texts = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let text; (text = texts.nextNode());) {
      if (text.data.includes("-") && !text.parentElement.closest("code, pre, textarea, select, script, style, svg, .code, .id, .nowrap")) found.push(text);
    }
    for (const text of found) {
      for (const { 0: code, index } of [...text.data.matchAll(whole)].reverse()) {
        if (code.length > WHOLE_MAX || !/[0-9]/.test(code)) continue;
        const kept = text.splitText(index);
        kept.splitText(code.length);
        const span = document.createElement("span");
        span.className = "id";
        kept.replaceWith(span);
        span.append(kept);
      }
    }
  };
  all("main, header").forEach(keepWhole);
  document.addEventListener("htmx:afterSwap", event => keepWhole(event.target));

  // Keys: "/" goes to the search, "?" to the help of this page. Never while typing.
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = one("[data-search]");
    if (event.key === "/" && search) {
      event.preventDefault();
      if (search.checkVisibility && !search.checkVisibility()) location.assign(search.form.action);
      else search.focus();
    } else if (event.key === "?" && document.body.dataset.help) {
      location.assign(document.body.dataset.help);
    }
  });

  // From hit to hit with the arrow keys, and back to the words.
  document.addEventListener("keydown", event => {
    const down = event.key === "ArrowDown";
    if (!down && event.key !== "ArrowUp" || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const hits = [...all("[data-hits] a")];
    const words = one("#search-q");
    const at = hits.indexOf(document.activeElement);
    const fromWords = document.activeElement === words || document.activeElement === one("[data-search]");
    if (!hits.length || at < 0 && !(down && fromWords)) return;
    event.preventDefault();
    (hits[at + (down ? 1 : -1)] || (down ? hits[at] : words)).focus();
  });

  // Files dropped onto the area of their field.
  const over = (event, on) => {
    const area = event.target.closest && event.target.closest("[data-drop]");
    if (!area) return null;
    event.preventDefault();
    area.classList.toggle("is-over", on);
    return area;
  };
  document.addEventListener("dragover", event => over(event, true));
  document.addEventListener("dragleave", event => over(event, false));
  document.addEventListener("drop", event => {
    const area = over(event, false);
    const input = area && one("input[type=file]", area);
    if (!input || !event.dataTransfer.files.length) return;
    const taken = new DataTransfer();
    [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1).forEach(file => taken.items.add(file));
    input.files = taken.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("change", event => {
    const area = event.target.type === "file" && event.target.closest("[data-drop]");
    if (area) one("[data-names]", area).textContent = [...event.target.files].map(file => file.name).join(", ");
  });

  // Choosing all rows of a list, or none.
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-pick-all]");
    if (!button) return;
    const boxes = [...all("input[name=pick]", button.form)];
    const on = boxes.some(box => !box.checked);
    boxes.forEach(box => { box.checked = on; });
  });

  // Copying.
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText).then(() => {
      const words = one("span", button);
      const before = words.textContent;
      words.textContent = button.dataset.copied;
      setTimeout(() => { words.textContent = before; }, 3000);
    });
  });

  // Questions that depend on another answer of the same form come and go with it.
  const depends = form => all("[data-if]", form).forEach(part => {
    const asked = part.dataset.if.split(";").every(clause => {
      const [name, values] = clause.split("=");
      const chosen = one(`[name="${name}"]:checked:enabled`, form);
      return chosen && values.split(",").includes(chosen.value);
    });
    part.hidden = !asked;
    all("input, select, textarea, button", part).forEach(field => { field.disabled = !asked; });
  });
  document.addEventListener("change", event => {
    if (event.target.form && one("[data-if]", event.target.form)) depends(event.target.form);
  });

  // A word before entered text is lost.
  let dirty = false;
  document.addEventListener("input", event => { if (event.target.closest("[data-guard]")) dirty = true; });
  document.addEventListener("submit", event => { if (event.target.matches("[data-guard]")) dirty = false; });
  addEventListener("beforeunload", event => { if (dirty) event.preventDefault(); });

  // What needs a look at each new piece of a page, also one that htmx puts in.
  const settle = within => {
    if (navigator.clipboard) all("[data-copy][hidden]", within).forEach(button => { button.hidden = false; });
    all("[data-pick-all][hidden]", within).forEach(button => { button.hidden = false; });
    all("[data-close][hidden]", within).forEach(button => { button.hidden = false; });
    if (matchMedia("(max-width: 720px)").matches) all("[data-fold]", within).forEach(fold => { fold.open = false; });
    all("[data-tabs]", within).forEach(row => {
      const current = one("[aria-current]", row);
      const end = current ? current.offsetLeft + current.offsetWidth : 0;
      if (end > row.clientWidth - 48) row.scrollLeft = end - row.clientWidth + 96;
    });
    new Set([...all("[data-if]", within)].map(part => part.closest("form"))).forEach(depends);
    const mistakes = one("[data-focus]", within);
    if (mistakes) mistakes.focus();
  };
  settle(document);
  document.addEventListener("htmx:load", event => { if (event.target !== document.body) settle(event.target); });
})();
