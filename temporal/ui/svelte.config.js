import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

// No script preprocessing: the package is stripped of types already, and a TypeScript step drops its store imports.
export default {
  preprocess: [vitePreprocess({ script: false })],
  kit: {
    adapter: adapter({ fallback: 'index.html', pages: 'build', assets: 'build' }),
    prerender: { entries: [] },
  },
};
