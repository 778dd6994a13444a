// Shows what is wrong over the page that is previewed, and catches up with a change that was missed.
(() => {
  const own = new URL(document.currentScript.src);
  const address = new URL("problems", own);
  address.protocol = "ws:";
  address.search = new URLSearchParams({ edition: own.searchParams.get("edition"), page: location.pathname });
  let panel = null;

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function show({ heading, problems }) {
    panel?.remove();
    panel = null;
    if (!problems.length) return;
    panel = document.createElement("div");
    panel.id = "openai-news-problems";
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("preview.css", own);
    const box = document.createElement("section");
    box.setAttribute("role", "alert");
    box.append(element("h1", heading), ...problems.map((problem) => element("pre", problem)));
    panel.attachShadow({ mode: "open" }).append(style, box);
    document.body.append(panel);
  }

  function connect() {
    const socket = new WebSocket(address);
    socket.onmessage = ({ data }) => {
      const told = JSON.parse(data);
      if (told.stale) location.reload();
      else show(told);
    };
    socket.onclose = () => setTimeout(connect, 300);
  }

  connect();
})();
