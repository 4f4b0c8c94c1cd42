// Passkeys: what only a browser can do. The forms are sent as any other; this asks the authenticator first and puts its
// answer into them.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) => {
    const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

/** Says what went wrong, where screen readers hear it. */
function complain(form, sentence) {
    let place = form.querySelector(".notice");
    if (!place) {
        place = document.createElement("p");
        place.className = "notice bad";
        place.setAttribute("role", "alert");
        form.prepend(place);
    }
    place.textContent = sentence;
}

/** What the shop says about a refusal; of one that it says nothing about, that it may pass. */
async function reason(answer) {
    const problem = answer.status < 500 ? await answer.json().catch(() => ({})) : {};
    return problem.detail ?? "Passkeys cannot be used at the moment. Please try again.";
}

async function options(form) {
    const answer = await fetch(form.dataset.options, {
        method: "POST", credentials: "same-origin", headers: { accept: "application/json" },
        body: new URLSearchParams({ csrf: form.elements.csrf.value }),
    });
    if (!answer.ok) throw new Error(await reason(answer));
    return (await answer.json()).publicKey;
}

const list = (descriptors) => (descriptors ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function create(key) {
    const made = await navigator.credentials.create({
        publicKey: {
            ...key, challenge: bytes(key.challenge), user: { ...key.user, id: bytes(key.user.id) },
            excludeCredentials: list(key.excludeCredentials),
        },
    });
    return {
        id: made.id, rawId: text(made.rawId), type: made.type,
        response: {
            clientDataJSON: text(made.response.clientDataJSON),
            attestationObject: text(made.response.attestationObject),
            transports: made.response.getTransports?.() ?? [],
        },
    };
}

async function get(key) {
    const got = await navigator.credentials.get({
        publicKey: { ...key, challenge: bytes(key.challenge), allowCredentials: list(key.allowCredentials) },
    });
    return {
        id: got.id, rawId: text(got.rawId), type: got.type,
        response: {
            clientDataJSON: text(got.response.clientDataJSON),
            authenticatorData: text(got.response.authenticatorData),
            signature: text(got.response.signature),
            userHandle: got.response.userHandle ? text(got.response.userHandle) : null,
        },
    };
}

async function run(form) {
    const key = await options(form);
    const credential = await (form.dataset.passkey === "create" ? create(key) : get(key));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
}

const words = {
    NotAllowedError: "It was not done, or took too long. Please try again.",
    InvalidStateError: "This device has a passkey for your account already.",
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) {
        form.hidden = true;
        continue;
    }
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        run(form).catch((error) => complain(form, words[error.name] ?? error.message));
    });
}
