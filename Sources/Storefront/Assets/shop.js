// Souk's storefront works without this; it adds suggestions, filters that apply themselves, and placeholders for
// pictures that do not load.

const DEBOUNCE = 120;
const KINDS = { product: "Product", category: "Category", brand: "Brand", query: "" };

/** A search box that suggests what a shopper may be about to type: WAI-ARIA combobox with a list. */
class Suggestions {
    constructor(form, index) {
        this.input = form.querySelector("input[type=search]");
        this.form = form;
        this.active = -1;
        this.typed = this.input.value;
        this.list = Object.assign(document.createElement("ul"), { id: `suggestions-${index}`, className: "suggestions" });
        this.list.setAttribute("role", "listbox");
        this.list.setAttribute("aria-label", "Suggestions");
        this.list.hidden = true;
        form.append(this.list);
        for (const [name, value] of Object.entries({
            role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
            autocomplete: "off",
        })) this.input.setAttribute(name, value);
        this.input.addEventListener("input", () => this.changed());
        this.input.addEventListener("keydown", (event) => this.pressed(event));
        this.input.addEventListener("blur", () => this.close());
        this.list.addEventListener("pointerdown", (event) => event.preventDefault());
        this.list.addEventListener("click", (event) => this.choose(event.target.closest("li")));
    }

    changed() {
        this.typed = this.input.value;
        clearTimeout(this.timer);
        this.request?.abort();
        if (this.typed.trim().length < 2) return this.close();
        this.timer = setTimeout(() => this.load(this.typed.trim()), DEBOUNCE);
    }

    async load(text) {
        this.request = new AbortController();
        try {
            const answer = await fetch(`/api/v1/products/suggestions?q=${encodeURIComponent(text)}`, {
                signal: this.request.signal, headers: { accept: "application/json" },
            });
            if (answer.ok) this.show((await answer.json()).suggestions);
            else this.close();
        } catch (error) {
            if (error.name !== "AbortError") this.close();
        }
    }

    show(suggestions) {
        if (document.activeElement !== this.input || suggestions.length === 0) return this.close();
        this.list.replaceChildren(...suggestions.slice(0, 8).map((suggestion, index) => {
            const item = Object.assign(document.createElement("li"), { id: `${this.list.id}-${index}` });
            item.setAttribute("role", "option");
            item.setAttribute("aria-selected", "false");
            item.dataset.text = suggestion.text;
            item.append(suggestion.text);
            const kind = KINDS[suggestion.kind];
            if (kind) item.append(Object.assign(document.createElement("span"), { textContent: kind }));
            return item;
        }));
        this.active = -1;
        this.input.removeAttribute("aria-activedescendant");
        this.list.hidden = false;
        this.input.setAttribute("aria-expanded", "true");
    }

    close() {
        clearTimeout(this.timer);
        this.list.hidden = true;
        this.active = -1;
        this.input.setAttribute("aria-expanded", "false");
        this.input.removeAttribute("aria-activedescendant");
    }

    pressed(event) {
        const isOpen = !this.list.hidden;
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            if (isOpen) this.move(event.key === "ArrowDown" ? 1 : -1);
            else this.changed();
        } else if (event.key === "Escape" && isOpen) {
            event.preventDefault();
            this.input.value = this.typed;
            this.close();
        } else if (event.key === "Enter") {
            this.request?.abort();
            this.close();
        }
    }

    /** Past either end stands what was typed. */
    move(step) {
        const items = [...this.list.children];
        this.active = (this.active + 1 + step + items.length + 1) % (items.length + 1) - 1;
        items.forEach((item, index) => item.setAttribute("aria-selected", String(index === this.active)));
        const item = items[this.active];
        this.input.value = item ? item.dataset.text : this.typed;
        if (item) {
            this.input.setAttribute("aria-activedescendant", item.id);
            item.scrollIntoView({ block: "nearest" });
        } else {
            this.input.removeAttribute("aria-activedescendant");
        }
    }

    choose(item) {
        if (!item) return;
        this.input.value = item.dataset.text;
        this.close();
        this.form.requestSubmit();
    }
}

document.querySelectorAll("form.search").forEach((form, index) => new Suggestions(form, index));

// On a desk filters apply at once; on a phone there is a button, so that several can be chosen in one go.
const isWide = matchMedia("(min-width: 60rem)");
document.addEventListener("change", (event) => {
    const { form, type } = event.target;
    if (form?.id === "filters" && (isWide.matches || type === "select-one")) form.requestSubmit();
});

// Parameters without a value only make addresses longer.
document.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

// The placeholder lies behind the picture.
function removeBroken(image) {
    if (image.closest?.(".picture")) image.remove();
}
document.addEventListener("error", (event) => event.target.tagName === "IMG" && removeBroken(event.target), true);
document.querySelectorAll("img").forEach((image) => image.complete && !image.naturalWidth && image.src && removeBroken(image));

// The panel of filters stands open where there is room for it.
const panel = document.querySelector("details.filters");
if (panel) {
    const fit = () => { panel.open = isWide.matches; };
    isWide.addEventListener("change", fit);
    fit();
}

// Which result of a search was followed makes the next search better; nothing about who followed it is sent.
const address = new URLSearchParams(location.search);
const query = location.pathname === "/search" ? (address.get("q") ?? "").trim() : "";
if (query) {
    const page = Math.max(1, Number.parseInt(address.get("page") ?? "1", 10) || 1);
    const cards = [...document.querySelectorAll(".results [data-product]")];
    document.addEventListener("click", (event) => {
        const card = event.target.closest?.("a") && event.target.closest(".results [data-product]");
        if (!card) return;
        const click = {
            type: "click", query, product_id: card.dataset.product, position: (page - 1) * 24 + cards.indexOf(card) + 1,
        };
        navigator.sendBeacon("/api/v1/events", new Blob([JSON.stringify(click)], { type: "application/json" }));
    });
}
