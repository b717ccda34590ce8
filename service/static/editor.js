// The query editor of /sparql: YASGUI over this service's endpoint, with this graph's names.

import { chart } from "./chart.js";
import { suggestions } from "./lookup.js";

const settings = JSON.parse(document.getElementById("settings").textContent);
const { Yasqe, Yasr } = Yasgui;
const LONG = 6000; // characters of a query that is posted, lest its address be too long
const TABLES = ["json", "xml", "csv", "tsv"];
const GRAPHS = ["ttl", "nt", "jsonld", "rdf"];

function permalink(query, format) {
  const url = new URL(settings.endpoint, location.href);
  url.searchParams.set("query", query);
  if (format) url.searchParams.set("format", format);
  return url.href;
}

// What IRIs are called and where their pages are: IRI → [name, address].
const names = new Map();

async function learnNames(bindings) {
  const iris = bindings.flatMap((binding) =>
    Object.values(binding).filter((term) => term.type === "uri").map((term) => term.value),
  );
  const unknown = [...new Set(iris)].filter((iri) => !names.has(iri)).slice(0, settings.mostLabels);
  if (!unknown.length) return;
  const response = await fetch(settings.labels, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(unknown),
  });
  if (!response.ok) return;
  for (const [iri, known] of Object.entries(await response.json())) names.set(iri, known);
}

