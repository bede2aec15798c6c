/*
 * What script adds to pages that work without it: theme without a reload, the menu as a drawer, keys, the search while somebody types, dropping files,
 * copying, closing what is open, and a word before entered text is lost. No dependencies, nothing written into styles.
 */
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, within = document) => within.querySelectorAll(selector);
  const one = (selector, within = document) => within.querySelector(selector);
  root.classList.add("js");

  // A form with files carries its token in the address: what comes back with mistakes leaves it out of the history.
  if (location.search.includes("_csrf=")) {
    const here = new URL(location.href);
    here.searchParams.delete("_csrf");
    history.replaceState(history.state, "", here);
  }

  // A link to a row of a list that is read page by page, from before it was: the page with that row.
  const paged = one("[data-at]");
  const wanted = (() => {
    try { return decodeURIComponent(location.hash.slice(1)); }
    catch { return ""; }
  })();
  if (paged && wanted && !document.getElementById(wanted) && !location.search) {
    location.replace(`${paged.dataset.at}?at=${encodeURIComponent(wanted)}#${encodeURIComponent(wanted)}`);
  }

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
  // In a name too long for that, the numbers in it do.
  const whole = /\d{4}年\d{1,2}月\d{1,2}日|[0-9A-Za-z][0-9A-Za-z.]*(?:-[0-9A-Za-z.]*[0-9A-Za-z])+/g;
  const inName = /(?<![A-Za-z])[A-Z]{1,5}(?:-\d{1,10}){1,2}(?!\d)/g;
  const WHOLE_MAX = 24;
  const wholes = text => [...text.matchAll(whole)].flatMap(({ 0: code, index }) => code.length <= WHOLE_MAX
    ? [{ code, index }] : [...code.matchAll(inName)].map(inner => ({ code: inner[0], index: index + inner.index })));
  const keepWhole = within => {
    const texts = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let text; (text = texts.nextNode());) {
      if (/[-年]/.test(text.data) && !text.parentElement.closest("code, pre, textarea, select, script, style, svg, .code, .id, .nowrap")) found.push(text);
    }
    for (const text of found) {
      for (const { code, index } of wholes(text.data).reverse()) {
        if (!/[0-9]/.test(code)) continue;
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

  // "?" leads to the help of this page. Never while typing.
  const typesIn = target => target.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typesIn(event.target)) return;
    if (event.key === "?" && document.body.dataset.help) location.assign(document.body.dataset.help);
  });

  // From hit to hit of the page with the arrow keys, and back to the words.
  document.addEventListener("keydown", event => {
    const down = event.key === "ArrowDown";
    if (!down && event.key !== "ArrowUp" || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const hits = [...all("[data-hits] a")];
    const words = one("#search-q");
    const at = hits.indexOf(document.activeElement);
    if (!hits.length || at < 0 && !(down && document.activeElement === words)) return;
    event.preventDefault();
    (hits[at + (down ? 1 : -1)] || (down ? hits[at] : words)).focus();
  });

  // What somebody opened last in this tab, known to it alone and until sign-out: no cases, nothing that is secret before it is published.
  const RECENT_MAX = 8;
  const me = document.body.dataset.me;
  const recent = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem("recent"));
      return kept.me === me && Array.isArray(kept.pages) ? kept.pages : [];
    } catch {
      return [];
    }
  };
  const forget = () => { try { sessionStorage.removeItem("recent"); } catch { /* nothing is kept */ } };
  if (one("form[action^='/sign-in']")) forget();
  document.addEventListener("submit", event => { if (event.target.matches("[action='/sign-out']")) forget(); });
  const answered = (performance.getEntriesByType("navigation")[0] || {}).responseStatus || 200;
  const title = one("main h1");
  if (me && title && answered < 400 && !/^\/($|search|help|account|psirt|vulnerabilities\/advisories)/.test(location.pathname)) {
    const place = [one(".nav [aria-current]"), [...all(".crumbs a")].pop(), one(".tabs [aria-current]")];
    const page = {
      href: location.pathname,
      name: title.textContent.trim().slice(0, 100),
      about: [...new Set(place.filter(Boolean).map(part => (one("span", part) || part).textContent.trim()))].join(" · ").slice(0, 100),
    };
    const pages = [page, ...recent().filter(other => other.href !== page.href)].slice(0, RECENT_MAX);
    try { sessionStorage.setItem("recent", JSON.stringify({ me, pages })); } catch { /* nothing is kept */ }
  }

  // The search: while somebody types, what is found stands below the box; on narrow screens all of it in a dialog.
  const box = one("[data-search]");
  if (box) {
    const form = box.form;
    const found = one("[data-found]", form);
    const said = one("[data-found-said]", form);
    const at = one("[data-search-at]", form);
    const dialog = one("[data-search-dialog]");
    const narrow = matchMedia("(max-width: 720px)");
    const options = () => [...all("[role=option]", found)];
    const chosen = () => one("[aria-selected=true]", found);
    const choose = option => {
      if (chosen()) chosen().setAttribute("aria-selected", "false");
      if (option) {
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        box.setAttribute("aria-activedescendant", option.id);
      } else {
        box.removeAttribute("aria-activedescendant");
      }
    };
    const show = on => {
      found.hidden = !on;
      box.setAttribute("aria-expanded", String(on));
      choose(null);
    };
    const settleFound = () => {
      options().forEach((option, i) => { option.id = `found-${i}`; });
      const words = one(".found-said", found);
      said.textContent = words ? words.textContent : "";
      show(options().length > 0);
    };
    // Nothing is typed yet: what was opened last.
    const showRecent = () => {
      const pages = recent().filter(page => page.href !== location.pathname && /^\/(?!\/)/.test(page.href));
      const list = document.createElement("div");
      list.id = "search-list";
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", found.dataset.recent);
      const head = document.createElement("p");
      head.className = "found-kind";
      head.textContent = found.dataset.recent;
      list.append(...pages.map(page => {
        const option = document.createElement("a");
        option.href = page.href;
        option.tabIndex = -1;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const name = document.createElement("span");
        name.textContent = page.name;
        const about = document.createElement("small");
        about.textContent = page.about;
        option.append(name, " ", about);
        return option;
      }));
      found.replaceChildren(head, list);
      keepWhole(found);
      settleFound();
    };
    const open = () => {
      if (narrow.matches && !dialog.open) {
        dialog.append(form);
        dialog.showModal();
      }
      box.focus();
      box.select();
      if (!box.value.trim()) showRecent();
      else if (options().length) show(true);
    };
    // A field of type search has no list of its own; without script it is one.
    box.type = "text";
    box.enterKeyHint = "search";
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", "search-list"]]) {
      box.setAttribute(name, value);
    }
    const home = form.nextElementSibling;
    dialog.addEventListener("close", () => {
      home.before(form);
      show(false);
    });
    one("[data-search-close]", dialog).addEventListener("click", () => dialog.close());
    narrow.addEventListener("change", event => { if (!event.matches && dialog.open) dialog.close(); });
    one("[data-search-open]").addEventListener("click", event => { event.preventDefault(); open(); });
    // The product that the column is about, or that was open last, for pages and acts of a product.
    const product = page => (/^\/products\/(?!new$|import$)([A-Za-z0-9._-]{1,40})(?:\/|$)/.exec(page.href) || [])[1];
    const last = [{ href: location.pathname }, ...recent()].map(product).find(Boolean);
    if (last && at.disabled) {
      at.value = last;
      at.disabled = false;
    }
    document.addEventListener("keydown", event => {
      if (event.isComposing || event.altKey) return;
      const palette = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k";
      if (!palette && (event.key !== "/" || event.ctrlKey || event.metaKey || typesIn(event.target))) return;
      if (one("dialog[open]") && !dialog.open) return;
      event.preventDefault();
      open();
    });
    box.addEventListener("focus", () => { if (!box.value.trim()) showRecent(); });
    box.addEventListener("input", () => { if (!box.value.trim()) showRecent(); });
    box.addEventListener("htmx:configRequest", event => { if (!box.value.trim()) event.preventDefault(); });
    found.addEventListener("htmx:afterSwap", () => {
      if (!box.value.trim()) showRecent();
      else settleFound();
      if (!form.contains(document.activeElement)) show(false);
    });
    box.addEventListener("keydown", event => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const list = options();
      if (event.key === "Escape" && !found.hidden) {
        event.preventDefault();
        event.stopPropagation();
        show(false);
      } else if (event.key === "Enter" && !found.hidden && chosen()) {
        event.preventDefault();
        chosen().click();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && list.length) {
        event.preventDefault();
        if (found.hidden) show(true);
        const now = list.indexOf(chosen()) + (event.key === "ArrowDown" ? 1 : -1);
        choose(now < -1 ? list[list.length - 1] : now === -1 ? null : list[now] || null);
      }
    });
    form.addEventListener("focusout", event => {
      if (!form.contains(event.relatedTarget) && !dialog.open) show(false);
    });
  }

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

  const showCurrent = row => {
    const current = one("[aria-current]", row);
    if (!current) return;
    const over = current.getBoundingClientRect().right - row.getBoundingClientRect().right;
    if (over > -48) row.scrollLeft += over + 96;
  };

  // What needs a look at each new piece of a page, also one that htmx puts in.
  const settle = within => {
    if (navigator.clipboard) all("[data-copy][hidden]", within).forEach(button => { button.hidden = false; });
    all("[data-pick-all][hidden]", within).forEach(button => { button.hidden = false; });
    all("[data-close][hidden]", within).forEach(button => { button.hidden = false; });
    if (matchMedia("(max-width: 720px)").matches) all("[data-fold]", within).forEach(fold => { fold.open = false; });
    const tabs = all("[data-tabs]", within);
    tabs.forEach(showCurrent);
    // The words are of another width once their font is there.
    if (tabs.length) document.fonts?.ready.then(() => tabs.forEach(showCurrent));
    new Set([...all("[data-if]", within)].map(part => part.closest("form"))).forEach(depends);
    const mistakes = one("[data-focus]", within);
    if (!mistakes) return;
    // Several fields may be wrong in the same words: each line says of which field it is.
    all("li a[href^='#']", mistakes).forEach(line => {
      const field = document.getElementById(line.hash.slice(1));
      const label = field && (one(":scope > legend", field) ?? field.labels?.[0]);
      const name = label?.firstChild?.textContent.trim();
      if (name && !line.textContent.includes(name)) line.prepend(`${name}: `);
    });
    mistakes.focus();
  };
  settle(document);
  document.addEventListener("htmx:load", event => { if (event.target !== document.body) settle(event.target); });
})();
