import { createTheme, type CSSVariablesResolver, defaultVariantColorsResolver, type MantineColorsTuple, Menu, type VariantColorsResolver } from '@mantine/core';

/** The colour of the product, around that of its other pages (#3d4fd8). */
const brand: MantineColorsTuple = [
  '#eef0ff',
  '#dce0fb',
  '#b7bff2',
  '#909ce9',
  '#6f7ee2',
  '#5a6bde',
  '#4a5cdb',
  '#3d4fd8',
  '#3140ac',
  '#263388',
];

const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#f0f1f5',
  '#e3e5eb',
  '#d3d6df',
  '#b6bac7',
  '#9297a8',
  '#6a7085',
  '#4b5165',
  '#333848',
  '#1d212d',
];

const dark: MantineColorsTuple = [
  '#d3d6e0',
  '#b4b8c7',
  '#969bb0',
  '#6b7187',
  '#434859',
  '#333746',
  '#272b38',
  '#1b1e28',
  '#14161e',
  '#0d0f15',
];

/**
 * Mantine's own words on a light ground have a contrast of 3.3 to 4.3 for some of the colours, and
 * in the dark those of a subtle button have no colour, so that what deletes looks like the rest.
 */
const readable: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const { color, variant, theme: own } = input;
  if (variant === 'light') {
    return { ...colors, color: `color-mix(in srgb, ${colors.color}, light-dark(black, white) 30%)` };
  }
  return variant === 'subtle' && color !== undefined && color !== 'gray' && color in own.colors
    ? { ...colors, color: `light-dark(${colors.color}, var(--mantine-color-${color}-4))` }
    : colors;
};

/** In the dark, Mantine's own grounds of gray are darker than the page. */
export const surfaces: CSSVariablesResolver = () => ({
  variables: {},
  light: {},
  dark: {
    '--mantine-color-gray-light': 'var(--mantine-color-dark-6)',
    '--mantine-color-gray-light-hover': 'var(--mantine-color-dark-5)',
  },
});

export const theme = createTheme({
  variantColorResolver: readable,
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 5 },
  colors: { brand, gray, dark },
  defaultRadius: 'md',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // A menu holds nothing but its choices; Mantine's hidden element for the focus is none of these.
  components: { Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }) },
});