function short(iri, prefixes) {
  for (const [prefix, namespace] of Object.entries(prefixes ?? {})) {
    if (iri.startsWith(namespace)) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri;
}

function about(iri) {
  return names.get(iri) ?? ["", `${settings.about}?iri=${encodeURIComponent(iri)}`];
}

function escaped(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}

class NamedTable extends Yasr.plugins.table {
  async draw(config) {
    await learnNames(this.yasr.results?.getBindings() ?? []);
    if (this.yasr.drawnPlugin === "table") super.draw(config);
  }

  // People search and sort by names, not by IRIs. DataTables takes these texts as HTML.
  getColumns() {
    const text = ({ type, value }) => (type === "uri" ? `${about(value)[0]} ${value}`.trim() : value);
    return super.getColumns().map((column) => ({
      ...column,
      render: (data, type, ...rest) =>
        data?.value === undefined || (type && !["filter", "sort"].includes(type))
          ? column.render(data, type, ...rest)
          : escaped(text(data)),
    }));
  }

  getUriLinkFromBinding(binding, prefixes) {
    const [name, address] = about(binding.value);
    const link = document.createElement("a");
    link.className = "iri";
    link.href = address;
    link.title = binding.value;
    link.textContent = name || short(binding.value, prefixes);
    return link.outerHTML;
  }
}

// The word around the cursor, in which YASQE would see single characters of Chinese.
function wordAt(yasqe) {
  const cursor = yasqe.getDoc().getCursor();
  const line = yasqe.getDoc().getLine(cursor.line);
  const start = line.slice(0, cursor.ch).search(/[^\s{}(),;]*$/);
  const end = cursor.ch + line.slice(cursor.ch).match(/^[^\s{}(),;]*/)[0].length;
  return { string: line.slice(start, end), start, end };
}

function kindAt(yasqe) {
  const token = yasqe.getCompleteToken();
  const { lastProperty } = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token).state;
  if (["a", "rdf:type", "rdfs:domain", "rdfs:range"].includes(lastProperty)) return "class";
  const { string } = wordAt(yasqe);
  if (/^["']/.test(string) || /[^\x00-\x7f]/.test(string)) return "concept";
  return token.state.possibleCurrent.includes("a") ? "property" : "concept";
}

const displayed = new Map(); // the text of a suggestion → how it is shown

const completer = {
  name: "graph",
  bulk: false,
  isValidCompletionPosition(yasqe) {
    const { string, start } = wordAt(yasqe);
    if (/^[?$#]/.test(string)) return false;
    const before = yasqe.getDoc().getLine(yasqe.getDoc().getCursor().line).slice(0, start);
    if (/(prefix|base)\s+(\S+\s+)?$/i.test(before)) return false;
    return string !== "" || kindAt(yasqe) === "class";
  },
  preProcessToken(yasqe, token) {
    const word = wordAt(yasqe);
    return { ...token, string: word.string, from: { ch: word.start }, to: { ch: word.end } };
  },
  async get(yasqe, token) {
    const kind = kindAt(yasqe);
    const words = token.string.replace(/^["'<]|["'>].*$/g, "");
    const quoted = /^["']/.test(token.string);
    const found = await suggestions(`${settings.complete}?kind=${kind}`, words);
    return found.map(({ term, literal, name, more }) => {
      const text = quoted && literal ? literal : term;
      displayed.set(text, [kind === "concept" ? name : text, kind === "concept" ? more : name]);
      return text;
    });
  },
  postprocessHints(yasqe, hints) {
    return hints.map((hint) => ({
      ...hint,
      displayText: displayed.get(hint.text).filter(Boolean).join(" · "),
    }));
  },
};

async function sentence(error) {
  const paragraph = document.createElement("p");
  paragraph.className = "error";
  paragraph.setAttribute("role", "alert");
  try {
    paragraph.textContent = JSON.parse(error.text).detail;
  } catch {
    paragraph.textContent = error.text;
  }
  return paragraph;
}

function setUp() {
  Yasr.registerPlugin("table", NamedTable);
  Yasr.registerPlugin("chart", chart(about, learnNames));
  Yasr.defaults.plugins.table.dynamicConfig = { compact: true };
  Yasr.defaults.errorRenderers = [sentence];
  Yasr.defaults.prefixes = settings.prefixes;
  Yasr.defaults.pluginOrder = ["table", "chart", "response"];
  const known = Object.entries(settings.prefixes).map(([name, iri]) => `${name}: <${iri}>`);
  // YASGUI's own completers would ask prefix.cc and Linked Open Vocabularies.
  Yasqe.forkAutocompleter(
    "prefixes",
    { name: "known-prefixes", get: () => known, onInitialize: undefined, persistenceId: null },
    false,
  );
  Yasqe.registerAutocompleter(completer, false);
  Yasqe.defaults.autocompleters = ["variables", "known-prefixes", "graph"];
  // The service knows prefixes that a query does not declare; YASQE would call them mistakes.
  const { initYasqe } = Yasgui.Tab.prototype;
  Yasgui.Tab.prototype.initYasqe = function () {
    initYasqe.call(this);
    const mode = this.yasqe.getMode();
    const { startState } = mode;
    mode.startState = () => ({ ...startState(), prefixes: { ...settings.prefixes } });
    this.yasqe.setValue(this.yasqe.getValue());
  };
  Yasgui.Tab.prototype.getShareableLink = function () {
    return permalink(this.getQuery());
  };
}

function start() {
  return new Yasgui(document.getElementById("editor"), {
    persistenceId: "policykg",
    populateFromUrl: false,
    autofocus: false,
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [] },
    requestConfig: {
      endpoint: () => new URL(settings.endpoint, location.href).href,
      method: (yasgui) => (yasgui.getTab().getQuery().length > LONG ? "POST" : "GET"),
    },
    yasqe: { value: settings.start, extraKeys: { Tab: false, "Shift-Tab": false } },
  });
}

setUp();
const plain = document.getElementById("plain");
const yasgui = start();
const untouched = new Set([settings.start]); // queries that nobody has written here

function show(query, name) {
  const same = Object.values(yasgui._tabs).find((tab) => tab.getPersistedJson().yasqe.value === query);
  if (same) same.select();
  else if (untouched.has(yasgui.getTab().getQuery())) yasgui.getTab().setQuery(query);
  else yasgui.addTab(true, { yasqe: { value: query } });
  untouched.add(query);
  const tab = yasgui.getTab();
  if (!same || name) tab.setName(name ?? "Query");
  tab.getYasr().selectPlugin("table");
  return tab;
}

function offerDownloads(tab) {
  const formats = /^(construct|describe)$/i.test(tab.getYasqe().getQueryType()) ? GRAPHS : TABLES;
  const links = formats.map((format) => {
    const link = document.createElement("a");
    link.href = permalink(tab.getQuery(), format);
    link.textContent = format;
    return link;
  });
  const line = document.getElementById("downloads");
  const parts = links.flatMap((link, i) => (i ? [" · ", link] : [link]));
  const here = document.createElement("a");
  here.href = permalink(tab.getQuery());
  here.textContent = "Link to this query and its results";
  line.replaceChildren("Download: ", ...parts, ". ", here);
  line.hidden = false;
  tab.getYasqe().rootEl.closest(".editorwrapper").after(line);
}

yasgui.on("query", (_, tab) => {
  history.replaceState(null, "", permalink(tab.getQuery()));
  offerDownloads(tab);
});

// Examples, and the forms of those that can be asked about something else.
const forms = [...document.querySelectorAll("form.parameters")];

function showForm(name) {
  for (const form of forms) form.hidden = form.id !== `parameters-${name}`;
  return forms.find((form) => !form.hidden);
}

for (const link of document.querySelectorAll("[data-example]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // to another tab of the browser
    event.preventDefault();
    const query = new URL(link.href).searchParams.get("query");
    const form = showForm(link.dataset.example);
    for (const other of document.querySelectorAll("[data-example][aria-current]")) {
      other.removeAttribute("aria-current");
    }
    link.setAttribute("aria-current", "true");
    show(query, link.textContent).query().catch(() => {});
    (form ?? document.getElementById("editor")).scrollIntoView({ block: "nearest" });
  });
}

for (const form of forms) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const response = await fetch(`${form.action}?${new URLSearchParams(new FormData(form))}`);
    const text = await response.text();
    const problem = form.querySelector(".error");
    problem.hidden = response.ok;
    problem.textContent = response.ok ? "" : text;
    if (!response.ok) return;
    yasgui.getTab().setQuery(text);
    untouched.add(text);
    yasgui.getTab().query().catch(() => {});
  });
}

// What the page came with: its query, and the answer that the server has found already.
document.getElementById("first-answer")?.remove();
plain.remove();
document.getElementById("keys").hidden = false;
if (settings.query) {
  untouched.add(yasgui.getTab().getQuery());
  const tab = show(settings.query);
  if (settings.response) tab.getYasr().setResponse(settings.response);
  offerDownloads(tab);
  showForm(document.querySelector("[data-example][aria-current]")?.dataset.example);
}
