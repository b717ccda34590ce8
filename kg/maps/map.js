"use strict";
(function () {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const says = data.says;
  const nodes = new vis.DataSet(data.nodes);
  const edges = new vis.DataSet(data.edges.map((edge, id) => ({ ...edge, id, title: sentence(edge) })));
  const network = new vis.Network(byId("map"), { nodes, edges }, JSON.parse(byId("options").textContent));
  const panel = byId("panel");
  const found = byId("found");
  const hidden = new Set(); // classes that are switched off
  let shown = null; // nodes that the others are dimmed for
  const looks = new Map(); // how each node was drawn last
  const degree = data.nodes.map(() => 0);
  for (const edge of data.edges) { degree[edge.from] += 1; degree[edge.to] += 1; }
  const byDegree = [...data.nodes].sort((a, b) => degree[b.id] - degree[a.id]);

  function relation(predicate, side) {
    return (data.relations[predicate] || [predicate, predicate])[side];
  }

  function sentence(edge) {
    return `${data.nodes[edge.from].name} ${relation(edge.predicate, 0)} ${data.nodes[edge.to].name}`;
  }

  // Names come from documents that anybody may have written: they only ever become text.
  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function choice(node) {
    const button = element("button", node.name, { type: "button", lang: "zh" });
    if (node.en) button.append(" ", element("small", node.en, { lang: "en" }));
    button.addEventListener("click", () => show(node.id));
    const item = element("li");
    item.append(button);
    return item;
  }

  function relationsOf(id) {
    const groups = new Map();
    for (const edge of data.edges) {
      for (const [side, from, to] of [[0, edge.from, edge.to], [1, edge.to, edge.from]]) {
        if (from !== id) continue;
        const name = relation(edge.predicate, side);
        if (!groups.has(name)) groups.set(name, new Set());
        groups.get(name).add(to);
      }
    }
    return groups;
  }

  function describe(node) {
    const shut = element("button", "×", { type: "button", class: "shut", "aria-label": says.close });
    shut.addEventListener("click", close);
    const kind = element("p", undefined, { class: "class" });
    const legend = document.querySelector(`[data-class="${CSS.escape(node.group)}"]`);
    kind.append(legend.querySelector("svg").cloneNode(true), legend.title);
    panel.replaceChildren(shut, element("h2", node.name, { lang: "zh" }));
    if (node.en) panel.append(element("p", node.en, { class: "english", lang: "en" }));
    panel.append(kind);
    if (node.mentions) panel.append(element("h3", says.mentions), element("p", node.mentions));
    if (node.documents.length) {
      panel.append(element("h3", says.documents));
      for (const title of node.documents) panel.append(element("p", title, { lang: "zh" }));
    }
    const groups = relationsOf(node.id);
    if (!groups.size) panel.append(element("h3", says.relations), element("p", says.no_relations));
    for (const [name, others] of groups) {
      const list = element("ul");
      list.append(...[...others].map((other) => choice(data.nodes[other])));
      panel.append(element("h3", `${name} (${others.size})`), list);
    }
    if (/^(https?:\/\/|\/)/.test(node.url)) {
      panel.append(element("a", says.open, { href: node.url, class: "open" }));
    }
    panel.hidden = false;
    panel.scrollTop = 0;
  }

  function open(id) {
    found.hidden = true;
    network.selectNodes([id]);
    describe(data.nodes[id]);
  }

  function show(id) {
    open(id);
    shown = new Set([id, ...network.getConnectedNodes(id)]);
    moveTo([...shown]);
    draw();
  }

  // Where the view has to be to show some nodes is known once it has been there.
  function moveTo(ids) {
    const before = { position: network.getViewPosition(), scale: network.getScale() };
    network.fit({ nodes: ids, maxZoomLevel: 1.2, animation: false });
    const after = { position: network.getViewPosition(), scale: network.getScale() * 0.7 };
    network.moveTo(before);
    network.moveTo({ ...after, offset: besidePanel(), animation: { duration: 300 } });
  }

  function besidePanel() {
    const wide = panel.offsetWidth < byId("map").offsetWidth / 2;
    return wide ? { x: -panel.offsetWidth / 2, y: 0 } : { x: 0, y: -panel.offsetHeight / 2 };
  }

  // Where a map is small on the screen, not all names can be read: those of the best connected
  // nodes that do not cover each other are written large, the others appear as one comes nearer.
  function landmarks(scale) {
    const named = [];
    for (const node of byDegree) {
      if (named.length === 40) break;
      if (hidden.has(node.group) || (shown && !shown.has(node.id))) continue;
      const free = named.every((other) =>
        Math.abs(other.x - node.x) * scale > 190 || Math.abs(other.y - node.y) * scale > 44);
      if (free) named.push(node);
    }
    return new Set(named);
  }

  function draw() {
    const scale = network.getScale();
    const named = landmarks(scale);
    const changes = [];
    for (const node of data.nodes) {
      const off = hidden.has(node.group);
      const dim = shown !== null && !shown.has(node.id);
      const size = named.has(node) ? Math.max(node.font.size, 12.5 / scale) : node.font.size;
      const look = `${off} ${dim} ${size}`;
      if (looks.get(node.id) === look) continue;
      looks.set(node.id, look);
      changes.push({ id: node.id, hidden: off, opacity: dim ? 0.15 : 1, label: dim ? "" : node.label, font: { size } });
    }
    nodes.update(changes);
  }

  function close() {
    panel.hidden = true;
    network.unselectAll();
    shown = null;
    draw();
  }

  function search(text) {
    const wanted = text.trim().toLowerCase();
    const hits = wanted === "" ? [] : data.nodes.filter((node) =>
      !hidden.has(node.group) && `${node.name}\n${node.en}`.toLowerCase().includes(wanted));
    found.replaceChildren(...hits.slice(0, 50).map(choice));
    if (wanted !== "" && !hits.length) found.append(element("p", says.none));
    found.hidden = wanted === "";
    return hits;
  }

  function toggle(button) {
    const name = button.dataset.class;
    const off = !hidden.delete(name);
    if (off) hidden.add(name);
    button.setAttribute("aria-pressed", String(!off));
    draw();
  }

  network.on("click", (event) => (event.nodes.length ? show(event.nodes[0]) : close()));
  byId("find").addEventListener("input", (event) => search(event.target.value));
  byId("find").form.addEventListener("submit", (event) => {
    event.preventDefault();
    const hits = search(byId("find").value);
    if (hits.length) show(hits[0].id);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { found.hidden = true; close(); }
  });
  for (const button of document.querySelectorAll(".legend button")) {
    button.addEventListener("click", () => toggle(button));
  }
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: { duration: 150 } });
  byId("nearer").addEventListener("click", () => zoom(1.4));
  byId("farther").addEventListener("click", () => zoom(1 / 1.4));
  byId("fit").addEventListener("click", () => network.fit({ animation: { duration: 300 } }));
  network.fit({ animation: false });
  network.on("zoom", draw);
  network.on("animationFinished", draw);
  draw();
  if (data.focus !== null) {
    open(data.focus);
    moveTo(data.nodes.map((node) => node.id));
  }

  window.policyMap = { network, nodes, edges };
})();
