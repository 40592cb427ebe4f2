// Serve testdata/dump.py by the CPython inside of Pyodide, with the same protocol, for a Python that
// is not installed. The one argument is the folder that holds node_modules/pyodide.
import { readFileSync, readSync, writeSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const pyodide = join(resolve(process.argv[2]), "node_modules", "pyodide", "pyodide.mjs");
const { loadPyodide } = await import(pathToFileURL(pyodide).href);
const log = console.log;
console.log = () => {};
const python = await loadPyodide({ stdout: () => {}, stderr: () => {} });
console.log = log;
const here = dirname(fileURLToPath(import.meta.url));
python.runPython("import sys\nsys.setrecursionlimit(20000)\nimport warnings\nwarnings.simplefilter('ignore')");
python.runPython(readFileSync(join(here, "dump.py"), "utf8").replace('if __name__ == "__main__":\n    main()\n', ""));
const answer = python.globals.get("answer");

let buffer = Buffer.alloc(0);
function more() {
  const chunk = Buffer.alloc(1 << 16);
  for (;;) {
    try {
      const n = readSync(0, chunk);
      buffer = Buffer.concat([buffer, chunk.subarray(0, n)]);
      return n > 0;
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

function write(data) {
  for (let at = 0; at < data.length; ) {
    try {
      at += writeSync(1, data, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

for (;;) {
  let newline;
  while ((newline = buffer.indexOf(10)) < 0) if (!more()) process.exit(0);
  const [command, length] = buffer.subarray(0, newline).toString().split(" ");
  const end = newline + 1 + Number(length);
  while (buffer.length < end) if (!more()) process.exit(1);
  const body = python.toPy(new Uint8Array(buffer.subarray(newline + 1, end)));
  buffer = buffer.subarray(end);
  const pair = answer(command, body.tobytes());
  const status = pair.get(0);
  const text = pair.get(1);
  const view = text.getBuffer("u8");
  const bytes = Buffer.from(view.data);
  view.release();
  write(Buffer.concat([Buffer.from(`${status} ${bytes.length}\n`), bytes]));
  for (const proxy of [body, pair, text]) proxy.destroy();
}
