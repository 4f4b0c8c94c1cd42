// What the pages about the API do beyond HTML: the filter, schemas opened in place, and sending. No page needs it to be read.

const each = (selector, action, root = document) => root.querySelectorAll(selector).forEach(action);

function element(name, text, ...classes) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    made.classList.add(...classes);
    return made;
}

// --- Contents ---

const contents = document.querySelector(".contents");
const menu = contents.querySelector(".menu");

function openContents(isOpen) {
    contents.classList.toggle("open", isOpen);
    menu.setAttribute("aria-expanded", String(isOpen));
}

menu.addEventListener("click", () => openContents(!contents.classList.contains("open")));
contents.addEventListener("click", (event) => {
    if (event.target.closest("a")) openContents(false);
});

const filter = document.getElementById("filter");
filter.addEventListener("input", () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    each("#contents > ul > li", (group) => {
        let kept = 0;
        each("ul a", (link) => {
            const text = `${link.textContent} ${link.title} ${link.hash}`.toLowerCase();
            const isKept = words.every((word) => text.includes(word));
            link.parentElement.hidden = !isKept;
            if (isKept) kept += 1;
        }, group);
        group.hidden = words.length > 0 && kept === 0;
        found += kept;
    });
    const count = found === 1 ? "1 operation" : `${found} operations`;
    document.getElementById("found").textContent = words.length > 0 ? count : "";
});

// Which part is being read.
const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
const watcher = new IntersectionObserver((entries) => {
    const entry = entries.find((entry) => entry.isIntersecting);
    if (!entry) return;
    each(".contents [aria-current]", (link) => link.removeAttribute("aria-current"));
    const link = links.get(entry.target.id);
    link.setAttribute("aria-current", "location");
    // Only the contents move, never the page.
    const [box, place] = [contents.getBoundingClientRect(), link.getBoundingClientRect()];
    if (place.top < box.top || place.bottom > box.bottom) contents.scrollTop += place.top - box.top - box.height / 2;
}, { rootMargin: "-10% 0px -80% 0px" });
for (const id of links.keys()) {
    const target = document.getElementById(id);
    if (target && !target.classList.contains("tag")) watcher.observe(target);
}

// A link to an operation opens it.
function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) {
        target.open = true;
        target.scrollIntoView();
    }
}
addEventListener("hashchange", openTarget);
openTarget();

// --- Schemas, opened where they are used ---

document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!(details instanceof HTMLDetailsElement) || !details.open || !details.dataset.schema) return;
    const members = document.querySelector(`#${CSS.escape(details.dataset.schema)} > .members`);
    if (!members) return;
    const copy = members.cloneNode(true);
    each("details", (inner) => { inner.open = false; }, copy);
    each("details[data-schema] > .members", (inner) => inner.remove(), copy);
    details.querySelector(":scope > p")?.replaceWith(copy);
    delete details.dataset.schema;
}, true);

// --- The key ---

const storedKey = "souk-api-key";
const keyForm = document.getElementById("key-form");

function showKey() {
    document.getElementById("token-state").textContent =
        sessionStorage.getItem(storedKey) ? "A key is in use." : "No key is in use.";
}

if (keyForm) {
    const token = document.getElementById("token");
    keyForm.addEventListener("submit", (event) => {
        event.preventDefault();
        if (token.value.trim()) sessionStorage.setItem(storedKey, token.value.trim());
        token.value = "";
        showKey();
    });
    keyForm.addEventListener("reset", () => {
        sessionStorage.removeItem(storedKey);
        showKey();
    });
    showKey();
}

// --- Sending ---

// What was filled in, or the problem with it as text.
function call(form) {
    let path = form.dataset.path;
    const query = new URLSearchParams();
    const headers = new Headers({ Accept: "application/json" });
    let body;
    each("[data-in]", (field) => {
        const { in: place, name } = field.dataset;
        const lines = field.value.split("\n").map((line) => line.trim()).filter(Boolean);
        if (place === "body") {
            if (field.value.trim() === "") return;
            body = field.value;
            headers.set("Content-Type", field.dataset.type);
        } else if (place === "headers") {
            for (const line of lines) {
                const colon = line.indexOf(":");
                if (colon < 1) throw new Error(`“${line}” is no header: write Name: value.`);
                headers.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
            }
        } else if (place === "path") {
            if (field.value === "") throw new Error(`${name} is missing: it is part of the path.`);
            path = path.replace(`{${name}}`, encodeURIComponent(field.value));
        } else if (field.value === "") {
            return;
        } else if (place === "header") {
            headers.set(name, field.value);
        } else if (field.dataset.each === "line") {
            for (const line of lines) query.append(name, line);
        } else if (field.dataset.each === "pair") {
            for (const line of lines) {
                const equals = line.indexOf("=");
                if (equals < 1) throw new Error(`“${line}” is no pair: write name=value.`);
                query.append(line.slice(0, equals), line.slice(equals + 1));
            }
        } else {
            query.append(name, field.value);
        }
    }, form);
    const search = query.toString();
    return { method: form.dataset.method, url: search ? `${path}?${search}` : path, headers, body };
}

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

