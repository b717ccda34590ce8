// Fields that suggest names of the graph while one writes: inputs with the address in data-lookup.

const PAUSE = 150; // milliseconds without a key, after which names are asked for

export async function suggestions(address, words) {
  const url = new URL(address, location.href);
  url.searchParams.set("q", words);
  const response = await fetch(url);
  return response.ok ? response.json() : [];
}

async function suggest(field) {
  const words = field.value.trim();
  const found = words ? await suggestions(field.dataset.lookup, words) : [];
  if (field.value.trim() !== words) return; // somebody has written on
  field.list.replaceChildren(
    ...found.map(({ name, more }) => {
      const option = document.createElement("option");
      option.value = name;
      option.label = more;
      return option;
    }),
  );
}

for (const field of document.querySelectorAll("input[data-lookup]")) {
  let pause;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(suggest, PAUSE, field);
  });
}
