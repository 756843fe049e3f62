import path from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

// The pages use the monaco editor for two markdown fields; the language workers they never need are 10 MB.
const editorWorker = 'monaco-editor/esm/vs/editor/editor.worker?worker';
const unusedWorkers = ['css/css', 'html/html', 'json/json', 'typescript/ts'];

export default defineConfig({
  plugins: [sveltekit()],
  resolve: {
    alias: [
      { find: /^monaco-editor$/, replacement: path.resolve('src/shim/monaco.js') },
      ...unusedWorkers.map((name) => ({
        find: `monaco-editor/esm/vs/language/${name}.worker?worker`,
        replacement: editorWorker,
      })),
    ],
  },
});