function curlLine(call, isSecured) {
    const parts = [`curl${call.method === "GET" ? "" : ` -X ${call.method}`} ${quoted(location.origin + call.url)}`];
    if (isSecured) parts.push('-H "Authorization: Bearer $SOUK_KEY"');
    for (const [name, value] of call.headers) {
        if (name !== "accept" && name !== "authorization") parts.push(`-H ${quoted(`${name}: ${value}`)}`);
    }
    if (call.body !== undefined) parts.push(`-d ${quoted(call.body)}`);
    return parts.join(" \\\n  ");
}

function showLine(form) {
    const code = form.closest(".call").querySelector(".curl code");
    try {
        code.textContent = curlLine(call(form), "secured" in form.dataset);
    } catch {
        // Something is missing yet; the line before stays.
    }
}

// What a screen can take. More is cut off, and that is said.
const longest = 200_000;

function pretty(text, type) {
    if (!/json/.test(type ?? "")) return text;
    try {
        JSON.parse(text);
        return indented(text);
    } catch {
        return text;
    }
}

// JSON with line breaks and nothing else changed: read and written again, 19.90 would be 19.9.
function indented(text) {
    let [level, out] = [0, ""];
    for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+|[{}[\],:]/g)) {
        const line = () => `\n${"  ".repeat(level)}`;
        if (token === "{" || token === "[") { level += 1; out += token + line(); }
        else if (token === "}" || token === "]") { level -= 1; out = out.trimEnd(); out += /[{[]$/.test(out) ? token : line() + token; }
        else if (token === ",") out += token + line();
        else if (token === ":") out += ": ";
        else out += token;
    }
    return out;
}

function show(answer, outcome, isGood, headers, text) {
    answer.replaceChildren(element("p", outcome, "outcome", isGood ? "good" : "bad"));
    if (headers) {
        const details = element("details");
        details.append(element("summary", "Headers of the answer"), element("pre", headers));
        answer.append(details);
    }
    if (text) {
        const pre = element("pre", text.length > longest ? `${text.slice(0, longest)}\n… cut off here` : text, "body");
        pre.tabIndex = 0;
        pre.setAttribute("role", "group");
        pre.setAttribute("aria-label", "Body of the answer");
        answer.append(pre);
    }
}

async function send(form) {
    const answer = form.closest(".call").querySelector(".answer");
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    const start = performance.now();
    try {
        const request = call(form);
        const key = sessionStorage.getItem(storedKey);
        if (key && !request.headers.has("Authorization")) request.headers.set("Authorization", `Bearer ${key}`);
        answer.textContent = "Sending …";
        const { method, headers, body } = request;
        const response = await fetch(request.url, { method, headers, body, signal: AbortSignal.timeout(60_000) });
        const text = await response.text();
        const time = Math.round(performance.now() - start);
        const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
        show(
            answer, `${response.status} ${response.statusText} in ${time} ms`, response.ok, lines,
            pretty(text, response.headers.get("Content-Type")));
    } catch (error) {
        const isLate = error.name === "TimeoutError";
        show(answer, isLate ? "No answer within 60 seconds." : error.message, false);
    } finally {
        button.disabled = false;
    }
}

each("form.try", (form) => {
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        send(form);
    });
    form.addEventListener("input", () => showLine(form));
    form.addEventListener("reset", () => setTimeout(() => showLine(form)));
});

document.addEventListener("toggle", (event) => {
    if (event.target.matches(".call[open]")) showLine(event.target.querySelector("form.try"));
}, true);

each("button.copy", (button) => {
    button.addEventListener("click", async () => {
        const text = button.closest(".call").querySelector(".curl code").textContent;
        try {
            await navigator.clipboard.writeText(text);
            button.textContent = "Copied";
        } catch {
            button.textContent = "Select the line and copy it: the browser allows no more";
        }
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
});
