/* Rules for the scripts of the theme and their tests. The types are checked by tsc, which also
   knows every global name; here are the rules that it does not have. */
import js from "@eslint/js";

const NO_LOOKBEHIND = "Safari knows lookbehind only since 16.4.";

export default [
  { ignores: ["node_modules/"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2021, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-undef": "off", // tsc checks it
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Data is text: use make() of lib/dom.js." },
        { property: "outerHTML", message: "Data is text: use make() of lib/dom.js." },
        { property: "insertAdjacentHTML", message: "Data is text: use make() of lib/dom.js." },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "Literal[regex.pattern=/\\(\\?<[=!]/]", message: NO_LOOKBEHIND },
        { selector: "TemplateElement[value.raw=/\\(\\?<[=!]/]", message: NO_LOOKBEHIND },
      ],
    },
  },
  {
    // Tests and tools run in Node, not in a reader's browser.
    files: ["**/*.test.js", "eslint.config.js", "helpers.js"],
    languageOptions: { ecmaVersion: 2024 },
  },
];
