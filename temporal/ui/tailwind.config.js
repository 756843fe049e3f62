// By file path: the package exports nothing to CommonJS, which is how Tailwind 3 loads its configuration.
import temporal, { textStyles } from './node_modules/@temporalio/ui/dist/theme/plugin.js';

export default {
  darkMode: ['selector', '[data-theme="dark"]'],
  content: ['./src/**/*.{html,js,svelte}', './node_modules/@temporalio/ui/dist/**/*.{svelte,js}'],
  theme: {
    fontFamily: {
      sans: ['Inter Variable', 'sans-serif'],
      secondary: ['Inter Variable', 'sans-serif'],
      mono: ['Noto Sans Mono', 'monospace'],
    },
  },
  plugins: [temporal, textStyles],
};
