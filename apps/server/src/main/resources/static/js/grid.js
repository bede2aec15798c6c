/*
 * Keys for a grid that works without them: arrows and Enter go from cell to cell, Ctrl+D repeats the cell above, Ctrl+Enter saves,
 * and a block that was copied from a spreadsheet fills the cells from where it is pasted. Only text is written, into fields that are there.
 */
(() => {
  "use strict";
  const form = document.querySelector("[data-grid]");
  if (!form) return;
  const said = form.querySelector("[data-grid-said]");
  const fill = form.querySelector("[data-fill-down]");
  const more = form.querySelector("[name=more]");
  const field = ".input";
  let last = null;

  const rows = () => [...form.querySelectorAll("tbody tr")];
  // The first column of a row that is there already is a name to read, not to type.
  const cells = row => [...row.children].map(part => part.querySelector(field));
  const place = input => {
    const row = input.closest("tr");
    return { row: rows().indexOf(row), column: [...row.children].indexOf(input.closest("th, td")) };
  };
  const at = (row, column) => {
    const found = rows()[row];
    return found ? cells(found)[column] || null : null;
  };
  const go = input => {
    if (!input) return false;
    input.focus();
    if (input.select && input.tagName !== "SELECT") input.select();
    return true;
  };
  const tell = (text, number) => { said.textContent = text.replace("{0}", String(number)); };
  const plain = text => text.normalize("NFKC").trim().toLowerCase();

  // A choice is taken by its words or its value; what there is none of stays for the person to see.
  const put = (input, text) => {
    if (input.tagName === "SELECT") {
      const option = [...input.options].find(o => plain(o.text) === plain(text) || o.value === text.trim());
      if (!option) {
        if (text.trim() === "") return true;
        input.setAttribute("aria-invalid", "true");
        return false;
      }
      input.value = option.value;
    } else {
      input.value = text;
    }
    input.removeAttribute("aria-invalid");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  };

  // Cells of a copied block, as the server reads them.
  const read = text => {
    const lines = [];
    let row = [];
    let cell = "";
    let quoted = false;
    const closes = start => {
      for (let i = text.indexOf('"', start + 1); i >= 0; i = text.indexOf('"', i + 2)) {
        const next = i + 1 < text.length ? text[i + 1] : "\n";
        if (next !== '"') return next === "\t" || next === "\n" || next === "\r";
      }
      return false;
    };
    for (let i = 0; i < text.length; i++) {
      const c = text[i];
      if (quoted) {
        if (c !== '"') cell += c;
        else if (text[i + 1] === '"') { cell += c; i++; }
        else quoted = false;
      } else if (c === '"' && cell === "" && closes(i)) quoted = true;
      else if (c === "\t") { row.push(cell); cell = ""; }
      else if (c === "\n" || c === "\r") {
        if (c === "\r" && text[i + 1] === "\n") i++;
        row.push(cell);
        lines.push(row);
        row = [];
        cell = "";
      } else cell += c;
    }
    if (cell !== "" || row.length) lines.push([...row, cell]);
    return lines;
  };

  // One more empty row, made from the last empty one.
  const grow = () => {
    const all = rows();
    const model = all[all.length - 1];
    const key = model && model.querySelector("[name=row]").value;
    if (!key || !/^new[0-9]+$/.test(key) || all.length >= Number(form.dataset.rowsMax)) return false;
    const next = `new${Number(key.slice(3)) + 1}`;
    const copy = model.cloneNode(true);
    copy.querySelector("[name=row]").value = next;
    copy.querySelectorAll(".error, .note").forEach(part => part.remove());
    [copy, ...copy.querySelectorAll("*")].forEach(part => {
      // No heading and no key of a question ends in "new" and a number, so that only the row is renamed.
      ["id", "name", "aria-labelledby"].forEach(name => {
        const value = part.getAttribute(name);
        if (value) part.setAttribute(name, value.replaceAll(key, next));
      });
      ["aria-invalid", "aria-describedby"].forEach(name => part.removeAttribute(name));
    });
    const name = copy.querySelector("th .sr");
    if (name) name.textContent = name.textContent.replace(key.slice(3), next.slice(3));
    copy.querySelectorAll(field).forEach(input => {
      if (input.tagName === "SELECT") input.selectedIndex = 0;
      else input.value = "";
    });
    model.after(copy);
    return true;
  };

  form.addEventListener("paste", event => {
    const start = event.target.closest("td .input, th .input");
    const text = start && event.clipboardData.getData("text/plain");
    if (!text || !/[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""))) return;
    event.preventDefault();
    const from = place(start);
    let over = 0;
    read(text).forEach((line, r) => line.forEach((value, c) => {
      while (!rows()[from.row + r] && grow());
      const input = at(from.row + r, from.column + c);
      if (!input || !put(input, value)) over++;
    }));
    tell(over ? said.dataset.over : said.dataset.filled, over);
    said.classList.toggle("sr", over === 0);
    go(start);
  });

  const fillDown = input => {
    const from = place(input);
    let filled = 0;
    for (let row = from.row + 1; row < rows().length; row++) {
      const below = at(row, from.column);
      const item = rows()[row].querySelector("th input.input");
      if (below && !(item && item.value.trim() === "") && below.value === "" && put(below, input.tagName === "SELECT" ? input.options[input.selectedIndex].text : input.value)) filled++;
    }
    tell(said.dataset.filled, filled);
  };
  form.addEventListener("focusin", event => { if (event.target.matches("td .input")) last = event.target; });
  fill.hidden = false;
  fill.addEventListener("click", () => {
    if (!last) return;
    fillDown(last);
    go(last);
  });

  form.addEventListener("keydown", event => {
    const input = event.target.closest("td .input, th .input");
    if (!input || event.isComposing || event.altKey || event.metaKey) return;
    const { row, column } = place(input);
    const list = input.tagName === "SELECT";
    const key = event.key;
    if (event.ctrlKey && key === "Enter") {
      event.preventDefault();
      form.requestSubmit(form.querySelector(".btn-primary"));
    } else if (event.ctrlKey && key.toLowerCase() === "d") {
      event.preventDefault();
      const above = at(row - 1, column);
      if (above) put(input, above.tagName === "SELECT" ? above.options[above.selectedIndex].text : above.value);
      go(at(row + 1, column) || input);
    } else if (event.ctrlKey) {
      return;
    } else if (key === "Enter") {
      event.preventDefault();
      if (!event.shiftKey && !rows()[row + 1]) grow();
      go(at(row + (event.shiftKey ? -1 : 1), column));
    } else if (!list && (key === "ArrowDown" || key === "ArrowUp")) {
      if (go(at(row + (key === "ArrowDown" ? 1 : -1), column))) event.preventDefault();
    } else if (key === "ArrowRight" || key === "ArrowLeft") {
      const right = key === "ArrowRight";
      const end = list || input.selectionStart === input.selectionEnd && input.selectionStart === (right ? input.value.length : 0) || input.selectionStart === 0 && input.selectionEnd === input.value.length;
      if (end && go(at(row, column + (right ? 1 : -1)))) event.preventDefault();
    }
  });

  // More rows without asking the server, as long as there is room.
  more.addEventListener("click", event => {
    if (!grow()) return;
    event.preventDefault();
    const first = rows().length - 1;
    for (let i = 1; i < 10; i++) grow();
    go(at(first, 0));
  });
})();
