import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

const unused = { varsIgnorePattern: "^_", argsIgnorePattern: "^_", ignoreRestSiblings: true };

export default tseslint.config(
  { ignores: ["dist/", "dist-constructs/", "constructs/imports/", "test/fixture/", "test/case/*/workspace/", "test/acceptance/package/app/", "test/types/fixture/"] },
  eslint.configs.recommended,
  {
    languageOptions: { globals: { Buffer: "readonly", URL: "readonly", console: "readonly", performance: "readonly", process: "readonly" } },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      // Guest text is full of them, and taking them out takes naming them.
      "no-control-regex": "off",
      "no-restricted-syntax": ["error", { selector: "ExportDefaultDeclaration", message: "Name what a module gives." }],
      "object-shorthand": "error",
    },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-unused-vars": ["error", unused],
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { ignores: ["bin/**", "scripts/**"], rules: { "no-console": "error" } },
  { files: ["eslint.config.mjs"], rules: { "no-restricted-syntax": "off" } },
);
