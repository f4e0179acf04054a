"use strict";
(() => {
  const form = document.getElementById("filter");
  const details = [...document.querySelectorAll("details")];

  addEventListener("beforeprint", () => {
    for (const each of details) {
      each.dataset.was = each.open ? "open" : "";
      each.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const each of details) each.open = each.dataset.was === "open";
  });

  const filter = () => {
    const words = document.getElementById("words");
    const rule = document.getElementById("rule");
    const found = document.getElementById("found");
    const kinds = [...form.elements.kind];
    const cards = [...document.querySelectorAll(".card")].map((card) => ({
      card,
      head: card.querySelector("header").textContent.toLowerCase(),
      silenced: card.querySelector("details.silenced"),
      findings: [...card.querySelectorAll(".finding")].map((element) => ({
        element,
        kind: element.dataset.kind,
        rule: element.dataset.rule,
        text: "",
      })),
    }));
    const total = cards.reduce((sum, each) => sum + each.findings.length, 0);
    const grouped = (count) => count.toLocaleString("en");
    const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
    // the page of the rule is left out: it has many words, and they are folded away
    const textOf = (each) =>
      (each.text ||= [...each.element.children]
        .filter((part) => !part.matches(".why"))
        .map((part) => part.textContent)
        .join(" ")
        .toLowerCase());

    return () => {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      const kept = new Set(kinds.filter((box) => box.checked).map((box) => box.value));
      let count = 0;
      let places = 0;
      for (const each of cards) {
        const fitting = each.findings.filter(
          (one) =>
            kept.has(one.kind) &&
            (!rule.value || rule.value === one.rule) &&
            wanted.every((word) => each.head.includes(word) || textOf(one).includes(word)),
        );
        for (const one of each.findings) one.element.hidden = !fitting.includes(one);
        if (each.silenced) {
          const quiet = fitting.some((one) => one.kind === "silenced");
          each.silenced.hidden = !quiet;
          each.silenced.open ||= quiet && (wanted.length > 0 || rule.value !== "");
        }
        each.card.hidden = fitting.length === 0;
        count += fitting.length;
        places += fitting.length > 0;
      }
      found.textContent =
        count === total
          ? `All ${counted(total, "finding")} are shown`
          : `${grouped(count)} of ${counted(total, "finding")}, in ${counted(places, "card")}`;
    };
  };

  const reach = (reset) => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    if (target.hidden) reset();
    const around = target.closest("details");
    if (around) around.open = true;
    target.scrollIntoView();
  };

  let reset = () => {};
  if (form) {
    const apply = filter();
    reset = () => {
      form.reset();
      apply();
    };
    let pending = 0;
    form.addEventListener("input", () => {
      clearTimeout(pending);
      pending = setTimeout(apply, 120);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      apply();
    });
    form.addEventListener("reset", () => setTimeout(apply));
    const unfold = document.getElementById("unfold");
    unfold.addEventListener("click", () => {
      const open = unfold.getAttribute("aria-pressed") !== "true";
      unfold.setAttribute("aria-pressed", String(open));
      for (const each of document.querySelectorAll(".card details")) each.open = open;
    });
    form.hidden = false;
    apply();
  }
  addEventListener("hashchange", () => reach(reset));
  reach(reset);
})();
