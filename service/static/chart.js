// Results as bars: the first column of numbers, by the first other column.

const MOST = 100; // bars that a chart shows

function columns(results) {
  const names = results?.getVariables() ?? [];
  const rows = results?.getBindings() ?? [];
  const isNumber = (name) =>
    rows.some((row) => row[name]) &&
    rows.every((row) => !row[name] || (row[name].type !== "uri" && row[name].value.trim() !== "" && isFinite(row[name].value)));
  const number = names.find(isNumber);
  const label = names.find((name) => !isNumber(name));
  return number && label ? { number, label } : null;
}

function bar(label, value, most) {
  const row = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.append(label);
  const cell = document.createElement("td");
  const shape = document.createElement("span");
  shape.className = "bar";
  shape.style.width = `${most > 0 ? Math.max(0, (value / most) * 80) : 0}%`;
  cell.append(shape, ` ${value.toLocaleString("en")}`);
  row.append(head, cell);
  return row;
}

// A plugin of YASR; `about` gives the name and the address of an IRI, once `learn` has asked.
export function chart(about, learn) {
  return class Chart {
    priority = 1;
    label = "Chart";

    constructor(yasr) {
      this.yasr = yasr;
    }

    canHandleResults() {
      return columns(this.yasr.results) !== null;
    }

    getIcon() {
      const icon = document.createElement("div");
      icon.className = "chart-icon";
      return icon;
    }

    async draw() {
      const results = this.yasr.results;
      const chosen = columns(results);
      if (!chosen) return; // others have come since YASR decided for a chart
      const { number, label } = chosen;
      const rows = results.getBindings().filter((row) => row[number]);
      await learn(rows.slice(0, MOST));
      if (this.yasr.drawnPlugin !== "chart" || this.yasr.results !== results) return;
      const shown = rows.slice(0, MOST).map((row) => [this.name(row[label]), Number(row[number].value)]);
      const most = Math.max(...shown.map(([, value]) => value));
      const table = document.createElement("table");
      table.className = "chart";
      table.createCaption().textContent =
        `${number} by ${label}` + (rows.length > MOST ? `, the first ${MOST} of ${rows.length}` : "");
      table.append(...shown.map(([name, value]) => bar(name, value, most)));
      this.yasr.resultsEl.replaceChildren(table);
    }

    name(term) {
      if (!term) return "";
      if (term.type !== "uri") return term.value;
      const [name, address] = about(term.value);
      const link = document.createElement("a");
      link.href = address;
      link.textContent = name || term.value;
      return link;
    }
  };
}
