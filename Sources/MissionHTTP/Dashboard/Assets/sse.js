// Server-sent events, read from a response's body: a generator of `{ id, event, data }`.

/** Yields each message of a stream as it comes; `heard` is called for every piece, comments included. */
export async function* messages(response, heard = () => {}) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    heard();
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    yield* parts.map(parse);
  }
}

function parse(text) {
  const message = { id: null, event: 'message', data: '' };
  for (const each of text.split('\n')) {
    const at = each.indexOf(':');
    if (at > 0) {
      const value = each.slice(at + 1).replace(/^ /, '');
      const name = each.slice(0, at);
      if (name === 'data') message.data += (message.data ? '\n' : '') + value;
      else if (name in message) message[name] = value;
    }
  }
  return message;
}
